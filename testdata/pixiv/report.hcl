# Whose what the bills have is, and who used the machines; see month.md for two months
# of it that are worked out by hand. All numbers are assumed.

bill "gcp" {
  kind  = "focus"
  files = ["bills/gke-*.csv"]
  site  = "gke"
  names = ["tag:app"]

  assign "support" {
    match = { service = "Support" }
    team  = "infrastructure"
  }

  assign "tax" {
    match = { category = "Tax" }
    team  = "infrastructure"
  }
}

usage "tokyo" {
  from  = "csv"
  files = ["usage/tokyo.csv"]
}

usage "gke" {
  from  = "csv"
  files = ["usage/gke.csv"]
}

# The proxy authenticates the staff of three products.
share "iap" {
  by       = "weights"
  services = ["pixiv-ads", "pixiv-sketch", "vroid-hub"]
  weights  = { pixiv-ads = 2, pixiv-sketch = 1, vroid-hub = 1 }
}
