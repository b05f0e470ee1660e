test "every service says where it runs" {
  rule = "runs-on"

  case "on one site" {
    given = { "service.runs_on" = ["tokyo"] }
    expect { passes = true }
  }

  case "on two" {
    given = { "service.runs_on" = ["tokyo", "gke"] }
    expect { passes = true }
  }

  case "nobody knows" {
    expect {
      passes  = false
      because = "nobody says where it runs today"
    }
  }
}
