criterion "cost" {
  doc    = "What the service costs a month, against what it would cost wholly at the reference site."
  priced = true
}
