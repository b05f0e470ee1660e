# Imported from Score: 2 services and 3 endpoints.
# Score says what a workload runs and which resources it needs. It does not say how many copies run,
# how much traffic there is, how much calls carry, or where resources stand: this is "unknown" here
# or a comment, and not nothing. Put in what you measure.

endpoint "api-db" {
  # Resource db of workload api, of type postgres.
  site = "tokyo"
}

endpoint "pay-example-com" {
  # pay.example.com, outside of the Score files.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

endpoint "redis-sessions-large" {
  # Resource sessions of type redis, which workloads may share and class large.
  site = "tokyo"
}

service "api" {
  # Workload api in shop.yaml.
  # Score does not say how many copies run: add replicas { min = … }.
  # Its image is "." in Score: whoever deploys it says which.
  # Stateful because it may write to a volume.
  runs_on  = "gke"
  stateful = true
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  # No image is said that can be told.
  replica {
    # No request and no limit of cpu is written: measure it.
    cpu = "unknown"
    # No request and no limit of memory is written: measure it.
    memory = "unknown"
  }
  volume "files" {
    # The size that params of its resource ask for.
    size = "20Gi"
  }
  call "api-db" {
    # From resource db.
    sent     = "unknown"
    received = "unknown"
  }
  call "redis-sessions-large" {
    # From resource sessions.
    sent     = "unknown"
    received = "unknown"
  }
}

service "web" {
  # Workload web in shop.yaml.
  # Score does not say how many copies run: add replicas { min = … }.
  # Resource lost is a port of another workload, and does not say which.
  # Resource dns gives it a name for visitors.
  runs_on = "gke"
  # It calls kafka.internal (argument --events of container main). Where that stands is not said:
  # add an endpoint with its site, and a call to it.
  # It calls workload mail (resource mail; not among the files). Where that stands is not said: add
  # an endpoint with its site, and a call to it.
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    # Port www of 2 ports.
    # Container main of 2.
    image = "registry.example/web:1"
    port  = 8080
    probe = "/ready"
  }
  replica {
    # The sum of containers main, proxy.
    # The limit of cpu of container proxy, which asks for nothing.
    cpu = "600m"
    # The limit of memory of container proxy, which asks for nothing.
    memory = "269435.456k"
  }
  volume "certs" {
    # Score does not say its size: say what it has today.
    size = "unknown"
  }
  call "api" {
    # From resource api; variable MIRROR_HOST of container main.
    sent     = "unknown"
    received = "unknown"
  }
  call "internet" {
    # From resource route.
    sent     = "unknown"
    received = "unknown"
  }
  call "pay-example-com" {
    # From variable PAYMENTS_URL of container main.
    sent     = "unknown"
    received = "unknown"
  }
  call "redis-sessions-large" {
    # From resource sessions.
    sent     = "unknown"
    received = "unknown"
  }
}
