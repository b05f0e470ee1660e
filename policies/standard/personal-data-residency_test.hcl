test "personal data has countries to be in" {
  rule  = "personal-data-residency"
  given = { "service.data" = "personal" }

  case "one is named" {
    given = { "service.residency" = ["JP"] }
    expect { passes = true }
  }

  case "two are named" {
    given = { "service.residency" = ["DE", "FR"] }
    expect { passes = true }
  }

  case "none is named" {
    expect {
      passes  = false
      because = "it has personal data and names no country, so it may run in any"
    }
  }

  case "other data" {
    given = { "service.data" = "confidential" }
    expect { applies = false }
  }
}
