# talk: communicates with on-prem; for security must not pass over the internet.
# Decision: on-prem.
service "airflow" {
  product  = "platform"
  runs_on  = "tokyo"
  stateful = true

  manifests = "deploy/airflow" # assumed

  # Assumed: 24 cores and 96 GiB on average, peaks of 3.3 times.
  replica {
    cpu    = "2"
    memory = "8Gi"
  }

  replicas {
    min = 3
    max = 45
  }

  traffic {
    series = "traffic/airflow.csv"
    unit   = "cores"
    zone   = "Asia/Tokyo"
  }

  effort = { tokyo = "8h/mo", gke = "6h/mo" } # assumed

  security {
    data             = "internal"
    internet_transit = false # talk
  }

  calls = "complete"

  call "user-db" {
    sent     = "1T"
    received = "20T"
  }
}
