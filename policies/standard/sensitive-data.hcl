policy "sensitive-data" {
  criterion   = "security"
  doc         = <<-EOT
    Personal and confidential data is safest on machines that nobody else has
    access to. On-prem scores 1.0. A cloud is well kept, but more people and one
    more contract stand between: 0.6, by opinion and not by measurement. A
    hybrid has the data in both places and is no better than the weaker one.
    Replace this policy to hold another opinion.
  EOT
  when        = "service.security.data in ['personal', 'confidential']"
  score       = "option.kind == 'onprem' ? 1.0 : 0.6"
  because     = <<-EOT
    option.kind == 'onprem'
      ? service.security.data + ' data stays on machines of our own'
      : service.security.data + ' data would also be on machines of a provider'
  EOT
  may_be_idle = true
}
