# Where services can run, and how decisions are weighed. Every number here is an
# example: put your own in its place. "berth validate" says what is missing.

workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"   # the day it is seen from; ages and lives count from it
  reference_site = "gke"          # the yardstick of the cost scores
  cost_basis     = "fully_loaded" # or "marginal": what servers that are owned cost besides
  hourly_rate    = "6000 JPY/h"   # an engineer's hour

  # How much each criterion counts. What is not named counts 1.
  weights = {
    scalability          = 3
    onprem_communication = 3
    security             = 4
    cost                 = 3
  }
}

rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "example"
}

# Servers that are owned.
site "tokyo" {
  kind         = "onprem"
  provider     = "k0s"
  country      = "JP"
  electricity  = "24 JPY/kWh"
  pue          = 1.5
  lead_time    = "240d" # from the decision to buy a server until it runs
  capabilities = ["privileged", "static-ip"]

  node_pool "general" {
    nodes      = 6
    spare      = 1    # kept free, so that a failure fits
    cpu        = "64" # of one node, as are memory, reserved and upkeep
    memory     = "256Gi"
    reserved   = { cpu = "2", memory = "8Gi" }
    in_use     = { cpu = "200", memory = "700Gi" } # of the whole pool, today
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }
  effort {
    per_service  = "4h/mo"
    per_stateful = "8h/mo"
  }
  internet {
    egress = "1.5 JPY/GiB"
  }
}

# Servers that are rented.
site "gke" {
  kind         = "cloud"
  provider     = "gke"
  country      = "JP"
  project      = "example-prod"
  location     = "asia-northeast1"
  cluster      = "services"
  prices       = "example" # the price book below; "berth prices import" writes a real one
  per_service  = "2740 JPY/mo"
  capabilities = ["identity-aware-proxy"]

  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.85 # the share of a node that pods can really use
  }
  effort {
    per_service  = "2h/mo"
    per_stateful = "3h/mo"
  }
}

link "tokyo" "gke" {
  path         = "internet" # or "vpn", "interconnect"
  latency      = "6ms"
  comfortable  = "500Gi" # a month that cross without anybody caring
  egress       = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }
  split_effort = "2h/mo" # for a service that runs on both
}
