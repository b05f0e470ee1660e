test "a service with a pin runs just there" {
  rule  = "pin"
  given = { "option.sites" = ["tokyo"] }

  case "elsewhere" {
    given = { "service.pin" = ["gke"] }
    expect {
      forbids = true
      because = "it is pinned to gke"
    }
  }

  case "with one half elsewhere" {
    given = { "service.pin" = ["tokyo"], "option.sites" = ["tokyo", "gke"] }
    expect {
      forbids = true
      because = "it is pinned to tokyo"
    }
  }

  case "whole, though it should be split" {
    given = { "service.pin" = ["gke", "tokyo"] }
    expect {
      forbids = true
      because = "it is pinned to gke and tokyo"
    }
  }

  case "split between the two, in whatever order" {
    given = { "service.pin" = ["gke", "tokyo"], "option.sites" = ["tokyo", "gke"] }
    expect { forbids = false }
  }

  case "there" {
    given = { "service.pin" = ["tokyo"] }
    expect { forbids = false }
  }

  case "without a pin" {
    expect { forbids = false }
  }
}
