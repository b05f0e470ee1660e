# A check says what must hold for each service. "berth check" says where it does not.
# "berth policy vars" lists what its expressions may read and call.

check "NAME" {
  doc         = "Say in a sentence or two what must hold, and why."
  over        = "service"                             # or product, team, site, fleet
  severity    = "warning"                             # or error, info
  when        = "service.environment in ['', 'prod']" # '' where the spec names none; leave it out to look at all
  require     = "service.volumes == 0 || service.stateful"
  because     = "'it has %d volumes and does not say that it is stateful'.format([service.volumes])"
  may_be_idle = true # without it, a check that applies to nothing is refused
}
