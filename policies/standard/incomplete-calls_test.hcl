test "a service says whether its calls are all there is" {
  rule = "incomplete-calls"

  case "they are" {
    given = { "service.calls_complete" = true }
    expect { passes = true }
  }

  case "there may be others" {
    given = { "service.calls" = ["queue", "user-db"] }
    expect {
      passes  = false
      because = "it may call others than queue, user-db"
    }
  }

  case "there may be others than one" {
    given = { "service.calls" = ["queue"] }
    expect {
      passes  = false
      because = "it may call others than queue"
    }
  }

  case "none is known" {
    expect {
      passes  = false
      because = "nobody says whom it calls"
    }
  }
}
