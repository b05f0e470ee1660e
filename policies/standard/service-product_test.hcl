test "every service belongs to a product" {
  rule = "service-product"

  case "it does" {
    given = { "service.product" = "shop" }
    expect { passes = true }
  }

  case "it does not" {
    expect {
      passes  = false
      because = "it belongs to no product, so no team answers for it and no budget holds it"
    }
  }
}
