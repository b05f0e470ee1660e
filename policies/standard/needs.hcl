constraint "needs" {
  doc     = "A service runs only where every capability it needs is there; in a hybrid, at both sites. What a service merely uses is a call, not a need."
  forbid  = "!sets.contains(option.capabilities, service.needs)"
  because = "option.sites.join(' and ') + (option.sites.size() > 1 ? ' together lack ' : ' lacks ') + service.needs.filter(n, !(n in option.capabilities)).join(', ') + ', which the service needs'"
}
