# talk: renders pages for search engines; was in the cloud; does not communicate
# with on-prem; the cloud bill is to be cut. Decision: hybrid.
service "rendertron" {
  product = "platform"
  class   = "web"
  runs_on = "gke"

  container { # assumed
    image = "registry.example/rendertron:3.1.0"
    port  = 3000
    probe = "/_ah/health"
  }

  # Assumed: 60 cores and 120 GiB on average, peaks of 2.5 times.
  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 2
  }

  replicas {
    min = 2
    max = 200
  }

  traffic {
    series = "traffic/rendertron.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  calls = "complete"
}
