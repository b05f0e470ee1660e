# Teams and products that the talk does not have. All of it is assumed.
team "commerce" {
  group       = "oidc:dept-commerce"
  cost_center = "4300"
  owner       = "commerce-lead"
}

team "search" {
  group       = "oidc:dept-search"
  cost_center = "4400"
  owner       = "search-lead"
}

team "media" {
  group       = "oidc:dept-media"
  cost_center = "4500"
  owner       = "media-lead"
}

product "shop" {
  team = "commerce"
  budget {
    monthly = "40000 JPY/mo"
  }
}

product "overseas" {
  team = "commerce"
  budget {
    monthly = "15000 JPY/mo"
  }
}

product "search" {
  team = "search"
  budget {
    monthly = "60000 JPY/mo"
  }
}

product "media" {
  team = "media"
  budget {
    monthly = "120000 JPY/mo"
  }
}

product "analytics" {
  team = "ads"
  budget {
    monthly = "40000 JPY/mo"
  }
}
