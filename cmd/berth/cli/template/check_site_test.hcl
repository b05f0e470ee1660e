# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "a country we know" {
    given = { "site.kind" = "cloud", "site.country" = "JP" }
    expect {
      passes = true
    }
  }

  case "another country" {
    given = { "site.kind" = "cloud", "site.country" = "US" }
    expect {
      passes  = false
      because = "in US"
    }
  }

  case "machines of our own" {
    given = { "site.kind" = "onprem", "site.country" = "US" }
    expect {
      applies = false
    }
  }
}
