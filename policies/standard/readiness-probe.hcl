check "readiness-probe" {
  doc         = "A service that berth describes by its container says how one sees that it is ready. Without a probe visitors reach copies that still start, in every roll-out and every move. Jobs are left out, and services whose manifests say what runs."
  over        = "service"
  severity    = "warning"
  when        = "!service.job && !service.manifests && service.images.size() > 0"
  require     = "service.probed"
  because     = "'no readiness probe is declared: copies that still start would be sent visitors'"
  may_be_idle = true
}
