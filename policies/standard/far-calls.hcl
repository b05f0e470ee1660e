check "far-calls" {
  doc         = "A service would run beside what it talks with: of its traffic, no more than ten times what a link carries comfortably crosses between sites. A decision weighs this already; the check is for what a pin, a rule or a weight moves against it."
  over        = "service"
  when        = "has(service.crossing_gib) && has(service.comfortable_gib)"
  require     = "service.crossing_gib <= 10.0 * service.comfortable_gib"
  because     = "'on %s, %.0f GiB a month with what it talks to would cross between sites; %.0f are comfortable'.format([service.goes_to.join('+'), service.crossing_gib, service.comfortable_gib])"
  may_be_idle = true
}
