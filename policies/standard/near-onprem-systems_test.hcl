test "half a point where as much traffic with on-prem systems crosses as is comfortable" {
  rule  = "near-onprem-systems"
  given = { "service.onprem_calls_gib" = 2000, "option.comfortable_gib" = 500 }

  case "much crosses" {
    given = { "option.onprem_crossing_gib" = 1500 }
    expect {
      score   = 0.25
      because = "1500 GiB a month with on-prem systems would cross between sites; 500 are comfortable"
    }
  }

  case "just what is comfortable" {
    given = { "option.onprem_crossing_gib" = 500 }
    expect { score = 0.5 }
  }

  case "next to nothing crosses" {
    given = { "option.onprem_crossing_gib" = 0.5, "option.comfortable_gib" = 0.5 }
    expect {
      score   = 0.5
      because = "on-prem systems would cross between sites"
    }
  }

  case "something crosses, and nothing is comfortable" {
    given = { "option.onprem_crossing_gib" = 1, "option.comfortable_gib" = 0 }
    expect { score = 0 }
  }

  case "nothing crosses, and nothing is comfortable" {
    given = { "option.comfortable_gib" = 0 }
    expect {
      score   = 1
      because = "its traffic with on-prem systems stays on-prem"
    }
  }
}

test "only who talks to on-prem systems is judged" {
  rule = "near-onprem-systems"

  case "a little" {
    given = { "service.onprem_calls_gib" = 0.5 }
    expect { applies = true }
  }

  case "nothing" {
    expect { applies = false }
  }
}
