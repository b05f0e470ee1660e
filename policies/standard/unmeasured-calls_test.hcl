test "the traffic of calls in production is known" {
  rule  = "unmeasured-calls"
  given = { "service.calls" = ["store", "queue"] }

  case "of all" {
    expect { passes = true }
  }

  case "not of one, in prod" {
    given = { "service.environment" = "prod", "service.unmeasured_calls" = ["store"] }
    expect {
      passes  = false
      because = "nobody has measured the traffic with store"
    }
  }

  case "not of two, in production" {
    given = { "service.environment" = "production", "service.unmeasured_calls" = ["queue", "store"] }
    expect {
      passes  = false
      because = "nobody has measured the traffic with queue, store"
    }
  }

  case "not of the only one, where no environment is said" {
    given = { "service.calls" = ["store"], "service.unmeasured_calls" = ["store"] }
    expect { passes = false }
  }

  case "not of one, elsewhere" {
    given = { "service.environment" = "dev", "service.unmeasured_calls" = ["store"] }
    expect { applies = false }
  }

  case "it calls nothing" {
    given = { "service.calls" = [] }
    expect { applies = false }
  }
}
