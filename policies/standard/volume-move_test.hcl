test "every volume says how its data moves" {
  rule  = "volume-move"
  given = { "service.volumes" = 1 }

  case "it does" {
    given = { "service.volumes_move" = true }
    expect { passes = true }
  }

  case "it does not" {
    given = { "service.volumes_move" = false }
    expect {
      passes  = false
      because = "nobody says of every volume how its data would move"
    }
  }

  case "there is none" {
    given = { "service.volumes" = 0 }
    expect { applies = false }
  }
}
