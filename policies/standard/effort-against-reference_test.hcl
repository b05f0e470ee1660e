test "work weighs against the size of the service" {
  rule  = "effort-against-reference"
  given = { "workspace.hourly_rate" = 4000 }

  case "a few hours for a large service" {
    given = { "service.reference_money" = 100000, "option.hours" = 15 }
    expect {
      score   = 0.625
      because = "takes 15.0 hours of work a month, worth 60000 JPY"
    }
  }

  case "the same for a small one" {
    given = { "service.reference_money" = 4000, "option.hours" = 3 }
    expect {
      score   = 0.25
      because = "takes 3.0 hours of work a month, worth 12000 JPY"
    }
  }

  case "no hours" {
    given = { "service.reference_money" = 100000 }
    expect {
      score   = 1
      because = "takes 0.0 hours of work a month, worth 0 JPY"
    }
  }

  case "free at the reference" {
    given = { "option.hours" = 1 }
    expect { score = 0 }
  }

  case "nothing on both sides" {
    expect { score = 0.5 }
  }

  case "work that is worth nothing" {
    given = { "option.hours" = 2, "workspace.hourly_rate" = 0 }
    expect { score = 0.5 }
  }

  case "less than a coin on both sides" {
    given = { "service.reference_money" = 0.5, "option.hours" = 0.3, "workspace.hourly_rate" = 1 }
    expect { score = 0.625 }
  }
}
