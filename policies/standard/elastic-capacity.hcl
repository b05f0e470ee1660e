policy "elastic-capacity" {
  criterion = "scalability"
  doc       = <<-EOT
    Traffic that can outgrow the servers before new ones arrive belongs where
    capacity is rented. The need is the 99th percentile of CPU use, grown by the
    trend over the time it takes to buy a server; the score is the share of it
    that is free today. Capacity that can be rented within minutes scores 1, a
    hybrid's too, since what its base cannot carry goes to the cloud.
  EOT
  score     = "option.elastic || option.cores_needed_by_lead_time <= 0.0 ? 1.0 : min(1.0, option.headroom_cores / option.cores_needed_by_lead_time)"
  because   = <<-EOT
    option.elastic
      ? 'capacity can be rented within minutes'
      : 'needs %.1f cores before a server bought today would run, in %.1f months; %.1f are free'.format([
          option.cores_needed_by_lead_time, option.lead_time_months, option.headroom_cores])
  EOT
}
