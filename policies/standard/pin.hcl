constraint "pin" {
  doc     = "A service with a pin runs just there: at the one site it names, or split between the two. It says where the service shall run: where it runs today is no breach of it, but what is to be moved."
  forbid  = "service.pin.size() > 0 && !sets.equivalent(service.pin, option.sites)"
  because = "'it is pinned to ' + service.pin.join(' and ')"
  today   = false
}
