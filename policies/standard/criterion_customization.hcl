criterion "customization" {
  doc = "How freely the machines underneath can be shaped for the service."
}
