constraint "needs" {
  doc     = "A service runs only where every capability it needs is there; in a hybrid, at both sites. What a service merely uses is a call, not a need."
  forbid  = "!sets.contains(option.capabilities, service.needs)"
  because = "option.sites.size() > 1 ? 'the service needs ' + service.needs.filter(n, !(n in option.capabilities)).join(', ') + ' in both halves; ' + option.sites.join(' and ') + ' do not both have it' : option.sites.join(', ') + ' lacks ' + service.needs.filter(n, !(n in option.capabilities)).join(', ') + ', which the service needs'"
}
