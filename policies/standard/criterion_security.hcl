criterion "security" {
  doc = "How well the data is protected beyond what the constraints demand."
}
