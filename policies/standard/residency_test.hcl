test "a service runs in the countries of its residency only" {
  rule = "residency"

  case "another country" {
    given = { "service.security.residency" = ["JP"], "option.countries" = ["US"] }
    expect {
      forbids = true
      because = "it would run in US; it may run only in JP"
    }
  }

  case "one half in another country" {
    given = { "service.security.residency" = ["DE", "JP"], "option.countries" = ["JP", "US"] }
    expect {
      forbids = true
      because = "it would run in US; it may run only in DE, JP"
    }
  }

  case "its country" {
    given = { "service.security.residency" = ["JP"], "option.countries" = ["JP"] }
    expect { forbids = false }
  }

  case "any country will do" {
    given = { "option.countries" = ["US"] }
    expect { forbids = false }
  }
}
