# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "a cost center" {
    given = { "team.cost_center" = "4100" }
    expect {
      passes = true
    }
  }

  case "none" {
    expect {
      passes  = false
      because = "no cost center"
    }
  }
}
