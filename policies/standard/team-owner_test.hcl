test "somebody answers for a team" {
  rule  = "team-owner"
  given = { "team.services" = ["api", "store"] }

  case "a person or a role is named" {
    given = { "team.owner" = "web-lead" }
    expect { passes = true }
  }

  case "nobody is" {
    expect {
      passes  = false
      because = "nobody is named as its owner, who would answer for api, store"
    }
  }

  case "nobody is, for one service" {
    given = { "team.services" = ["api"] }
    expect {
      passes  = false
      because = "who would answer for api"
    }
  }

  case "nobody is, for no service" {
    given = { "team.services" = [] }
    expect {
      passes  = false
      because = "nobody is named as its owner"
    }
  }
}
