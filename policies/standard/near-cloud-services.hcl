policy "near-cloud-services" {
  criterion   = "cloud_integration"
  doc         = <<-EOT
    A service belongs near the cloud services it talks to (a warehouse, a queue,
    object storage). The score is K / (K + GiB a month that would cross a link),
    as for on-prem systems.
  EOT
  when        = "service.cloud_calls_gib > 0.0"
  score       = "option.cloud_crossing_gib <= 0.0 ? 1.0 : option.comfortable_gib / (option.comfortable_gib + option.cloud_crossing_gib)"
  because     = <<-EOT
    option.cloud_crossing_gib <= 0.0
      ? 'its traffic with cloud services stays in the cloud'
      : '%.0f GiB a month with cloud services would cross between sites; %.0f are comfortable'.format([
          option.cloud_crossing_gib, option.comfortable_gib])
  EOT
  may_be_idle = true
}
