test "the load in production is known" {
  rule = "unknown-load"

  case "it is" {
    given = { "service.load_known" = true }
    expect { passes = true }
  }

  case "it is not, in prod" {
    given = { "service.environment" = "prod" }
    expect {
      passes  = false
      because = "its load is neither measured nor declared, so all that follows from it is a guess"
    }
  }

  case "it is not, in production" {
    given = { "service.environment" = "production" }
    expect { passes = false }
  }

  case "it is not, where no environment is said" {
    expect { passes = false }
  }

  case "it is not, elsewhere" {
    given = { "service.environment" = "dev" }
    expect { applies = false }
  }
}
