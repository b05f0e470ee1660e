test "links are as fast as the calls ask" {
  rule = "max-latency"

  case "one is slower" {
    given = { "option.slow_calls" = ["user-db"] }
    expect {
      forbids = true
      because = "the link to user-db is slower than the call allows"
    }
  }

  case "two are slower" {
    given = { "option.slow_calls" = ["queue", "user-db"] }
    expect {
      forbids = true
      because = "the link to queue, user-db is slower than the call allows"
    }
  }

  case "none is slower" {
    expect { forbids = false }
  }
}
