test "calls keep off the internet where the service says so" {
  rule = "no-internet-transit"

  case "one would pass over it" {
    given = { "service.security.internet_transit" = false, "option.internet_calls" = ["user-db"] }
    expect {
      forbids = true
      because = "calls to user-db would pass over the internet, which the service forbids"
    }
  }

  case "two would" {
    given = { "service.security.internet_transit" = false, "option.internet_calls" = ["queue", "user-db"] }
    expect {
      forbids = true
      because = "calls to queue, user-db would pass over the internet"
    }
  }

  case "none would" {
    given = { "service.security.internet_transit" = false }
    expect { forbids = false }
  }

  case "they may" {
    given = { "service.security.internet_transit" = true, "option.internet_calls" = ["user-db"] }
    expect { forbids = false }
  }

  case "they may, and none would" {
    given = { "service.security.internet_transit" = true }
    expect { forbids = false }
  }
}
