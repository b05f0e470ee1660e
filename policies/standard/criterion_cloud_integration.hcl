criterion "cloud_integration" {
  doc = "How near the service stands to the cloud's own services that it uses."
}
