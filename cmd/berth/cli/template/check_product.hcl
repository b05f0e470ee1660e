# A check says what must hold for each product. "berth check" says where it does not.
# "berth policy vars" lists what its expressions may read and call.

check "NAME" {
  doc         = "Say in a sentence or two what must hold, and why."
  over        = "product"                                   # or service, team, site, fleet
  severity    = "warning"                                   # or error, info
  when        = "has(product.budget) && has(product.money)" # leave it out to look at all
  require     = "product.money <= product.budget * 0.9"
  because     = "'it would cost %.0f of its budget of %.0f'.format([product.money, product.budget])"
  may_be_idle = true # without it, a check that applies to nothing is refused
}
