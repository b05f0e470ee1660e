# talk: monitoring. Decision: cloud.
service "sentry" {
  product  = "monitoring"
  runs_on  = "gke"
  stateful = true

  manifests = "deploy/sentry" # assumed

  # Assumed: 24 cores and 96 GiB on average, peaks of 1.5 times. It watches what
  # runs in tokyo, so it must not fall with it.
  independent_of = ["tokyo"]

  replica {
    cpu    = "2"
    memory = "8Gi"
  }

  replicas {
    min = 3
    max = 24
  }

  traffic {
    series = "traffic/sentry.csv"
    unit   = "cores"
    zone   = "Asia/Tokyo"
  }

  effort = { tokyo = "40h/mo", gke = "8h/mo" } # assumed

  calls = "complete"
}
