# Imported from Compose: 6 services and 2 endpoints.
# A Compose file says what runs on one machine. It does not say how much traffic there is, how much
# calls carry, how large volumes are, or what else a service calls: this is "unknown" here or a
# comment, and not nothing. Put in what you measure.

endpoint "pay-example-com" {
  # pay.example.com, outside of the Compose file.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

endpoint "sentry-io" {
  # sentry.io, outside of the Compose file.
  # Set country = "…" where residency matters, or site = "…" instead of external if it stands at
  # one of yours.
  external = true
}

service "api" {
  # Compose service api in compose.yaml.
  # The folder or file api of its host is mounted as /app: where it keeps data there, say stateful =
  # true and add a volume.
  # What it keeps in /cache has no name and is lost with its container.
  # Stateful because it may write to a volume.
  # Not read, so what it names is unknown: env_file local.env.
  # Taken from the environment of whoever starts it, so what they name is unknown: LOG_LEVEL.
  # Its secrets are not read, so what they name is unknown.
  runs_on  = "tokyo"
  stateful = true
  # It calls metrics.internal (variable STATSD_HOST of api.env). Where that stands is not said: add
  # an endpoint with its site, and a call to it.
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    image = "python:3.13"
  }
  replica {
    # The limit of cpu; nothing is reserved.
    cpu = "500m"
    # No reservation and no limit of memory is written: measure it.
    memory = "unknown"
  }
  replicas {
    # The file does not say how many; Compose then runs 1.
    min = 1
    max = 1
  }
  volume "uploads" {
    # Compose does not say its size: say what it has today.
    # It is made outside of the file.
    size = "unknown"
  }
  call "cache" {
    # From links.
    sent     = "unknown"
    received = "unknown"
  }
  call "db" {
    # From variable DATABASE_HOST.
    sent     = "unknown"
    received = "unknown"
  }
  call "queue" {
    # From variable BROKER_URL.
    sent     = "unknown"
    received = "unknown"
  }
}

service "backup" {
  # Compose service backup in compose.yaml.
  runs_on = "tokyo"
  # It calls legacy (external_links). Where that stands is not said: add an endpoint with its site,
  # and a call to it.
  # It calls mainframe (extra_hosts). Where that stands is not said: add an endpoint with its site,
  # and a call to it.
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    # A variable without a value is missing in the image.
    image = "backup:"
  }
  replica {
    # No reservation and no limit of cpu is written: measure it.
    cpu = "unknown"
    # No reservation and no limit of memory is written: measure it.
    memory = "unknown"
  }
  replicas {
    # Switched off: the file asks for 0. Remove the service if it is gone for good.
    min = 0
    max = 1
  }
  volume "data" {
    # Compose does not say its size: say what it has today.
    # The service only reads it.
    # Used by db as well: say same_site where they must stay together.
    size = "unknown"
  }
  call "db" {
    # From argument --target.
    sent     = "unknown"
    received = "unknown"
  }
}

service "cache" {
  # Compose service cache in compose.yaml.
  runs_on = "tokyo"
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "redis:7"
  }
  replica {
    # No reservation and no limit of cpu is written: measure it.
    cpu = "unknown"
    # The limit of memory; nothing is reserved.
    memory = "64Mi"
  }
  replicas {
    # The file does not say how many; Compose then runs 1.
    min = 1
    max = 1
  }
}

service "db" {
  # Compose service db in compose.yaml.
  # Stateful because it may write to a volume.
  runs_on  = "tokyo"
  stateful = true
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "postgres:17"
    port  = 5432
  }
  replica {
    # The limit of cpu; nothing is reserved.
    cpu = "2"
    # No reservation and no limit of memory is written: measure it.
    memory = "unknown"
  }
  replicas {
    # The file does not say how many; Compose then runs 1.
    min = 1
    max = 1
  }
  volume "data" {
    # Compose does not say its size: say what it has today.
    # Used by backup as well: say same_site where they must stay together.
    size = "unknown"
  }
}

service "queue" {
  # Compose service queue in compose.yaml.
  runs_on = "tokyo"
  # No setting names a call. There may be calls all the same.
  calls = "partial"
  container {
    image = "rabbitmq:4"
  }
  replica {
    # It asks for a device (gpu nvidia): say resources = { … } with the name that your sites offer
    # it by.
    # No reservation and no limit of cpu is written: measure it.
    cpu = "unknown"
    # No reservation and no limit of memory is written: measure it.
    memory = "unknown"
  }
  replicas {
    # The file does not say how many; Compose then runs 1.
    min = 1
    max = 1
  }
}

service "web" {
  # Compose service web in compose.yaml.
  # Port 80 is published as 8080: where visitors come in there, add call "internet".
  # Perhaps it calls cache, which stands in depends_on.
  runs_on = "tokyo"
  # Settings name the calls below. There may be more that nobody wrote down.
  calls = "partial"
  container {
    image = "registry.example/web:1.2"
    port  = 80
    probe = "/healthz"
  }
  replica {
    # Reserved; the limit is 1.
    cpu = "250m"
    # Reserved; the limit is 256Mi.
    memory = "128Mi"
  }
  replicas {
    min = 3
    max = 3
  }
  call "api" {
    # From variable API_URL.
    sent     = "unknown"
    received = "unknown"
  }
  call "pay-example-com" {
    # From variable PAYMENTS.
    sent     = "unknown"
    received = "unknown"
  }
  call "sentry-io" {
    # From variable SENTRY_DSN.
    sent     = "unknown"
    received = "unknown"
  }
}
# left out: variables VERSION: they have no value and no default, and are taken as empty; give them with --env-file
# left out: service debug: it is of profile debug; give --profile debug to import it
