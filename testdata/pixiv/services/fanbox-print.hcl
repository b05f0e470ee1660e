# talk: decision on-prem, without a reason. The numbers are assumed.
service "fanbox-print" {
  product = "creators"
  class   = "web"
  runs_on = "tokyo"

  container { # assumed
    image = "registry.example/fanbox-print:2.7.0"
    port  = 8080
    probe = "/healthz"
  }

  # Assumed: 3 cores and 8 GiB on average, peaks of 3 times; it prints to
  # addresses, so its data is personal.
  replica {
    cpu                 = "750m"
    memory              = "2Gi"
    requests_per_second = 10
  }

  replicas {
    min = 2
    max = 20
  }

  traffic {
    series = "traffic/fanbox-print.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  security {
    data      = "personal"
    residency = ["JP"]
  }

  calls = "complete"

  call "user-db" {
    sent     = "200G"
    received = "2T"
  }
}
