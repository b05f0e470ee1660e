exception "monitoring-until-new-year" {
  check   = "budget"
  product = "monitoring"
  owner   = "infrastructure-lead"
  reason  = "Sentry keeps twice the events until the old release is gone."
  expires = "2026-12-31"
}
