criterion "management_effort" {
  doc    = "How many hours of work the service takes a month, valued at the workspace's hourly rate."
  priced = true
}
