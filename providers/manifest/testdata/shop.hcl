# Imported from Kubernetes manifests: 8 services and 4 endpoints, from file shop.yaml.
# Manifests say what a service asks for and what its settings name. They do not say how much traffic
# it has, how much its calls carry, how long its jobs take, or what else it calls: this is "unknown"
# here, and not nothing. Put in what you measure, and berth asks for what would settle a decision.

endpoint "api-stripe-com" {
  # api.stripe.com, outside of the manifests.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

endpoint "cache-example-org" {
  # cache.example.org, outside of the manifests.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

endpoint "smtp-mail-example-net" {
  # smtp.mail.example.net, outside of the manifests.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

endpoint "storage-googleapis-com" {
  # storage.googleapis.com, outside of the manifests.
  # An API of Google Cloud: give it your site there instead, if it must stay in one region.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

service "blog-web" {
  # Deployment blog/web in shop.yaml.
  # Called web in Kubernetes; others have that name, or it is none of the language.
  # Service web of type LoadBalancer lets in a private network, whose traffic is in no manifest.
  product = "shop"
  runs_on = "gke"
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    image = "registry.example/blog:1"
    port  = 3000
  }
  replica {
    # The request of cpu is 0, which says nothing of its use: measure it.
    cpu    = "unknown"
    memory = "100M"
  }
  replicas {
    # Switched off: the manifest asks for 0. Remove the service if it is gone for good.
    min = 0
    max = 1
  }
  call "shop-web" {
    # From env SHOP.
    sent     = "unknown"
    received = "unknown"
  }
}

service "cms" {
  # Deployment shop/cms in shop.yaml.
  product  = "shop"
  runs_on  = "gke"
  stateful = true
  # Strategy Recreate, and volume uploads can be written from one place only.
  concurrency = "one"
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    image = "registry.example/cms:1"
  }
  replica {
    # No request and no limit of cpu is written: measure it.
    cpu = "unknown"
    # No request and no limit of memory is written: measure it.
    memory = "unknown"
  }
  replicas {
    # The manifest does not say how many; Kubernetes then runs 1.
    # No HorizontalPodAutoscaler was read, so the most is what runs today.
    min = 1
    max = 1
  }
  volume "uploads" {
    # PersistentVolumeClaim uploads.
    size = "5Gi"
  }
  call "orders" {
    # From file nginx.conf of ConfigMap nginx.
    sent     = "unknown"
    received = "unknown"
  }
}

service "migrate" {
  # Job shop/migrate in shop.yaml.
  product = "shop"
  runs_on = "gke"
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "registry.example/migrate:1"
  }
  replica {
    # No request and no limit of cpu is written: measure it.
    cpu = "unknown"
    # No request and no limit of memory is written: measure it.
    memory = "unknown"
  }
  job {
    # It runs once: the manifest has no schedule.
    busy_share = "unknown"
    # How long a run takes is in no manifest.
    duration    = "unknown"
    parallelism = 4
  }
}

service "orders" {
  # Deployment shop/orders in shop.yaml.
  # Not read, so what they name is unknown: ConfigMap elsewhere (all of it); Secret orders (all of
  # it).
  product = "shop"
  runs_on = "gke"
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    # Container app; the pod has container exporter besides.
    image = "registry.example/orders:1"
    port  = 8080
  }
  replica {
    # The sum of containers app and exporter.
    # Container app: limits memory 1Gi; no request of memory, so Kubernetes requests the limit.
    # Container app: no request and no limit of cpu; the rest asks for 10m.
    cpu    = "unknown"
    memory = "1056Mi"
  }
  replicas {
    # The manifest does not say how many; Kubernetes then runs 1.
    # No HorizontalPodAutoscaler was read, so the most is what runs today.
    min = 1
    max = 1
  }
  call "orders-db" {
    # From env JDBC from ConfigMap orders of container app.
    sent     = "unknown"
    received = "unknown"
  }
  call "smtp-mail-example-net" {
    # From env MAIL from ConfigMap orders of container app.
    sent     = "unknown"
    received = "unknown"
  }
  call "storage-googleapis-com" {
    # From env STORAGE_ENDPOINT from ConfigMap orders of container app.
    sent     = "unknown"
    received = "unknown"
  }
}

