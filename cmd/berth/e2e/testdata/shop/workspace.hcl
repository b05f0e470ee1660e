# Two sites that cost the same for everything, so that what a plan does is what a
# test asks for with --pin. The tests write the services.

workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}

site "tokyo" {
  kind         = "onprem"
  provider     = "k0s"
  country      = "JP"
  context      = "tokyo"
  capabilities = ["privileged"]

  node_pool "general" {
    nodes      = 10
    cpu        = "16"
    memory     = "64Gi"
    purchase   = "600000 JPY"
    in_service = "2026-01-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "10000 JPY/mo"
  }
  electricity = "24 JPY/kWh"
  lead_time   = "240d"

  internet {
    egress = "1 JPY/GiB"
  }
}

site "gke" {
  kind         = "cloud"
  provider     = "gke"
  country      = "JP"
  project      = "example-shop"
  location     = "asia-northeast1"
  cluster      = "services"
  prices       = "example"
  context      = "gke"
  capabilities = ["privileged"]

  node_pool "web" {
    machine = "e2-standard-8"
  }

  internet {
    egress = "1 JPY/GiB"
  }
}

link "tokyo" "gke" {
  path      = "internet"
  latency   = "6ms"
  bandwidth = "10Gbps"
  egress    = { tokyo = "0 JPY/GiB", gke = "0 JPY/GiB" }
}

price_book "example" {
  source   = "example"
  date     = "2026-10-31"
  currency = "JPY"
  region   = "asia-northeast1"

  machine "e2-standard-8" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "50 JPY/h"
  }
}

team "shop" {
  owner = "shop-lead"
}

product "shop" {
  team = "shop"
}
