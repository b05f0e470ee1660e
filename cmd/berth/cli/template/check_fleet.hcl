# A check says what must hold for all services together. "berth check" says where it does not.
# "berth policy vars" lists what its expressions may read and call.

check "NAME" {
  doc         = "Say in a sentence or two what must hold, and why."
  over        = "fleet"            # or service, product, team, site
  severity    = "warning"          # or error, info
  when        = "has(fleet.money)" # leave it out to ask always
  require     = "fleet.money <= 5000000.0"
  because     = "'all services would cost %.0f %s a month'.format([fleet.money, workspace.currency])"
  may_be_idle = true # without it, a check that applies to nothing is refused
}
