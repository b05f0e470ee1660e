# Example prices. "berth prices import" makes such a book of a public price list,
# with every machine of a region.
price_book "example" {
  source   = "example"
  date     = "2026-10-31"
  currency = "USD"
  region   = "asia-northeast1"

  machine "e2-standard-8" {
    cpu      = "8"
    memory   = "32Gi"
    hour     = "0.34 USD/h"
    spot     = "100 USD/mo"
    commit1y = "158 USD/mo"
  }
  egress "internet" {
    tier {
      from  = "0Gi"
      price = "0.12 USD/GiB"
    }
  }
  disk "ssd" {
    price = "0.2 USD/GiB"
  }
}
