constraint "independent-of" {
  doc     = "What watches a site must not share its fate: a service keeps off the sites of independent_of, also with one half of a hybrid."
  forbid  = "sets.intersects(service.independent_of, option.sites)"
  because = "'it must not share the fate of ' + option.sites.filter(s, s in service.independent_of).join(', ')"
}
