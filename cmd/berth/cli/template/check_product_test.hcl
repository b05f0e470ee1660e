# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "within nine tenths" {
    given = { "product.budget" = 1000, "product.money" = 900 }
    expect {
      passes = true
    }
  }

  case "over nine tenths" {
    given = { "product.budget" = 1000, "product.money" = 901 }
    expect {
      passes  = false
      because = "901 of its budget of 1000"
    }
  }

  case "no budget" {
    given = { "product.money" = 901 }
    expect {
      applies = false
    }
  }

  case "money that nobody knows" {
    given = { "product.budget" = 1000 }
    expect {
      applies = false
    }
  }
}
