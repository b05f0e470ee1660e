constraint "residency" {
  doc     = "A service with a residency runs only in the countries it names, with both halves of a hybrid."
  forbid  = "service.security.residency.size() > 0 && !sets.contains(service.security.residency, option.countries)"
  because = "'it would run in ' + option.countries.filter(c, !(c in service.security.residency)).join(', ') + '; it may run only in ' + service.security.residency.join(', ')"
}
