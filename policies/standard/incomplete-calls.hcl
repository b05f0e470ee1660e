check "incomplete-calls" {
  doc      = "A service says whether the calls it lists are all there is (calls = \"complete\"). Where others may exist that nobody has seen, a decision rests on less than it seems."
  over     = "service"
  severity = "info"
  require  = "service.calls_complete"
  because  = "service.calls.size() == 0 ? 'nobody says whom it calls' : 'it may call others than ' + service.calls.join(', ')"
}
