check "single-copy" {
  doc         = "In production a service runs in two copies at least, so that one node can fail or be emptied unseen. Jobs, and what must never run twice, are left out. Production is the environment prod or production, and all services where no environment is said."
  over        = "service"
  severity    = "warning"
  when        = "service.environment in ['', 'prod', 'production'] && !service.job && !service.singleton"
  require     = "service.replicas_min >= 2"
  because     = "'as few as %d may run; with the node of the last copy the service is gone'.format([service.replicas_min])"
  may_be_idle = true
}
