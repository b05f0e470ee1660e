check "far-calls-today" {
  doc         = "A service runs beside what it talks with, as far-calls says, where it is today. It may have been moved there by hand; a plan says whether it should go back."
  over        = "service"
  severity    = "warning"
  when        = "has(service.crossing_today_gib) && has(service.comfortable_today_gib)"
  require     = "service.crossing_today_gib <= 10.0 * service.comfortable_today_gib"
  because     = "'on %s, %.0f GiB a month with what it talks to cross between sites; %.0f are comfortable'.format([service.runs_on.join('+'), service.crossing_today_gib, service.comfortable_today_gib])"
  may_be_idle = true
}
