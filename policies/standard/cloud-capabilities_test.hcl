test "what only a cloud has works as well as the share of the load that runs there" {
  rule  = "cloud-capabilities"
  given = { "service.needs" = ["identity-aware-proxy"] }

  case "on-prem" {
    given = { "option.kind" = "onprem" }
    expect {
      score   = 0
      because = "0 % of its load would run where the cloud capabilities it needs are"
    }
  }

  case "in the cloud" {
    given = { "option.kind" = "cloud" }
    expect {
      score   = 1
      because = "runs where the cloud capabilities it needs are"
    }
  }

  case "a hybrid" {
    given = { "option.kind" = "hybrid", "option.burst_share" = 0.25 }
    expect {
      score   = 0.25
      because = "25 % of its load would run where the cloud capabilities it needs are"
    }
  }
}

test "each capability that only a cloud has counts" {
  rule = "cloud-capabilities"

  case "workload-identity" {
    given = { "service.needs" = ["workload-identity"] }
    expect { applies = true }
  }

  case "managed-certificates" {
    given = { "service.needs" = ["managed-certificates"] }
    expect { applies = true }
  }

  case "cloud-load-balancer" {
    given = { "service.needs" = ["cloud-load-balancer"] }
    expect { applies = true }
  }

  case "cloud-storage beside another need" {
    given = { "service.needs" = ["privileged", "cloud-storage"] }
    expect { applies = true }
  }

  case "other needs" {
    given = { "service.needs" = ["privileged"] }
    expect { applies = false }
  }

  case "no needs" {
    expect { applies = false }
  }
}
