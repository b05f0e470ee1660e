test "what the sharpest rise needs must be free" {
  rule  = "sudden-surges"
  given = { "service.mean_cores" = 20, "option.headroom_cores" = 120 }

  case "a rise to more than is free" {
    given = { "service.surge_10m" = 7 }
    expect {
      score   = 0.75
      because = "the load has risen by 7.0 times its mean within ten minutes, to about 160.0 cores; 120.0 are free"
    }
  }

  case "a rise to as much as is free" {
    given = { "service.surge_10m" = 5 }
    expect { score = 1 }
  }

  case "a rise to less than is free" {
    given = { "service.surge_10m" = 2 }
    expect { score = 1 }
  }

  case "a small service" {
    given = { "service.mean_cores" = 0.5, "service.surge_10m" = 1.5, "option.headroom_cores" = 0.625 }
    expect { score = 0.5 }
  }

  case "a service that uses nothing, where nothing is free" {
    given = { "service.mean_cores" = 0, "service.surge_10m" = 7, "option.headroom_cores" = 0 }
    expect { score = 1 }
  }

  case "rented capacity" {
    given = { "service.surge_10m" = 7, "option.headroom_cores" = 0, "option.elastic" = true }
    expect {
      score   = 1
      because = "capacity can be rented while the load rises"
    }
  }
}

test "only a load that more than doubles is judged" {
  rule = "sudden-surges"

  case "somewhat more than doubles" {
    given = { "service.surge_10m" = 1.05 }
    expect { applies = true }
  }

  case "just doubles" {
    given = { "service.surge_10m" = 1 }
    expect { applies = false }
  }

  case "does not quite double" {
    given = { "service.surge_10m" = 0.95 }
    expect { applies = false }
  }

  case "nobody knows" {
    given = { "service.surge_10m" = "absent" }
    expect { applies = false }
  }
}
