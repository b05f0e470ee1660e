policy "near-onprem-systems" {
  criterion   = "onprem_communication"
  doc         = <<-EOT
    A service belongs near the on-prem systems it talks to. The score is
    K / (K + GiB a month that would cross a link), both ways, with K the link's
    `comfortable`: half a point where K crosses, and no step anywhere that a
    health check could tip over. Visitors' traffic does not count.
  EOT
  when        = "service.onprem_calls_gib > 0.0"
  score       = "option.onprem_crossing_gib <= 0.0 ? 1.0 : option.comfortable_gib / (option.comfortable_gib + option.onprem_crossing_gib)"
  because     = <<-EOT
    option.onprem_crossing_gib <= 0.0
      ? 'its traffic with on-prem systems stays on-prem'
      : '%.0f GiB a month with on-prem systems would cross between sites; %.0f are comfortable'.format([
          option.onprem_crossing_gib, option.comfortable_gib])
  EOT
  may_be_idle = true
}
