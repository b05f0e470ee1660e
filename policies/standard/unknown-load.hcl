check "unknown-load" {
  doc         = "The load of a service in production is measured or declared: without it nobody knows what it costs where, nor whether it fits. Production is the environment prod or production, and all services where no environment is said."
  over        = "service"
  severity    = "warning"
  when        = "service.environment in ['', 'prod', 'production']"
  require     = "service.load_known"
  because     = "'its load is neither measured nor declared, so all that follows from it is a guess'"
  may_be_idle = true
}
