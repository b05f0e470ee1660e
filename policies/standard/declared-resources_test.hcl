test "every service says what one copy takes" {
  rule  = "declared-resources"
  given = { "service.replica_cores" = 1, "service.replica_memory_gib" = 2 }

  case "both are said" {
    expect { passes = true }
  }

  case "CPU is not" {
    given = { "service.replica_cores" = "absent" }
    expect {
      passes  = false
      because = "nobody says what one copy takes of CPU"
    }
  }

  case "memory is not" {
    given = { "service.replica_memory_gib" = "absent" }
    expect {
      passes  = false
      because = "nobody says what one copy takes of memory"
    }
  }

  case "neither is" {
    given = { "service.replica_cores" = "absent", "service.replica_memory_gib" = "absent" }
    expect {
      passes  = false
      because = "nobody says what one copy takes of CPU and memory"
    }
  }
}
