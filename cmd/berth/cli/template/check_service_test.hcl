# Tests of NAME, for "berth test". What is not given has its documented default.

test "NAME says what it should" {
  rule = "NAME"

  case "volumes, and it says so" {
    given = { "service.environment" = "prod", "service.volumes" = 2, "service.stateful" = true }
    expect {
      passes = true
    }
  }

  case "volumes, and it does not say so" {
    given = { "service.environment" = "prod", "service.volumes" = 2 }
    expect {
      passes  = false
      because = "2 volumes"
    }
  }

  case "no volumes" {
    given = { "service.environment" = "prod" }
    expect {
      passes = true
    }
  }

  case "volumes, and no environment is said" {
    given = { "service.volumes" = 2 }
    expect {
      passes = false
    }
  }

  case "another environment" {
    given = { "service.environment" = "dev", "service.volumes" = 2 }
    expect {
      applies = false
    }
  }
}
