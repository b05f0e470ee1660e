test "every capability that is needed is there" {
  rule  = "needs"
  given = { "option.sites" = ["tokyo"] }

  case "one of two is missing" {
    given = { "service.needs" = ["gpu", "static-ip"], "option.capabilities" = ["privileged", "static-ip"] }
    expect {
      forbids = true
      because = "tokyo lacks gpu, which the service needs"
    }
  }

  case "a half lacks one of two" {
    given = {
      "option.sites"        = ["tokyo", "gke"]
      "service.needs"       = ["gpu", "ssd"]
      "option.capabilities" = ["ssd"]
    }
    expect {
      forbids = true
      because = "the service needs gpu in both halves; tokyo and gke do not both have it"
    }
  }

  case "all are there" {
    given = { "service.needs" = ["static-ip"], "option.capabilities" = ["privileged", "static-ip"] }
    expect { forbids = false }
  }

  case "nothing is needed" {
    expect { forbids = false }
  }
}
