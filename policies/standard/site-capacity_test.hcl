test "what would run on own servers fits there" {
  rule  = "site-capacity"
  given = { "site.kind" = "onprem", "site.cores" = 100, "site.cores_needed" = 100 }

  case "it just fits" {
    expect { passes = true }
  }

  case "there is room to spare" {
    given = { "site.cores_needed" = 60 }
    expect { passes = true }
  }

  case "it does not fit" {
    given = { "site.cores_needed" = 101 }
    expect {
      passes  = false
      because = "what would run there needs 101 cores at its 99th percentiles; its nodes can give 100"
    }
  }

  case "a cloud" {
    given = { "site.kind" = "cloud" }
    expect { applies = false }
  }

  case "nobody knows what there is" {
    given = { "site.cores" = "absent" }
    expect { applies = false }
  }

  case "nobody knows what is needed" {
    given = { "site.cores_needed" = "absent" }
    expect { applies = false }
  }
}
