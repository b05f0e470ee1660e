# A check says what must hold for each site. "berth check" says where it does not.
# "berth policy vars" lists what its expressions may read and call.

check "NAME" {
  doc         = "Say in a sentence or two what must hold, and why."
  over        = "site"                 # or service, product, team, fleet
  severity    = "warning"              # or error, info
  when        = "site.kind == 'cloud'" # leave it out to look at all
  require     = "site.country in ['DE', 'JP']"
  because     = "'it stands in ' + site.country"
  may_be_idle = true # without it, a check that applies to nothing is refused
}
