check "team-owner" {
  doc         = "Every team names an owner: a person or a role that answers for its services."
  over        = "team"
  severity    = "warning"
  require     = "team.owner != ''"
  because     = "team.services.size() == 0 ? 'nobody is named as its owner' : 'nobody is named as its owner, who would answer for ' + team.services.join(', ')"
  may_be_idle = true
}
