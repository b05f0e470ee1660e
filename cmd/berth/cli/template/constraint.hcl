# A constraint forbids options: where it is true, the service must not run there.
# "berth policy vars" lists what its expressions may read and call.

constraint "NAME" {
  doc     = "Say in a sentence or two what is forbidden, and why."
  forbid  = "service.security.data == 'confidential' && option.countries.exists(c, c != 'JP')"
  because = "'confidential data would lie in ' + option.countries.join(', ')"
}
