# The nine services of a talk by the infrastructure team of a Japanese company
# with a data centre of its own ("Migrating services to on-premises Kubernetes",
# 2024).
#
# The talk gives facts and decisions, no numbers. Lines marked "talk" are its
# facts; all numbers are assumed, chosen so that they could be those of such a
# company. The series in traffic/ are made by a seeded generator
# (engine/enginetest/pixiv.go), from the mean, peak and growth that each service
# states in a comment.

workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  cost_basis     = "fully_loaded"
  hourly_rate    = "6000 JPY/h" # assumed
  point_value    = "2000 JPY/mo"

  # What the month cost is told by Japan's clock, beside the plans that were made.
  report {
    zone  = "Asia/Tokyo"
    plans = ["plans/*.json"]
  }

  # Assumed; the criteria are the talk's.
  weights = {
    scalability          = 3
    onprem_communication = 3
    security             = 4
    cost                 = 3
    management_effort    = 1
    customization        = 1
    cloud_integration    = 1
  }
}

rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "assumed"
}

environment "prod" {
  default = true
}

team "infrastructure" {
  group       = "oidc:dept-infrastructure" # talk: permissions come from the department
  cost_center = "1000"
  owner       = "infrastructure-lead"
}

team "ads" {
  group       = "oidc:dept-ads"
  cost_center = "4100"
  owner       = "ads-lead"
}

team "creators" {
  group       = "oidc:dept-creators"
  cost_center = "4200"
  owner       = "creators-lead"
}

product "ads" {
  team = "ads"
  budget {
    monthly = "900000 JPY/mo"
  }
}

product "creators" {
  team = "creators"
  budget {
    monthly = "1200000 JPY/mo"
  }
}

product "platform" {
  team = "infrastructure"
  budget {
    monthly = "800000 JPY/mo"
  }
}

product "monitoring" {
  team = "infrastructure"
  # Assumed: nobody wants to be woken up by the monitoring itself.
  weights = {
    management_effort = 4
  }
  budget {
    monthly = "300000 JPY/mo"
  }
}

class "web" {
  security {
    data             = "internal"
    internet_transit = true
  }
}
