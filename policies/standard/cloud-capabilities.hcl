policy "cloud-capabilities" {
  criterion   = "cloud_integration"
  doc         = <<-EOT
    A service that needs what only a cloud has (identity-aware proxy, workload
    identity, managed certificates) works there as it was made to. The score is
    the share of its load that runs in the cloud. Where a site lacks a capability
    altogether, the constraint `needs` forbids it.
  EOT
  when        = "sets.intersects(service.needs, ['identity-aware-proxy', 'workload-identity', 'managed-certificates', 'cloud-load-balancer', 'cloud-storage'])"
  score       = "option.kind == 'cloud' ? 1.0 : (option.kind == 'hybrid' ? option.burst_share : 0.0)"
  because     = <<-EOT
    option.kind == 'cloud'
      ? 'runs where the cloud capabilities it needs are'
      : '%.0f %% of its load would run where the cloud capabilities it needs are'.format([
          option.kind == 'hybrid' ? 100.0 * option.burst_share : 0.0])
  EOT
  may_be_idle = true
}
