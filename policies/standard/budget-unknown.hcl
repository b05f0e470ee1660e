check "budget-unknown" {
  doc         = "A budget can be held only where the money of every service of the product is known. What cannot be decided or priced would otherwise count as free."
  over        = "product"
  severity    = "warning"
  when        = "has(product.budget)"
  require     = "has(product.money)"
  because     = "'its budget of %.0f %s a month cannot be held against anything: nobody can say what these would cost: '.format([product.budget, workspace.currency]) + product.unpriced.join(', ')"
  may_be_idle = true
}
