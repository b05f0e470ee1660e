# talk: decision on-prem, without a reason. The numbers are assumed.
service "pixiv-sketch" {
  product = "creators"
  class   = "web"
  runs_on = "tokyo"

  container { # assumed
    image = "registry.example/sketch:5.12.0"
    port  = 3000
    probe = "/healthz"
  }

  # Assumed: 30 cores and 60 GiB on average, peaks of 2.5 times.
  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 30
  }

  replicas {
    min = 2
    max = 100
  }

  traffic {
    series = "traffic/pixiv-sketch.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  calls = "complete"

  call "user-db" {
    sent     = "500G"
    received = "6T"
  }

  call "internet" {
    sent     = "10T"
    received = "500G"
  }
}
