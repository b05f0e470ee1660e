# Two machines of the public list, as `berth prices import` writes them.
price_book "gcp-asia-northeast1" {
  source   = "https://github.com/Cyclenerd/google-cloud-pricing-cost-calculator"
  date     = "2025-07-31"
  currency = "USD"
  region   = "asia-northeast1"

  machine "e2-standard-4" {
    cpu       = "4"
    memory    = "16Gi"
    on_demand = "125.5099512 USD/mo"
    hour      = "0.17193144 USD/h"
    spot      = "50.20648 USD/mo"
  }

  machine "e2-standard-8" {
    cpu       = "8"
    memory    = "32Gi"
    on_demand = "251.0199024 USD/mo"
    hour      = "0.34386288 USD/h"
    spot      = "100.41296 USD/mo"
    commit1y  = "158.142528 USD/mo"
    commit3y  = "112.9589444 USD/mo"
  }

  # Assumed: the list is read for machines alone.
  disk "ssd" {
    price = "0.2 USD/GiB"
  }
}
