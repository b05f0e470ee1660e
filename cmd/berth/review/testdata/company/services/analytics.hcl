service "events" {
  product = "analytics"
  class   = "web"
  runs_on = "gke"

  container {
    image = "registry.example/events:9.0.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 300
  }

  replicas {
    min = 2
    max = 40
  }

  traffic {
    mean_rps = 1500
    p99_rps  = 5000
    trend    = "2%/mo"
  }

  calls = "complete"

  call "bigquery" {
    sent     = "4T"
    received = "40G"
  }
}

service "dashboards" {
  product = "analytics"
  class   = "web"
  runs_on = "gke"

  container {
    image = "registry.example/dashboards:1.1.0"
    port  = 3000
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 20
  }

  replicas {
    min = 1
    max = 4
  }

  traffic {
    mean_rps = 3
    p99_rps  = 12
    trend    = "0%/mo"
  }

  calls = "complete"

  call "bigquery" {
    sent     = "5G"
    received = "900G"
  }
}

service "rollups" {
  product = "analytics"
  runs_on = "gke"

  container {
    image = "registry.example/rollups:3.3.0"
  }

  replica {
    cpu    = "4"
    memory = "16Gi"
  }

  job {
    schedule      = "0 18 * * *"
    busy_share    = 0.08
    interruptible = true
  }

  calls = "complete"

  call "bigquery" {
    sent     = "10G"
    received = "2T"
  }
}
