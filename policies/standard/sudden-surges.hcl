policy "sudden-surges" {
  criterion   = "scalability"
  doc         = <<-EOT
    A load that more than doubles within ten minutes leaves no time to free a
    server: the capacity must be there or be rented. The need is the mean plus
    the sharpest rise that was seen, which the 99th percentile can miss, as an
    hour a week is less than one part in a hundred. Gentler loads are left to
    elastic-capacity.
  EOT
  when        = "has(service.surge_10m) && service.surge_10m > 1.0"
  score       = "option.elastic || service.mean_cores <= 0.0 ? 1.0 : min(1.0, option.headroom_cores / (service.mean_cores * (1.0 + service.surge_10m)))"
  because     = <<-EOT
    option.elastic
      ? 'capacity can be rented while the load rises'
      : 'the load has risen by %.1f times its mean within ten minutes, to about %.1f cores; %.1f are free'.format([
          service.surge_10m, service.mean_cores * (1.0 + service.surge_10m), option.headroom_cores])
  EOT
  may_be_idle = true
}
