# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "a steady load" {
    given = { "service.peak_to_mean" = 4 }
    expect {
      applies = false
    }
  }
  case "a load with peaks, where capacity is rented" {
    given = { "service.peak_to_mean" = 6, "option.elastic" = true }
    expect {
      score   = 1
      because = "6.0 times"
    }
  }
  case "a load with peaks, on machines that are there" {
    given = { "service.peak_to_mean" = 6 }
    expect {
      score = 0.5
    }
  }
}
