test "in production two copies run at least" {
  rule  = "single-copy"
  given = { "service.replicas_min" = 1 }

  case "one in prod" {
    given = { "service.environment" = "prod" }
    expect {
      passes  = false
      because = "as few as 1 may run; with the node of the last copy the service is gone"
    }
  }

  case "one in production" {
    given = { "service.environment" = "production" }
    expect { passes = false }
  }

  case "one where no environment is said" {
    expect { passes = false }
  }

  case "two" {
    given = { "service.replicas_min" = 2 }
    expect { passes = true }
  }

  case "three" {
    given = { "service.replicas_min" = 3 }
    expect { passes = true }
  }

  case "one elsewhere" {
    given = { "service.environment" = "dev" }
    expect { applies = false }
  }

  case "a job" {
    given = { "service.job" = true }
    expect { applies = false }
  }

  case "a singleton" {
    given = { "service.singleton" = true }
    expect { applies = false }
  }
}
