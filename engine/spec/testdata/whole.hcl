# Every word of the language, once at least.
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31" # the day it is seen from
  reference_site = "gke"
  cost_basis     = "fully_loaded"
  hourly_rate    = "6000 JPY/h"
  point_value    = "2000 JPY/mo"
  weights = {
    scalability       = 3, onprem_communication = 3, security = 4, cost = 3
    management_effort = 1, customization = 1, cloud_integration = 1
  }
  disable = ["sudden-surges"]
  max_age = "3d"
  routing = "locality"
  lock {
    site = "tokyo"
  }
  report {
    zone      = "Asia/Tokyo"
    view      = "amortised"
    plans     = ["plans/*.json"]
    archive   = "reported"
    warehouse = "duckdb:bills.duckdb"
    close     = "5d"
  }
}

rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "finance, month end"
}

site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
  context  = "tokyo-admin"
  manage   = "cluster"
  window   = "Sat 02:00-06:00 Asia/Tokyo"
  node_pool "general" {
    nodes      = 14
    max_nodes  = 20
    cpu        = "64"
    memory     = "256Gi"
    resources  = { "nvidia.com/gpu" = "1", "example.com/card" = 2 }
    reserved   = { cpu = "2", memory = "8Gi" }
    in_use     = { cpu = "300500m", memory = "1Ti" }
    purchase   = "1900000 JPY"
    residual   = "100000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "0.45kW"
    upkeep     = "21000 JPY/mo"

    administration = "10h/mo"

    spare      = 1
    taints     = ["dedicated=batch:NoSchedule"]
    labels     = { zone = "a", "example.com/rack" = "" }
  }
  storage_pool "ssd" {
    size    = "100Ti"
    in_use  = "40T"
    price   = "90000 JPY/mo"
    per_gib = "20 JPY/GiB"
  }
  electricity  = "24 JPY/kWh"
  pue          = 1.5
  lead_time    = "240d"
  capabilities = ["privileged", "static-ip"]
  environments = ["prod"]
  effort {
    per_service  = "4h/mo"
    per_stateful = "12h/mo"
  }
  internet {
    egress = "1.5 JPY/GiB"
  }
  lock {
    site = "gke"
  }
  admit {
    groups = ["oidc:dept-infrastructure"]
    users  = ["berth-ci"]
  }
  k0s {
    version  = "v1.37.2+k0s.0"
    path     = ["v1.36.3+k0s.1"]
    config   = "k0s/cluster.yaml"
    base     = "k0s/base"
    overlays = ["k0s/tokyo"]
    host "cp1" {
      role              = "controller+worker"
      address           = "192.0.2.1"
      private_address   = "10.0.0.1"
      user              = "ops"
      port              = 22
      key_path          = "~/.ssh/id"
      host_key          = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      private_interface = "eth1"
      data_dir          = "/var/lib/k0s"
      install_flags     = ["--enable-metrics-scraper=true"]
      no_taints         = false
      environment       = { HTTPS_PROXY = "http://proxy.example:3128" }
      labels            = { a = "b" }
      taints            = ["x=y:NoSchedule"]
      pool              = "general"
    }
    options {
      drain_timeout = "5m"
      grace_period  = "30s"
      lose_scratch  = true
    }
  }
}

site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  project  = "example-prod"
  location = "asia-northeast1"
  cluster  = "services"
  prices   = "gcp-asia-northeast1"
  mode     = "standard"
  node_pool "web" {
    machine = "e2-standard-8"
    buy     = "on_demand"
    packing = 0.85
    autoscale {
      min = 1
      max = 5
    }
    disk_size       = "100Gi"
    disk_type       = "pd-balanced"
    service_account = "nodes@example-prod.iam.gserviceaccount.com"
  }
  gke {
    channel       = "regular"
    version       = "1.37"
    endpoint      = "dns"
    network       = "default"
    subnetwork    = "default"
    zones         = ["asia-northeast1-a"]
    private_nodes = true
    lose_scratch  = false
  }
  commitment "base" {
    cpu    = "100"
    memory = "400Gi"
    start  = "2026-01-01"
    term   = "1y"
    price  = "2000 USD/mo"
    owner  = "ads"
  }
  capabilities = ["identity-aware-proxy", "privileged"]
  effort {
    per_service  = "2h/mo"
    per_stateful = "3h/mo"
  }
  per_service = "2740 JPY/mo"
  internet {
    egress = "0.12 USD/GiB"
  }
}

