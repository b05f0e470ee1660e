test "a link leads to whatever is called" {
  rule = "unreachable"

  case "to one call none leads" {
    given = { "option.unreachable_calls" = ["user-db"] }
    expect {
      forbids = true
      because = "no link leads from there to user-db"
    }
  }

  case "to two calls none leads" {
    given = { "option.unreachable_calls" = ["queue", "user-db"] }
    expect {
      forbids = true
      because = "no link leads from there to queue, user-db"
    }
  }

  case "one leads to all" {
    expect { forbids = false }
  }
}
