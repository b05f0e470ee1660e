service "search-api" {
  product = "search"
  class   = "web"
  runs_on = "tokyo"

  container {
    image = "registry.example/search-api:12.0.4"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 100
  }

  replicas {
    min = 2
    max = 30
  }

  traffic {
    mean_rps = 500
    p99_rps  = 1400
    trend    = "1%/mo"
  }

  calls = "complete"

  call "search-index" {
    sent     = "1T"
    received = "12T"
  }
}

service "search-index" {
  product  = "search"
  runs_on  = "tokyo"
  stateful = true

  container {
    image = "registry.example/search-index:12.0.1"
    port  = 9200
    probe = "/healthz"
  }

  replica {
    cpu                 = "4"
    memory              = "24Gi"
    requests_per_second = 400
  }

  replicas {
    min = 3
    max = 3
  }

  traffic {
    mean_rps = 500
    p99_rps  = 1100
    trend    = "1%/mo"
  }

  volume "index" {
    size    = "400Gi"
    class   = "ssd"
    move_by = "replication"
  }

  security {
    data = "internal"
  }

  calls = "complete"

  call "user-db" {
    sent     = "50G"
    received = "2T"
  }
}

service "suggest" {
  product = "search"
  class   = "web"
  runs_on = "tokyo"

  container {
    image = "registry.example/suggest:4.4.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "2Gi"
    requests_per_second = 200
  }

  replicas {
    min = 2
    max = 20
  }

  traffic {
    mean_rps = 800
    p99_rps  = 2000
    trend    = "1%/mo"
  }

  calls = "complete"

  call "search-index" {
    sent     = "100G"
    received = "700G"
  }
}

service "crawler" {
  product = "search"
  runs_on = "gke"

  container {
    image = "registry.example/crawler:0.19.0"
  }

  replica {
    cpu    = "2"
    memory = "4Gi"
  }

  job {
    schedule      = "0 16 * * 6"
    busy_share    = 0.04
    parallelism   = 4
    interruptible = true
  }

  calls = "complete"

  call "internet" {
    sent     = "5G"
    received = "300G"
  }

  call "originals" {
    sent     = "20G"
    received = "400G"
  }
}
