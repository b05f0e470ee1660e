# talk: has spikes and was scaled by hand; communicates with on-prem. Afterwards
# it was scaled by itself, on fewer servers. Decision: on-prem.
service "vroid-hub" {
  product = "creators"
  class   = "web"
  runs_on = "tokyo"

  container { # assumed
    image = "registry.example/vroid-hub:4.3.1"
    port  = 3000
    probe = "/healthz"
  }

  # Assumed: 20 cores and 40 GiB on average, peaks of 4 times.
  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 25
  }

  replicas {
    min = 2
    max = 100
  }

  traffic {
    series = "traffic/vroid-hub.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  calls = "complete"

  call "user-db" {
    sent     = "500G"
    received = "8.5T"
  }

  call "internet" {
    sent     = "6T"
    received = "300G"
  }
}
