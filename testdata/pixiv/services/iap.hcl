# talk: the proxy that authenticates staff. Decision: cloud.
service "iap" {
  product = "platform"
  class   = "web"
  runs_on = "gke"

  container { # assumed
    image = "registry.example/iap:1.9.3"
    port  = 8080
    probe = "/healthz"
  }

  # Assumed: 1 core and 1 GiB on average, peaks of 2 times. What it needs is the
  # cloud's own service.
  needs = ["identity-aware-proxy"]

  replica {
    cpu                 = "250m"
    memory              = "256Mi"
    requests_per_second = 50
  }

  replicas {
    min = 2
    max = 10
  }

  traffic {
    series = "traffic/iap.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  calls = "complete"
}
