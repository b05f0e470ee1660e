# A region abroad, for visitors abroad. All numbers are assumed.
price_book "gcp-us-west1" {
  source   = "assumed"
  date     = "2026-10-31"
  currency = "USD"
  region   = "us-west1"

  machine "e2-standard-8" {
    cpu       = "8"
    memory    = "32Gi"
    on_demand = "240 USD/mo"
    hour      = "0.33 USD/h"
  }

  disk "ssd" {
    price = "0.17 USD/GiB"
  }
}

site "oregon" {
  kind     = "cloud"
  provider = "gke"
  country  = "US"
  project  = "example-prod"
  location = "us-west1"
  cluster  = "overseas"
  prices   = "gcp-us-west1"

  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.85
  }

  # Nobody of the company is awake when it is looked after.
  effort {
    per_service  = "6h/mo"
    per_stateful = "16h/mo"
  }

  per_service = "2740 JPY/mo"

  internet {
    egress = "0.12 USD/GiB"
  }
}

link "gke" "oregon" {
  path        = "internet"
  latency     = "95ms"
  comfortable = "100Gi"
  egress      = { gke = "0.12 USD/GiB", oregon = "0.12 USD/GiB" }
}

endpoint "originals" {
  site = "gke"
}
