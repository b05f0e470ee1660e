check "budget" {
  doc         = "A product costs no more than its budget: the money of its services where they would run, added up. Traffic between two of its services counts at both ends, so a product that is just over may be just under; a plan that is given says the exact sum."
  over        = "product"
  when        = "has(product.budget) && has(product.money)"
  require     = "product.money <= product.budget"
  because     = "'it would cost %.0f %s a month; its budget is %.0f'.format([product.money, workspace.currency, product.budget])"
  may_be_idle = true
}
