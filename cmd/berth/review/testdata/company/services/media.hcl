# Pictures: what is uploaded lies in the cloud, and what makes small ones of it is near.
service "thumbnails" {
  product = "media"
  class   = "web"
  runs_on = "gke"

  container {
    image = "registry.example/thumbnails:6.6.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 30
  }

  replicas {
    min = 2
    max = 60
  }

  traffic {
    mean_rps = 250
    p99_rps  = 900
    trend    = "3%/mo"
  }

  calls = "complete"

  call "originals" {
    sent     = "2T"
    received = "9T"
  }
}

service "image-proxy" {
  product = "media"
  class   = "web"
  runs_on = "gke"

  container {
    image = "registry.example/image-proxy:2.9.1"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 150
  }

  replicas {
    min = 2
    max = 60
  }

  traffic {
    mean_rps = 900
    p99_rps  = 2600
    trend    = "3%/mo"
  }

  calls = "complete"

  call "originals" {
    sent     = "100G"
    received = "6T"
  }

  call "internet" {
    sent     = "2T"
    received = "100G"
  }
}

service "transcoder" {
  product = "media"
  runs_on = "gke"

  container {
    image = "registry.example/transcoder:1.12.0"
  }

  replica {
    cpu    = "8"
    memory = "16Gi"
  }

  job {
    busy_share    = 0.2
    parallelism   = 3
    interruptible = true
  }

  calls = "complete"

  call "originals" {
    sent     = "1T"
    received = "4T"
  }
}
