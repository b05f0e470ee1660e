test "sensitive data is safest on machines of our own" {
  rule = "sensitive-data"

  case "personal data on-prem" {
    given = { "service.security.data" = "personal", "option.kind" = "onprem" }
    expect {
      score   = 1
      because = "personal data stays on machines of our own"
    }
  }

  case "confidential data in the cloud" {
    given = { "service.security.data" = "confidential", "option.kind" = "cloud" }
    expect {
      score   = 0.6
      because = "confidential data would also be on machines of a provider"
    }
  }

  case "personal data in a hybrid" {
    given = { "service.security.data" = "personal", "option.kind" = "hybrid" }
    expect {
      score   = 0.6
      because = "personal data would also be on machines of a provider"
    }
  }

  case "internal data" {
    given = { "service.security.data" = "internal" }
    expect { applies = false }
  }

  case "public data" {
    given = { "service.security.data" = "public" }
    expect { applies = false }
  }
}
