check "unmeasured-calls" {
  doc         = "The traffic of every call of a service in production is measured or declared: a chatty service that moves away from what it calls shows in the money and in the score only then. Production is the environment prod or production, and all services where no environment is said."
  over        = "service"
  severity    = "warning"
  when        = "service.environment in ['', 'prod', 'production'] && service.calls.size() > 0"
  require     = "service.unmeasured_calls.size() == 0"
  because     = "'nobody has measured the traffic with ' + service.unmeasured_calls.join(', ')"
  may_be_idle = true
}
