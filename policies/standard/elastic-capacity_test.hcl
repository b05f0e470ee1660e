test "the share of the need that is free today is the score" {
  rule  = "elastic-capacity"
  given = { "option.lead_time_months" = 8 }

  case "half is free" {
    given = { "option.cores_needed_by_lead_time" = 10, "option.headroom_cores" = 5 }
    expect {
      score   = 0.5
      because = "needs 10.0 cores before a server bought today would run, in 8.0 months; 5.0 are free"
    }
  }

  case "just enough is free" {
    given = { "option.cores_needed_by_lead_time" = 10, "option.headroom_cores" = 10 }
    expect { score = 1 }
  }

  case "more is free than needed" {
    given = { "option.cores_needed_by_lead_time" = 10, "option.headroom_cores" = 20 }
    expect { score = 1 }
  }

  case "nothing is free" {
    given = { "option.cores_needed_by_lead_time" = 10 }
    expect { score = 0 }
  }

  case "half a core is needed" {
    given = { "option.cores_needed_by_lead_time" = 0.5, "option.headroom_cores" = 0.25 }
    expect { score = 0.5 }
  }

  case "nothing is needed, nothing is free" {
    expect {
      score   = 1
      because = "needs 0.0 cores"
    }
  }
}

test "rented capacity is always enough" {
  rule = "elastic-capacity"

  case "nothing is free" {
    given = { "option.elastic" = true, "option.cores_needed_by_lead_time" = 5000 }
    expect {
      score   = 1
      because = "capacity can be rented within minutes"
    }
  }

  case "nothing is needed" {
    given = { "option.elastic" = true }
    expect { score = 1 }
  }
}