link "tokyo" "gke" {
  path         = "internet"
  latency      = "6ms"
  bandwidth    = "1Gbps"
  monthly      = "0 JPY/mo"
  comfortable  = "500Gi"
  split_effort = "1h/mo"
  egress       = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }
}

price_book "gcp-asia-northeast1" {
  source        = "list"
  date          = "2026-10-01"
  currency      = "USD"
  region        = "asia-northeast1"
  cpu_to_memory = 7.46
  cluster_fee   = "73 USD/mo"
  machine "e2-standard-8" {
    cpu       = 8
    memory    = "32Gi"
    on_demand = "251.08 USD/mo"
    hour      = "0.344 USD/h"
    spot      = "100.4 USD/mo"
    commit1y  = "158.2 USD/mo"
    commit3y  = "113 USD/mo"
  }
  egress "internet" {
    tier {
      price = "0.12 USD/GiB"
    }
    tier {
      from  = "1Ti"
      price = "0.11 USD/GiB"
    }
  }
  disk "pd-ssd" {
    price = "0.221 USD/GiB"
  }
  autopilot {
    cpu         = "41.6 USD/mo"
    memory      = "4.6 USD/mo"
    spot_cpu    = "12.5 USD/mo"
    spot_memory = "1.4 USD/mo"
  }
}

endpoint "user-db" {
  site = "tokyo"
}
endpoint "bigquery" {
  site = "gke"
}
endpoint "stripe" {
  external = true
  country  = "US"
}

team "ads" {
  group       = "oidc:dept-ads"
  cost_center = "4100"
  owner       = "ads-lead"
}
environment "prod" {
  default = true
}
class "web" {
  security {
    data             = "internal"
    internet_transit = true
  }
}
product "ads" {
  team        = "ads"
  delivery    = "gitops"
  folder      = "deploy/ads"
  weights     = { cost = 5 }
  point_value = "1000 JPY/mo"
  budget {
    monthly = "900000 JPY/mo"
  }
}

metrics "prom" {
  kind        = "prometheus"
  url         = "https://prometheus.example"
  window      = "35d"
  step        = "5m"
  max_age     = "2d"
  timeout     = "30s"
  deadline    = "10m"
  sets        = ["kubernetes", "istio"]
  match       = { namespace = "ads" }
  queries     = { rate = "sum by (app) (rate(http_requests_total[5m]))" }
  labels      = { service = "app" }
  names       = { ads-v2 = "pixiv-ads" }
  headers     = { X-Scope-OrgID = "ads" }
  headers_env = { X-Token = "PROMETHEUS_TOKEN" }
  auth {
    user         = "berth"
    password_env = "PROMETHEUS_PASSWORD"
    ca           = "ca.pem"
    cert         = "berth.pem"
    key          = "berth-key.pem"
  }
}

metrics "thanos" {
  kind = "prometheus"
  url  = "https://thanos.example"
  auth {
    bearer_env = "THANOS_TOKEN"
  }
}

metrics "tokyo" {
  kind    = "kubernetes"
  context = "tokyo"
}

bill "gcp" {
  kind     = "gcp"
  files    = ["bills/*.csv"]
  site     = "gke"
  month    = "invoice"
  currency = "USD"
  names    = ["tag:app"]
  assign "office" {
    match = { account = "office" }
    team  = "ads"
  }
  assign "support" {
    match   = { service = "Support" }
    service = "pixiv-ads"
    site    = "gke"
  }
  assign "training" {
    match   = { sku = "Train*" }
    product = "ads"
  }
}

bill "warehouse" {
  kind  = "focus"
  table = "billing.focus"
  site  = "gke"
}

usage "tokyo" {
  from  = "opencost"
  files = ["usage/*.csv"]
  names = ["namespace"]
}

share "pixiv-ads" {
  by       = "weights"
  services = ["sketch"]
  products = ["ads"]
  weights  = { sketch = 1, ads = 2 }
  keep     = 0.5
}

