test "what watches a site does not share its fate" {
  rule  = "independent-of"
  given = { "option.sites" = ["tokyo"] }

  case "on the site" {
    given = { "service.independent_of" = ["tokyo"] }
    expect {
      forbids = true
      because = "it must not share the fate of tokyo"
    }
  }

  case "with one half on one of the sites" {
    given = { "option.sites" = ["tokyo", "gke"], "service.independent_of" = ["gke", "osaka"] }
    expect {
      forbids = true
      because = "it must not share the fate of gke"
    }
  }

  case "elsewhere" {
    given = { "service.independent_of" = ["osaka"] }
    expect { forbids = false }
  }

  case "it watches nothing" {
    expect { forbids = false }
  }
}
