# What the company's own rules say, of values and of its own services.

test "what talks a lot with on-prem systems stays beside them" {
  rule = "chatty"
  case "at the limit" {
    given = { "option.onprem_crossing_gib" = 5120 }
    expect {
      forbids = false
    }
  }
  case "over it" {
    given = { "option.onprem_crossing_gib" = 5121 }
    expect {
      forbids = true
      because = "5121 GiB a month with on-prem systems would cross"
    }
  }
}

test "each team has a cost center" {
  rule = "cost-center"
  case "one that has" {
    given = { "team.cost_center" = "4300" }
    expect {
      passes = true
    }
  }
  case "one that has not" {
    given = { "team.cost_center" = "", "team.services" = ["cart", "orders"] }
    expect {
      passes  = false
      because = "nobody pays for cart, orders"
    }
  }
}

test "a load that sleeps at night belongs where capacity is rented by the hour" {
  rule = "seasonal"
  case "awake all day" {
    given = { "service.daily_season" = 0.9 }
    expect {
      applies = false
    }
  }
  case "nobody knows" {
    given = { "service.daily_season" = "absent" }
    expect {
      applies = false
    }
  }
  case "asleep, on rented machines" {
    given = { "service.daily_season" = 0.91, "option.elastic" = true }
    expect {
      score   = 1
      because = "0.91"
    }
  }
  case "asleep, on machines of our own" {
    given = { "service.daily_season" = 0.91, "option.elastic" = false }
    expect {
      score = 0.95
    }
  }
}

test "payments keep off the internet" {
  service = "payments"
  expect {
    decision  = "tokyo"
    forbidden = { gke = ["no-internet-transit"] }
  }
}

test "search stays beside its index, unless it asks for little" {
  service = "search-api"
  case "as it is" {
    expect {
      decision  = "tokyo"
      forbidden = { gke = ["chatty"], oregon = ["unreachable"] }
      because   = { chatty = "5120 are the most" }
    }
  }
  case "with an index that answers briefly" {
    with {
      call "search-index" {
        sent     = "100G"
        received = "1T"
      }
    }
    expect {
      forbidden = { gke = [] }
    }
  }
}
