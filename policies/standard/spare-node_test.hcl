test "own servers keep a node free" {
  rule  = "spare-node"
  given = { "site.kind" = "onprem", "site.nodes" = 3 }

  case "one" {
    given = { "site.spare" = 1 }
    expect { passes = true }
  }

  case "two" {
    given = { "site.spare" = 2 }
    expect { passes = true }
  }

  case "none" {
    expect {
      passes  = false
      because = "none of its 3 nodes is kept free for a failure"
    }
  }

  case "none of one node" {
    given = { "site.nodes" = 1 }
    expect { passes = false }
  }

  case "nobody says how many nodes there are" {
    given = { "site.nodes" = 0 }
    expect { applies = false }
  }

  case "a cloud" {
    given = { "site.kind" = "cloud" }
    expect { applies = false }
  }
}
