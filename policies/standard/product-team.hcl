check "product-team" {
  doc         = "Every product has a team. Without one nobody is asked before its services move, and nobody answers for its money."
  over        = "product"
  severity    = "warning"
  require     = "product.team != ''"
  because     = "'it names no team'"
  may_be_idle = true
}
