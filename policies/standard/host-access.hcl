policy "host-access" {
  criterion   = "customization"
  doc         = <<-EOT
    A service that reaches below its container (privileged pods, host network,
    kernel modules, an own network plugin, fixed addresses) is served best by
    machines one may change. In a cloud it is possible but fights the provider's
    defaults and upgrades: 0.5, by opinion and not by measurement; a hybrid has
    that fight in its cloud half.
  EOT
  when        = "sets.intersects(service.needs, ['privileged', 'host-network', 'host-path', 'kernel-modules', 'custom-cni', 'static-ip'])"
  score       = "option.kind == 'onprem' ? 1.0 : 0.5"
  because     = <<-EOT
    option.kind == 'onprem'
      ? 'it reaches below its container, and the machines are our own'
      : 'it reaches below its container, where a provider sets the rules'
  EOT
  may_be_idle = true
}
