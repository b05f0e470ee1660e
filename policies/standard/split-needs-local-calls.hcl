constraint "split-needs-local-calls" {
  doc     = "A service is not split if either half would call an endpoint, which cannot move, over an internet link: half of the requests would be slow and fail with the link."
  forbid  = "option.kind == 'hybrid' && option.fixed_internet_calls.size() > 0"
  because = "'one half would call ' + option.fixed_internet_calls.join(', ') + ' over the internet'"
}
