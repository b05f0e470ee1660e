test "half a point for as much as at the reference, more for less" {
  rule  = "cost-against-reference"
  given = { "workspace.reference_site" = "gke" }

  case "cheaper" {
    given = { "service.reference_money" = 100000, "option.money" = 60000 }
    expect {
      score   = 0.625
      because = "costs 60000 JPY a month, against 100000 at gke"
    }
  }

  case "as much" {
    given = { "service.reference_money" = 100000, "option.money" = 100000 }
    expect { score = 0.5 }
  }

  case "dearer" {
    given = { "service.reference_money" = 60000, "option.money" = 100000 }
    expect { score = 0.375 }
  }

  case "free here" {
    given = { "service.reference_money" = 100000, "option.money" = 0 }
    expect {
      score   = 1
      because = "costs 0 JPY a month, against 100000 at gke"
    }
  }

  case "free at the reference" {
    given = { "service.reference_money" = 0, "option.money" = 1 }
    expect { score = 0 }
  }

  case "less than a coin on both sides" {
    given = { "service.reference_money" = 0.5, "option.money" = 0.3 }
    expect { score = 0.625 }
  }

  case "free on both sides" {
    given = { "service.reference_money" = 0, "option.money" = 0 }
    expect {
      score   = 0.5
      because = "costs 0 JPY a month, against 0 at gke"
    }
  }
}
