# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "another country" {
    given = { "service.security.data" = "confidential", "option.countries" = ["JP", "US"] }
    expect {
      forbids = true
      because = "JP, US"
    }
  }
  case "the country" {
    given = { "service.security.data" = "confidential", "option.countries" = ["JP"] }
    expect {
      forbids = false
    }
  }
  case "other data" {
    given = { "service.security.data" = "internal", "option.countries" = ["US"] }
    expect {
      forbids = false
    }
  }
}
