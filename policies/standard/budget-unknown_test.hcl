test "a budget can be held against a sum" {
  rule  = "budget-unknown"
  given = { "product.budget" = 1000 }

  case "the sum is known" {
    given = { "product.money" = 5000 }
    expect { passes = true }
  }

  case "it is not" {
    given = { "product.unpriced" = ["api", "store"] }
    expect {
      passes  = false
      because = "its budget of 1000 JPY a month cannot be held against anything: nobody can say what these would cost: api, store"
    }
  }

  case "there is no budget" {
    given = { "product.budget" = "absent" }
    expect { applies = false }
  }
}
