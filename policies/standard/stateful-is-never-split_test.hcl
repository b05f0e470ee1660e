test "what is one cannot be two" {
  rule  = "stateful-is-never-split"
  given = { "option.kind" = "hybrid" }

  case "state" {
    given = { "service.stateful" = true }
    expect {
      forbids = true
      because = "it keeps state, which two sites cannot share"
    }
  }

  case "a volume" {
    given = { "service.volumes" = 1 }
    expect {
      forbids = true
      because = "it has volumes, which two sites cannot share"
    }
  }

  case "a job" {
    given = { "service.job" = true }
    expect {
      forbids = true
      because = "it is a job, which runs in one place"
    }
  }

  case "a singleton" {
    given = { "service.singleton" = true }
    expect {
      forbids = true
      because = "two copies of it must never run"
    }
  }

  case "nothing of that" {
    expect { forbids = false }
  }

  case "all of that in one place" {
    given = {
      "option.kind"       = "onprem"
      "service.stateful"  = true
      "service.volumes"   = 2
      "service.job"       = true
      "service.singleton" = true
    }
    expect { forbids = false }
  }
}
