test "a site that lists its environments takes no others" {
  rule  = "environment"
  given = { "option.sites" = ["tokyo"], "service.environment" = "prod" }

  case "another" {
    given = { "option.environments" = ["dev"] }
    expect {
      forbids = true
      because = "tokyo takes dev only; the service belongs to prod"
    }
  }

  case "two others, in both halves" {
    given = { "option.sites" = ["tokyo", "gke"], "option.environments" = ["dev", "test"] }
    expect {
      forbids = true
      because = "tokyo and gke take dev, test only; the service belongs to prod"
    }
  }

  case "a service of no environment" {
    given = { "option.environments" = ["dev"], "service.environment" = "" }
    expect {
      forbids = true
      because = "tokyo takes dev only; the service belongs to no environment"
    }
  }

  case "its own" {
    given = { "option.environments" = ["dev", "prod"] }
    expect { forbids = false }
  }

  case "all are welcome" {
    expect { forbids = false }
  }
}
