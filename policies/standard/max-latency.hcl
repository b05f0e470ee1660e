constraint "max-latency" {
  doc     = "A service runs only where the links to what it calls are as fast as the max_latency of its calls."
  forbid  = "option.slow_calls.size() > 0"
  because = "'the link to ' + option.slow_calls.join(', ') + ' is slower than the call allows'"
}
