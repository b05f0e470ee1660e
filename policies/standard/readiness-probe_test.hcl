test "a container says when it is ready" {
  rule  = "readiness-probe"
  given = { "service.images" = ["api:1.0"] }

  case "it does" {
    given = { "service.probed" = true }
    expect { passes = true }
  }

  case "it does not" {
    expect {
      passes  = false
      because = "no readiness probe is declared: copies that still start would be sent visitors"
    }
  }

  case "a job" {
    given = { "service.job" = true }
    expect { applies = false }
  }

  case "manifests say what runs" {
    given = { "service.manifests" = true }
    expect { applies = false }
  }

  case "no container is described" {
    given = { "service.images" = [] }
    expect { applies = false }
  }
}
