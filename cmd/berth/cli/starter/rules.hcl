# Rules of your own, beside the standard ones: "berth policy list" names all that run,
# "berth policy vars" what a rule may read. Their tests are in rules_test.hcl.

# What must hold. "berth check" says where it does not.
check "product-budget" {
  doc      = "Somebody has said what each product may cost."
  over     = "product" # or service, team, site, fleet
  severity = "warning" # or error, info
  require  = "has(product.budget)"
  because  = "'nobody has said what it may cost'"
}

# Where a service must not run.
constraint "own-machines" {
  doc     = "Personal data lies on machines of our own."
  forbid  = "service.security.data == 'personal' && option.kind != 'onprem'"
  because = "'personal data would lie on machines of a provider'"
}
