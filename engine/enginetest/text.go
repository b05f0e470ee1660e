package enginetest

// siteText takes the number of nodes in tokyo and the room for them.
const siteText = `workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
  weights = {
    scalability = 3, onprem_communication = 3, security = 4, cost = 3
    management_effort = 1, customization = 1, cloud_integration = 1
  }
}
rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "assumed"
}
site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
  node_pool "general" {
    nodes      = %d
    max_nodes  = %d
    cpu        = "64"
    memory     = "256Gi"
    reserved   = { cpu = "2", memory = "8Gi" }
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
    spare      = 1
  }
  storage_pool "ssd" {
    size    = "500Ti"
    per_gib = "20 JPY/GiB"
  }
  electricity  = "24 JPY/kWh"
  pue          = 1.5
  lead_time    = "240d"
  capabilities = ["privileged", "static-ip"]
  effort {
    per_service  = "4h/mo"
    per_stateful = "12h/mo"
  }
  internet {
    egress = "1.5 JPY/GiB"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.85
  }
  capabilities = ["identity-aware-proxy", "privileged"]
  effort {
    per_service  = "2h/mo"
    per_stateful = "3h/mo"
  }
  per_service = "2740 JPY/mo"
}
link "tokyo" "gke" {
  path        = "vpn"
  latency     = "6ms"
  bandwidth   = "10Gbps"
  monthly     = "0 JPY/mo"
  comfortable = "500Gi"
  egress      = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }
}
endpoint "user-db" {
  site = "tokyo"
}
endpoint "object-store" {
  site = "tokyo"
}
endpoint "bigquery" {
  site = "gke"
}
endpoint "stripe" {
  external = true
  country  = "US"
}
environment "prod" {
  default = true
}
`

const classes = `class "web" {
  security {
    data             = "internal"
    internet_transit = true
  }
}
class "api" {
  security {
    data             = "personal"
    internet_transit = false
    residency        = ["JP"]
  }
}
class "store" {
  stateful = true
  security {
    data             = "confidential"
    internet_transit = false
  }
}
class "batch" {
  job {
    interruptible = true
  }
}
class "internal" {
  needs = ["privileged"]
}
`

const prices = `price_book "gcp" {
  source   = "assumed"
  date     = "2026-10-01"
  currency = "USD"
  machine "e2-standard-8" {
    cpu       = "8"
    memory    = "32Gi"
    on_demand = "251.08 USD/mo"
    spot      = "100.4 USD/mo"
    commit1y  = "158.2 USD/mo"
    commit3y  = "113 USD/mo"
  }
  egress "internet" {
    tier {
      price = "0.12 USD/GiB"
    }
    tier {
      from  = "10Ti"
      price = "0.11 USD/GiB"
    }
  }
  disk "pd-ssd" {
    price = "0.221 USD/GiB"
  }
}
`