service "orders-db" {
  # StatefulSet shop/orders-db in shop.yaml.
  # Stateful because it is a StatefulSet.
  product  = "shop"
  runs_on  = "gke"
  stateful = true
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "postgres:17"
    port  = 5432
  }
  replica {
    cpu    = "1500m"
    memory = "4Gi"
  }
  replicas {
    # No HorizontalPodAutoscaler was read, so the most is what runs today.
    min = 3
    max = 3
  }
  volume "data" {
    # Each replica has one of its own, of 100Gi; this is the size of all.
    size  = "300Gi"
    class = "ssd"
  }
}

service "recommend" {
  # Deployment shop/recommend in shop.yaml.
  product = "shop"
  runs_on = "gke"
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "registry.example/model:1"
  }
  replica {
    # Container model: limits cpu 4, memory 16Gi; no request of cpu and memory, so Kubernetes
    # requests the limit.
    cpu    = "4"
    memory = "16Gi"
    resources = {
      "nvidia.com/gpu" = "2"
    }
  }
  replicas {
    # The manifest does not say how many; Kubernetes then runs 1.
    # No HorizontalPodAutoscaler was read, so the most is what runs today.
    min = 1
    max = 1
  }
}

service "report" {
  # CronJob shop/report in shop.yaml.
  product = "shop"
  runs_on = "gke"
  # concurrencyPolicy Forbid: a run never begins beside another.
  concurrency = "one"
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    image = "registry.example/report:1"
  }
  replica {
    cpu    = "250m"
    memory = "1G"
  }
  job {
    # The hours of the schedule are those of Asia/Tokyo.
    schedule = "0 0 * * *"
    # How long a run takes is in no manifest.
    # Kubernetes stops it after 7200 s.
    duration    = "unknown"
    parallelism = 1
  }
  call "orders-db" {
    # From argument --db-host.
    sent     = "unknown"
    received = "unknown"
  }
}

service "shop-web" {
  # Deployment shop/web in shop.yaml.
  # Called web in Kubernetes; others have that name, or it is none of the language.
  # PodDisruptionBudget web: at least 50% of its pods stay up.
  # Not read, so what they name is unknown: Secret web (ADMIN_TOKEN).
  product = "shop"
  runs_on = "gke"
  # It calls 10.1.2.3 (env DB_DSN of container app). Where that stands is not said: add an endpoint
  # with its site, and a call to it.
  # It calls kafka-0.kafka (env BROKERS of container app). Where that stands is not said: add an
  # endpoint with its site, and a call to it.
  # It calls kafka-1.kafka (env BROKERS of container app). Where that stands is not said: add an
  # endpoint with its site, and a call to it.
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    # Container app; the pod has container proxy besides.
    image = "registry.example/web:2"
    port  = 8080
    probe = "/ready"
  }
  replica {
    # The sum of containers app and proxy.
    # Container app: limits cpu 1, memory 512Mi.
    # Init container warm-up asks for more than the containers that run after it.
    cpu    = "2"
    memory = "320Mi"
  }
  replicas {
    # From HorizontalPodAutoscaler web.
    # The Deployment itself says 5, which the autoscaler overrules.
    min = 3
    max = 12
  }
  call "api-stripe-com" {
    # From env PAYMENT_URL of container app.
    sent     = "unknown"
    received = "unknown"
  }
  call "cache-example-org" {
    # From env CACHE_ADDR of container app through Service cache; env CACHE_HOST of container app
    # through Service cache.
    sent     = "unknown"
    received = "unknown"
  }
  call "internet" {
    # From Ingress front.
    sent     = "unknown"
    received = "unknown"
  }
  call "orders" {
    # From argument --orders of container app.
    sent     = "unknown"
    received = "unknown"
  }
}
