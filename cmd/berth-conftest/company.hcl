# Where the services of the comparison run. They are in products and services beside.
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}

environment "prod" {}
environment "lab" {}

site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 400
    spare      = 4
    cpu        = "64"
    memory     = "256Gi"
    in_use     = { cpu = "9000", memory = "30000Gi" }
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }
  storage_pool "ssd" {
    per_gib = "9 JPY/GiB"
  }
  electricity = "24 JPY/kWh"
  effort {
    per_service = "4h/mo"
  }
}

site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  effort {
    per_service = "2h/mo"
  }
}

site "iowa" {
  kind     = "cloud"
  provider = "gke"
  country  = "US"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  effort {
    per_service = "2h/mo"
  }
}

link "tokyo" "gke" {
  path   = "vpn"
  egress = { tokyo = "0 JPY/GiB", gke = "10 JPY/GiB" }
}
link "tokyo" "iowa" {
  path   = "vpn"
  egress = { tokyo = "0 JPY/GiB", iowa = "10 JPY/GiB" }
}
link "gke" "iowa" {
  path   = "vpn"
  egress = { gke = "10 JPY/GiB", iowa = "10 JPY/GiB" }
}

endpoint "user-db" {
  site = "tokyo"
}
endpoint "object-store" {
  site = "gke"
}

price_book "book" {
  source   = "made up"
  date     = "2026-10-01"
  currency = "JPY"
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "50 JPY/h"
  }
  disk "ssd" {
    price = "30 JPY/GiB"
  }
}