service "pixiv-ads" {
  product     = "ads"
  class       = "web"
  environment = "prod"
  runs_on     = "gke"
  calls       = "complete"
  container {
    image = "registry.example/ads:1.4.2"
    port  = 8080
    probe = "/healthz"
    env   = { MODE = "prod", EMPTY = "" }
  }
  replica {
    cpu                 = "500m..1"
    memory              = "2Gi"
    resources           = {}
    requests_per_second = 40
  }
  replicas {
    min = 2
    max = 120
  }
  traffic {
    series = "traffic/pixiv-ads.csv"
    unit   = "requests/5m"
    column = "value"
    zone   = "Asia/Tokyo"
    trend  = "-3%/mo"
  }
  security {
    residency = ["JP"]
  }
  call "bigquery" {
    sent                = "1.5T"
    received            = "100G..1T"
    requests_per_second = 20
    max_latency         = "200ms"
  }
  call "internet" {
    sent = "unknown"
  }
  pin             = ["tokyo", "gke"]
  different_sites = ["airflow"]
  concurrency     = "many"
  visitors_enter  = "share"
  spillover       = ["./spill.sh", "--to", "cloud"]
  namespace       = "ads-web"
  rollout {
    deadline = "15m"
    drain    = "45s"
  }
  switch {
    route    = "gateway/ads"
    site     = "gke"
    backends = { tokyo = "ads-tokyo", gke = "ads-gke" }
    ramp     = [10, 50, 100]
    hold     = "90s"
    probe    = "https://ads.example/healthz"
  }
}

service "airflow" {
  stateful       = true
  manifests      = { tokyo = "deploy/tokyo", gke = "deploy/gke" }
  needs          = ["privileged"]
  independent_of = []
  effort         = { tokyo = "16h/mo" }
  same_site      = ["sketch"]
  tolerations    = ["dedicated=batch"]
  pool           = "general"
  volume "data" {
    size    = "200Gi"
    class   = "pd-ssd"
    move_by = "replication"
    mount   = "/var/lib/data"
  }
  job {
    schedule      = "0 3 * * *"
    duration      = "2h"
    parallelism   = 4
    busy_share    = 0.1
    deadline      = "6h"
    interruptible = true
    shiftable     = false
  }
  licence {
    per   = "core"
    price = "3000 JPY/mo"
  }
  latency_budget {
    calls = 30
    mean  = "20ms"
  }
  migration {
    hours    = "16h"
    data     = "500Gi"
    amortise = "12mo"
  }
}
service "sketch" {
  manifests = "deploy/sketch"
  switch {
    command = ["./switch.sh"]
  }
  traffic {
    like  = "pixiv-ads"
    ratio = 0.8
  }
}
service "vroid" {
  traffic {
    source = "prom"
    query  = "rps"
  }
}
service "print" {
  traffic {
    mean_rps = "5..8"
    p99_rps  = 30
    peak_rps = "unknown"
  }
  replica {
    requests_per_second = "unknown"
  }
}

criterion "cloud_integration" {
  doc     = "How near the service is to what only a cloud has."
  combine = "mean"
  priced  = false
}
policy "near-cloud" {
  criterion   = "cloud_integration"
  doc         = <<-EOT
    Text of several lines.

      One stands deeper, with "quotes" and $${signs}.
  EOT
  when        = "service.cloud_calls_gib > 0.0"
  score       = "option.kind == \"cloud\" ? 1.0 : 0.5"
  because     = "'%.0f GiB'.format([service.cloud_calls_gib])"
  may_be_idle = true
  replace     = true
}
constraint "no-night" {
  doc     = "No nights."
  forbid  = "false"
  because = "'never'"
  today   = false
  replace = false
}
check "budget" {
  doc         = "Budgets hold."
  over        = "product"
  severity    = "warning"
  when        = "true"
  require     = "true"
  because     = "'over budget'"
  may_be_idle = true
  replace     = false
}
exception "ads-budget" {
  check   = "budget"
  product = "ads"
  owner   = "ads-lead"
  reason  = "a launch"
  expires = "2027-01-31"
}
exception "ads-tag" {
  check   = "residency"
  service = "pixiv-ads"
  owner   = "ads-lead"
  reason  = "until the move"
  expires = "2027-01-31"
}
exception "ads-team" {
  check   = "owners"
  team    = "ads"
  owner   = "ads-lead"
  reason  = "being handed over"
  expires = "2027-01-31"
}
exception "tokyo-spare" {
  check   = "spare"
  site    = "tokyo"
  owner   = "ads-lead"
  reason  = "a server is being mended"
  expires = "2027-01-31"
}
