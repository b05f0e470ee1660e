test "every product has a team" {
  rule = "product-team"

  case "it has" {
    given = { "product.team" = "web" }
    expect { passes = true }
  }

  case "it has none" {
    expect {
      passes  = false
      because = "it names no team"
    }
  }
}
