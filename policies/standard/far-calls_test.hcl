test "a service would run beside what it talks with" {
  rule  = "far-calls"
  given = { "service.goes_to" = ["tokyo", "gke"], "service.crossing_gib" = 5000, "service.comfortable_gib" = 500 }

  case "ten times what is comfortable" {
    expect { passes = true }
  }

  case "little" {
    given = { "service.crossing_gib" = 12 }
    expect { passes = true }
  }

  case "more" {
    given = { "service.crossing_gib" = 5001 }
    expect {
      passes  = false
      because = "on tokyo+gke, 5001 GiB a month with what it talks to would cross between sites; 500 are comfortable"
    }
  }

  case "nobody knows what crosses" {
    given = { "service.crossing_gib" = "absent" }
    expect { applies = false }
  }

  case "nobody knows what is comfortable" {
    given = { "service.comfortable_gib" = "absent" }
    expect { applies = false }
  }
}
