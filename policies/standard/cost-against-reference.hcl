policy "cost-against-reference" {
  criterion = "cost"
  doc       = <<-EOT
    R / (R + money): R is what the service would cost wholly at the workspace's
    reference_site, allowed there or not. 0.5 means as much as there, more means
    cheaper. So the score of an option does not depend on which other options
    there are. Where both are 0 the score is 0.5.
  EOT
  score     = "service.reference_money + option.money <= 0.0 ? 0.5 : service.reference_money / (service.reference_money + option.money)"
  because   = <<-EOT
    'costs %.0f %s a month, against %.0f at %s'.format([
      option.money, workspace.currency, service.reference_money, workspace.reference_site])
  EOT
}
