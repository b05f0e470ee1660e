constraint "unreachable" {
  doc     = "A service cannot run where no link leads to what it calls. Sites without a link between them are apart, not free of charge."
  forbid  = "option.unreachable_calls.size() > 0"
  because = "'no link leads from there to ' + option.unreachable_calls.join(', ')"
}
