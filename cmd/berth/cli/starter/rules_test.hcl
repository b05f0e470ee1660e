# Tests of rules.hcl, for "berth test".

# A rule, on values that are given to it.
test "somebody says what each product may cost" {
  rule = "product-budget"
  case "a product with a budget" {
    given = { "product.budget" = 100000 }
    expect {
      passes = true
    }
  }
  case "a product without" {
    given = { "product.budget" = "absent" }
    expect {
      passes  = false
      because = "nobody has said"
    }
  }
}

test "personal data lies on machines of our own" {
  rule = "own-machines"
  case "in a cloud" {
    given = { "service.security.data" = "personal", "option.kind" = "cloud" }
    expect {
      forbids = true
      because = "machines of a provider"
    }
  }
  case "on our own" {
    given = { "service.security.data" = "personal", "option.kind" = "onprem" }
    expect {
      forbids = false
    }
  }
  case "other data" {
    given = { "service.security.data" = "internal", "option.kind" = "cloud" }
    expect {
      forbids = false
    }
  }
}

# A service of the workspace, as it is and otherwise.
test "orders stay where they are" {
  service = "orders"
  case "as it is" {
    expect {
      decision  = "tokyo"
      forbidden = { gke = ["needs", "own-machines"] }
    }
  }
  case "without a fixed address" {
    with {
      needs = []
    }
    expect {
      decision  = "tokyo"
      forbidden = { gke = ["own-machines"] }
      because   = { own-machines = "machines of a provider" }
    }
  }
}
