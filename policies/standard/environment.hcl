constraint "environment" {
  doc     = "A site that lists its environments takes services of those only; in a hybrid, both sites do."
  forbid  = "option.environments.size() > 0 && !(service.environment in option.environments)"
  because = <<-EOT
    option.sites.join(' and ') + (option.sites.size() > 1 ? ' take ' : ' takes ') + option.environments.join(', ')
      + ' only; the service belongs to ' + (service.environment == '' ? 'no environment' : service.environment)
  EOT
}
