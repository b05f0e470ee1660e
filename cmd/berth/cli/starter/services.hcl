# Three services of different kinds. A number that nobody knows is "unknown", or a
# range such as "10G..2T"; berth then says whether it matters.

team "shop" {
  owner = "shop-lead"
}

product "shop" {
  team = "shop"
  budget {
    monthly = "100000 JPY/mo"
  }
}

# What holds for all services of a kind. A service may say otherwise.
class "web" {
  security {
    data             = "internal"
    internet_transit = true # calls may pass over the internet
  }
}

# What services call and what cannot move.
endpoint "user-db" {
  site = "tokyo"
}

service "frontend" {
  product = "shop"
  class   = "web"
  runs_on = "gke" # where it is today

  container {
    image = "registry.example/frontend:1.0.0"
    port  = 8080
    probe = "/healthz" # says when a copy is ready
  }
  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 40 # what one replica can take
  }
  replicas {
    min = 2
  }
  traffic { # or series = "traffic/frontend.csv" with its unit
    mean_rps = 300
    p99_rps  = 1500
    trend    = "3%/mo"
  }
  call "orders" {
    sent     = "200G" # a month, seen from the caller
    received = "400G"
  }
  call "internet" { # visitors
    sent = "2T"
  }
}

service "orders" {
  product  = "shop"
  runs_on  = "tokyo"
  stateful = true
  needs    = ["static-ip"] # a site without it is forbidden

  container {
    image = "registry.example/orders:1.0.0"
    port  = 8080
    probe = "/healthz"
  }
  replica {
    cpu    = "2"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
  volume "data" {
    size    = "200Gi"
    class   = "ssd"
    move_by = "replication" # how its data moves: or "copy", "backup"
  }
  security {
    data      = "personal"
    residency = ["JP"]
  }
  call "user-db" {
    sent     = "100G..500G" # somewhere between
    received = "1T"
  }
}

service "report" {
  product = "shop"

  container {
    image = "registry.example/report:1.0.0"
  }
  replica {
    cpu    = "4"
    memory = "16Gi"
  }
  job {
    schedule      = "0 3 * * *"
    busy_share    = 0.05 # of the month
    interruptible = true
  }
  call "orders" {
    sent     = "1G"
    received = "unknown" # nobody has measured it
  }
}
