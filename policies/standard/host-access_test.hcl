test "own machines serve best what reaches below its container" {
  rule  = "host-access"
  given = { "service.needs" = ["privileged"] }

  case "on-prem" {
    given = { "option.kind" = "onprem" }
    expect {
      score   = 1
      because = "it reaches below its container, and the machines are our own"
    }
  }

  case "in the cloud" {
    given = { "option.kind" = "cloud" }
    expect {
      score   = 0.5
      because = "it reaches below its container, where a provider sets the rules"
    }
  }

  case "a hybrid" {
    given = { "option.kind" = "hybrid" }
    expect {
      score   = 0.5
      because = "it reaches below its container, where a provider sets the rules"
    }
  }
}

test "each need below the container counts" {
  rule = "host-access"

  case "host-network" {
    given = { "service.needs" = ["host-network"] }
    expect { applies = true }
  }

  case "host-path" {
    given = { "service.needs" = ["host-path"] }
    expect { applies = true }
  }

  case "kernel-modules" {
    given = { "service.needs" = ["kernel-modules"] }
    expect { applies = true }
  }

  case "custom-cni" {
    given = { "service.needs" = ["custom-cni"] }
    expect { applies = true }
  }

  case "static-ip beside another need" {
    given = { "service.needs" = ["gpu", "static-ip"] }
    expect { applies = true }
  }

  case "other needs" {
    given = { "service.needs" = ["identity-aware-proxy"] }
    expect { applies = false }
  }

  case "no needs" {
    expect { applies = false }
  }
}
