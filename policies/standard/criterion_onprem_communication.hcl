criterion "onprem_communication" {
  doc    = "How much traffic with systems that stand on-prem would cross a link between sites, where it is slow and may cost money."
  priced = true
}
