# talk: traffic rises sharply; does not communicate with on-prem. Decision: cloud.
service "pixiv-ads" {
  product = "ads"
  class   = "web"
  runs_on = "gke"

  container { # assumed
    image = "registry.example/ads:1.4.2"
    port  = 8080
    probe = "/healthz"
  }

  # Assumed: 15 cores and 30 GiB on average, peaks of 6.7 times, growth of 12 % a
  # month.
  replica {
    cpu                 = "1"
    memory              = "2Gi"
    requests_per_second = 40
  }

  replicas {
    min = 2
    max = 120
  }

  traffic {
    series = "traffic/pixiv-ads.csv"
    unit   = "requests/10m"
    zone   = "Asia/Tokyo"
  }

  # Assumed: what "does not communicate with on-prem" leaves is a warehouse in the
  # cloud. Without it, Ads would be a hybrid by any honest reckoning: the talk's
  # two facts do not tell it from Rendertron.
  calls = "complete"

  call "bigquery" {
    sent        = "1.5T"
    received    = "100G"
    max_latency = "200ms"
  }

  call "internet" {
    sent     = "2T"
    received = "200G"
  }
}
