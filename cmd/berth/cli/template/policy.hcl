# A policy scores each option of a service on one criterion, from 0 to 1.
# "berth policy vars" lists what its expressions may read and call.

policy "NAME" {
  criterion   = "scalability" # or another one: "berth policy list" shows what policies are on
  doc         = "Say in a sentence or two what is better, and why."
  when        = "service.peak_to_mean > 4.0" # for which services it speaks; it cannot read the option
  score       = "option.elastic ? 1.0 : 0.5" # continuous where it can be, so that nothing flips by a hair
  because     = "'its peak is %.1f times its mean'.format([service.peak_to_mean])"
  may_be_idle = true # without it, "berth check" refuses a policy that speaks on no service
}
