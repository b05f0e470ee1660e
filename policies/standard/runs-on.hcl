check "runs-on" {
  doc      = "Every service says where it runs today. Where it does not, no check can tell whether it runs in the wrong place, and a plan cannot tell a move from a start."
  over     = "service"
  severity = "info"
  require  = "service.runs_on.size() > 0"
  because  = "'nobody says where it runs today'"
}
