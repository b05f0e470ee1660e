check "service-product" {
  doc      = "Every service belongs to a product: from it come its team, its budget and its weights."
  over     = "service"
  severity = "warning"
  require  = "service.product != ''"
  because  = "'it belongs to no product, so no team answers for it and no budget holds it'"
}
