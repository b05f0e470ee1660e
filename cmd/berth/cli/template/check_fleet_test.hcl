# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "not too much" {
    given = { "fleet.money" = 5000000 }
    expect {
      passes = true
    }
  }

  case "too much" {
    given = { "fleet.money" = 5000001 }
    expect {
      passes  = false
      because = "5000001 JPY"
    }
  }

  case "money that nobody knows" {
    expect {
      applies = false
    }
  }
}
