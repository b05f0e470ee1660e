test "a product costs no more than its budget" {
  rule  = "budget"
  given = { "product.budget" = 1000, "product.money" = 1000 }

  case "just as much" {
    expect { passes = true }
  }

  case "less" {
    given = { "product.money" = 999 }
    expect { passes = true }
  }

  case "more" {
    given = { "product.money" = 1200 }
    expect {
      passes  = false
      because = "it would cost 1200 JPY a month; its budget is 1000"
    }
  }

  case "nobody knows what it costs" {
    given = { "product.money" = "absent" }
    expect { applies = false }
  }

  case "it has no budget" {
    given = { "product.budget" = "absent" }
    expect { applies = false }
  }

  case "neither is known" {
    given = { "product.budget" = "absent", "product.money" = "absent" }
    expect { applies = false }
  }
}
