# talk: k0s on own servers; a server takes a quote of a month and half a year of
# procurement, then set-up and tests. MetalLB gives addresses.
site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
  context  = "tokyo" # assumed

  # All numbers assumed.
  node_pool "general" {
    nodes      = 20
    max_nodes  = 24
    cpu        = "64"
    memory     = "256Gi"
    reserved   = { cpu = "2", memory = "8Gi" }
    in_use     = { cpu = "686", memory = "2400Gi" }
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
    spare      = 1
  }

  electricity  = "24 JPY/kWh"
  pue          = 1.5
  lead_time    = "240d" # talk: a month of quotes, half a year of procurement, set-up
  capabilities = ["privileged", "static-ip"]

  effort {
    per_service  = "4h/mo"
    per_stateful = "8h/mo"
  }

  internet {
    egress = "1.5 JPY/GiB"
  }
}

site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  project  = "example-prod"
  location = "asia-northeast1"
  cluster  = "services"
  context  = "gke" # assumed
  prices   = "gcp-asia-northeast1"

  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.85
  }

  node_pool "spot" {
    machine = "e2-standard-8"
    buy     = "spot"
    packing = 0.85
  }

  capabilities = ["identity-aware-proxy", "privileged"]

  effort {
    per_service  = "2h/mo"
    per_stateful = "6h/mo"
  }

  per_service = "2740 JPY/mo" # a forwarding rule

  internet {
    egress = "0.12 USD/GiB"
  }
}

link "tokyo" "gke" {
  path         = "internet"
  latency      = "6ms"
  bandwidth    = "1Gbps"
  comfortable  = "500Gi"
  egress       = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }
  split_effort = "2h/mo"
}

# What services call and what cannot move.
endpoint "user-db" {
  site = "tokyo"
}

endpoint "bigquery" {
  site = "gke"
}

endpoint "gitlab" {
  external = true
  country  = "US"
}
