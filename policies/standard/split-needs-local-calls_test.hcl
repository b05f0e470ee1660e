test "no half calls an endpoint over the internet" {
  rule = "split-needs-local-calls"

  case "a hybrid that does" {
    given = { "option.kind" = "hybrid", "option.fixed_internet_calls" = ["bigquery"] }
    expect {
      forbids = true
      because = "one half would call bigquery over the internet"
    }
  }

  case "a hybrid that calls two so" {
    given = { "option.kind" = "hybrid", "option.fixed_internet_calls" = ["bigquery", "mail"] }
    expect {
      forbids = true
      because = "one half would call bigquery, mail over the internet"
    }
  }

  case "a hybrid that calls only services so" {
    given = { "option.kind" = "hybrid", "option.internet_calls" = ["queue"] }
    expect { forbids = false }
  }

  case "one site that does" {
    given = { "option.kind" = "onprem", "option.fixed_internet_calls" = ["bigquery"] }
    expect { forbids = false }
  }
}
