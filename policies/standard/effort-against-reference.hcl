policy "effort-against-reference" {
  criterion = "management_effort"
  doc       = <<-EOT
    R / (R + hours x hourly_rate): R is what the service would cost wholly at the
    workspace's reference_site. Work weighs against the size of the service: ten
    hours a month are little for a large one and ruin a small one. Where both
    are 0 the score is 0.5.
  EOT
  score     = "service.reference_money + option.hours * workspace.hourly_rate <= 0.0 ? 0.5 : service.reference_money / (service.reference_money + option.hours * workspace.hourly_rate)"
  because   = <<-EOT
    'takes %.1f hours of work a month, worth %.0f %s'.format([
      option.hours, option.hours * workspace.hourly_rate, workspace.currency])
  EOT
}
