service "api" {
  product   = "shop"
  calls     = "complete"
  runs_on   = "gke"
  container {
    image = "registry.example/api:1.0.0"
    port  = 8080
  }
  migration {
    hours    = "10h"
    amortise = "10mo"
  }
  call "store" {
    sent     = "30Gi"
    received = "5Gi"
  }
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
}
service "store" {
  product   = "shop"
  calls     = "complete"
  runs_on   = "tokyo"
  manifests = "deploy/store"
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
}
product "shop" {}
