criterion "scalability" {
  doc = "Whether there is capacity when the load grows: by its trend until new servers can run, and within minutes when it jumps."
}
