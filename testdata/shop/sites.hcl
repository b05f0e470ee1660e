workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "1000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  context   = "admin@tokyo"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 3
    spare      = 1
    max_nodes  = 6
    cpu        = "10"
    memory     = "40Gi"
    reserved   = { cpu = "1", memory = "4Gi" }
    in_use     = { cpu = "0", memory = "0" }
    purchase   = "600000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "1000 JPY/mo"
  }
  electricity = "10 JPY/kWh"
  pue         = 1
  effort {
    per_service = "2h/mo"
  }
  internet {
    egress = "1 JPY/GiB"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  context  = "prod-gke"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  per_service = "100 JPY/mo"
  effort {
    per_service = "1h/mo"
  }
  internet {
    egress = "20 JPY/GiB"
  }
}
link "tokyo" "gke" {
  path    = "vpn"
  latency = "5ms"
  monthly = "500 JPY/mo"
  egress  = { tokyo = "0 JPY/GiB", gke = "10 JPY/GiB" }
}
price_book "book" {
  source        = "test"
  date          = "2026-10-01"
  currency      = "JPY"
  cpu_to_memory = 8
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "12 JPY/h"
  }
}
endpoint "db" {
  site = "tokyo"
}
