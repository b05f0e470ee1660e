# What is sold, and to whom.
service "storefront" {
  product = "shop"
  class   = "web"
  runs_on = "tokyo"

  container {
    image = "registry.example/storefront:8.1.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 60
  }

  replicas {
    min = 2
    max = 40
  }

  traffic {
    mean_rps = 300
    p99_rps  = 900
    trend    = "1%/mo"
  }

  calls = "complete"

  call "cart" {
    sent     = "300G"
    received = "900G"
  }

  call "search-api" {
    sent     = "50G"
    received = "400G"
  }

  call "internet" {
    sent     = "1T"
    received = "100G"
  }
}

service "cart" {
  product = "shop"
  class   = "web"
  runs_on = "tokyo"

  container {
    image = "registry.example/cart:3.0.2"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 80
  }

  replicas {
    min = 2
    max = 20
  }

  traffic {
    mean_rps = 200
    p99_rps  = 600
    trend    = "1%/mo"
  }

  calls = "complete"

  call "user-db" {
    sent     = "200G"
    received = "1T"
  }

  call "orders" {
    sent     = "100G"
    received = "300G"
  }
}

# Buyers' names and addresses stay in the country.
service "orders" {
  product  = "shop"
  runs_on  = "tokyo"
  stateful = true

  container {
    image = "registry.example/orders:5.4.1"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "1"
    memory              = "4Gi"
    requests_per_second = 50
  }

  replicas {
    min = 3
    max = 3
  }

  traffic {
    mean_rps = 60
    p99_rps  = 140
    trend    = "1%/mo"
  }

  volume "data" {
    size    = "200Gi"
    class   = "ssd"
    move_by = "replication"
  }

  security {
    data      = "personal"
    residency = ["JP"]
  }

  calls = "complete"

  call "user-db" {
    sent     = "100G"
    received = "2T"
  }
}

service "payments" {
  product = "shop"
  runs_on = "tokyo"

  container {
    image = "registry.example/payments:2.2.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 20
  }

  replicas {
    min = 2
    max = 10
  }

  traffic {
    mean_rps = 20
    p99_rps  = 60
    trend    = "1%/mo"
  }

  security {
    data             = "confidential"
    internet_transit = false
  }

  calls = "complete"

  call "orders" {
    sent     = "20G"
    received = "60G"
  }
}

service "invoices" {
  product = "shop"
  runs_on = "tokyo"

  container {
    image = "registry.example/invoices:1.7.3"
  }

  replica {
    cpu    = "2"
    memory = "4Gi"
  }

  job {
    schedule      = "0 17 * * *"
    busy_share    = 0.05
    interruptible = true
  }

  security {
    data      = "personal"
    residency = ["JP"]
  }

  calls = "complete"

  call "orders" {
    sent     = "1G"
    received = "600G"
  }
}

# Sold abroad by another company, whose buyers' data may not leave their country.
service "storefront-us" {
  product = "overseas"
  class   = "web"
  runs_on = "oregon"

  container {
    image = "registry.example/storefront-us:1.3.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "1Gi"
    requests_per_second = 60
  }

  replicas {
    min = 2
    max = 20
  }

  traffic {
    mean_rps = 40
    p99_rps  = 150
    trend    = "2%/mo"
  }

  security {
    data      = "personal"
    residency = ["US"]
  }

  calls = "complete"

  call "internet" {
    sent     = "200G"
    received = "20G"
  }
}
