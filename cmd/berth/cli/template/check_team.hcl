# A check says what must hold for each team. "berth check" says where it does not.
# "berth policy vars" lists what its expressions may read and call.

check "NAME" {
  doc      = "Say in a sentence or two what must hold, and why."
  over     = "team"    # or service, product, site, fleet
  severity = "warning" # or error, info
  require  = "team.cost_center != ''"
  because  = "'it names no cost center'"
}
