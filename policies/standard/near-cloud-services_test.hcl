test "half a point where as much traffic with cloud services crosses as is comfortable" {
  rule  = "near-cloud-services"
  given = { "service.cloud_calls_gib" = 2000, "option.comfortable_gib" = 500 }

  case "much crosses" {
    given = { "option.cloud_crossing_gib" = 1500 }
    expect {
      score   = 0.25
      because = "1500 GiB a month with cloud services would cross between sites; 500 are comfortable"
    }
  }

  case "just what is comfortable" {
    given = { "option.cloud_crossing_gib" = 500 }
    expect { score = 0.5 }
  }

  case "next to nothing crosses" {
    given = { "option.cloud_crossing_gib" = 0.5, "option.comfortable_gib" = 0.5 }
    expect {
      score   = 0.5
      because = "cloud services would cross between sites"
    }
  }

  case "something crosses, and nothing is comfortable" {
    given = { "option.cloud_crossing_gib" = 1, "option.comfortable_gib" = 0 }
    expect { score = 0 }
  }

  case "nothing crosses, and nothing is comfortable" {
    given = { "option.comfortable_gib" = 0 }
    expect {
      score   = 1
      because = "its traffic with cloud services stays in the cloud"
    }
  }
}

test "only who talks to cloud services is judged" {
  rule = "near-cloud-services"

  case "a little" {
    given = { "service.cloud_calls_gib" = 0.5 }
    expect { applies = true }
  }

  case "nothing" {
    expect { applies = false }
  }
}
