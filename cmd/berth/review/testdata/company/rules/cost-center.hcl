check "cost-center" {
  doc     = "Somebody pays: each team has a cost center."
  over    = "team"
  require = "team.cost_center != ''"
  because = "'nobody pays for ' + team.services.join(', ')"
}
