package spec

import "testing"

func TestAnOnpremSiteSaysWhatItsCostNeeds(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"whole", `
site "osaka" {
  kind         = "onprem"
  provider     = "k0s"
  country      = "JP"
  pue          = 1
  environments = ["prod"]
  lead_time    = "30d"
  node_pool "a" {
    nodes      = 2
    max_nodes  = 2
    spare      = 1
    cpu        = "8"
    memory     = "32Gi"
    reserved   = { cpu = "7", memory = "31Gi" }
    purchase   = "1 JPY"
    life       = "1mo"
    in_service = "2024-04-01"
    power_idle = "100W"
    power_max  = "100W"
  }
  k0s {
    host "h1" {
      role    = "worker"
      address = "10.0.0.1"
      port    = 22
      pool    = "a"
    }
  }
}`, nil},
		{"bare", `
▸▸site "osaka" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
}`, []said{
			{"", CodeMissing, "Missing attribute", `must set lead_time, from the decision to buy until a server runs`},
			{"", CodeMissing, "Site without machines", "An on-prem site needs a node_pool"},
		}},
		{"words of a cloud", `
site "osaka" {
  kind      = "onprem"
  provider  = "servers"
  country   = "JP"
  lead_time = "30d"
  prices    = ▸"gcp"
  mode      = ▸"autopilot"
  node_pool "a" {
    nodes   = 1
    cpu     = "8"
    memory  = "32Gi"
    machine = ▸"e2"
    buy     = ▸"spot"
    packing = ▸0.5
  }
}`, []said{
			{"", CodeCombination, "Cloud word on an on-prem site", `Site "osaka" is on-prem; prices and mode belong to cloud sites`},
			{"", CodeCombination, "Cloud word on an on-prem site", ""},
			{"", CodeCombination, "Cloud word on an on-prem pool", "machine, buy and packing belong to pools of cloud sites"},
			{"", CodeCombination, "Cloud word on an on-prem pool", ""},
			{"", CodeCombination, "Cloud word on an on-prem pool", ""},
		}},
		{"a bare pool", `
site "osaka" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "30d"
  ▸▸▸node_pool "a" {
  }
}`, []said{
			{"", CodeMissing, "Missing attribute", `must set cpu, of one node`},
			{"", CodeMissing, "Missing attribute", `must set memory, of one node`},
			{"", CodeMissing, "Missing attribute", `must set nodes, how many there are`},
		}},
		{"numbers that cannot be", `
site "osaka" {
  kind         = "onprem"
  provider     = "k0s"
  country      = "JP"
  lead_time    = "30d"
  pue          = ▸0.9
  environments = ▸["qa"]
  node_pool "a" {
    nodes      = ▸2
    max_nodes  = ▸1
    spare      = 2
    cpu        = "8"
    memory     = "32Gi"
    reserved   = ▸{ cpu = "1", memory = "32Gi" }
    purchase   = ▸"1 JPY"
    in_service = "2024-04-01"
    power_idle = "101W"
    power_max  = ▸"100W"
  }
  node_pool "b" {
    nodes    = 1
    cpu      = ▸"0"
    memory   = ▸"0"
    life     = ▸"0d"
    purchase = ▸"1 JPY"
  }
}`, []said{
			{"", CodeCombination, "PUE below 1", "PUE is 1 or more"},
			{"", CodeReference, "Unknown environment", `There is no environment "qa"`},
			{"", CodeCombination, "No node left", "keeps 2 of its 2 nodes free"},
			{"", CodeCombination, "More nodes than room", "max_nodes, the room there is, is below nodes"},
			{"", CodeCombination, "Nothing left of a node", "reserved takes all the CPU or memory"},
			{"", CodeMissing, "Price without a life", `set both, as in life = "60mo"`},
			{"", CodeCombination, "Power below idle", "power_max is below power_idle"},
			{"", CodeCombination, "Node of nothing", "more than 0 of CPU and of memory"},
			{"", CodeCombination, "Node of nothing", ""},
			{"", CodeCombination, "Life of nothing", "must be more than 0"},
			{"", CodeMissing, "Price without a life", "in_service"},
		}},
	})
}

func TestACloudSiteSaysWhatItsCostNeeds(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"Autopilot", "site \"a\" {\n  kind     = \"cloud\"\n  provider = \"gke\"\n  country  = \"JP\"\n  prices   = \"gcp\"\n  mode     = \"autopilot\"\n}", nil},
		{"bare", `
▸▸site "a" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
}`, []said{
			{"", CodeMissing, "Missing attribute", "A cloud site must set prices, the name of a price_book"},
			{"", CodeMissing, "Site without machines", `or mode = "autopilot"`},
		}},
		{"words of an on-prem site", `
site "a" {
  kind        = "cloud"
  provider    = "gke"
  country     = "JP"
  prices      = ▸"gpc"
  mode        = "autopilot"
  electricity = ▸"24 JPY/kWh"
  pue         = ▸1.5
  lead_time   = ▸"1d"
  ▸node_pool "web" {
    machine = "e2-standard-8"
  }
  ▸k0s {
    host "h1" {
      role    = "worker"
      address = "10.0.0.1"
      port    = ▸0
      pool    = ▸"wob"
    }
  }
}`, []said{
			{"", CodeReference, "Unknown price_book", `Did you mean "gcp"?`},
			{"", CodeCombination, "On-prem word on a cloud site", `Site "a" is a cloud; electricity, pue and lead_time belong to on-prem sites`},
			{"", CodeCombination, "On-prem word on a cloud site", ""},
			{"", CodeCombination, "On-prem word on a cloud site", ""},
			{"", CodeCombination, "Node pool under Autopilot", "leave node_pool out"},
			{"", CodeCombination, "k0s block on another provider", `Site "a" is driven by "gke"`},
			{"", CodeCombination, "Not a port", ""},
			{"", CodeReference, "Unknown node_pool", `Did you mean "web"?`},
		}},
		{"pools", `
site "a" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  node_pool "a" {
    machine = ▸"e2-standart-8"
    packing = ▸0
  }
  ▸node_pool "b" {
  }
}`, []said{
			{"", CodeReference, "Unknown machine", `The price book "gcp" has no machine "e2-standart-8". Did you mean "e2-standard-8"?`},
			{"", CodeCombination, "Packing of nothing", "must be more than 0"},
			{"", CodeMissing, "Missing attribute", `must set machine, as in machine = "e2-standard-8"`},
		}},
	})
}

func TestALinkJoinsTwoSites(t *testing.T) {
	mustSay(t, base+"site \"b\" {\n  kind     = \"cloud\"\n  provider = \"gke\"\n  country  = \"JP\"\n  prices   = \"gcp\"\n  mode     = \"autopilot\"\n}\n", []mistakeCase{
		{"good", "link \"b\" \"gke\" {\n  path   = \"internet\"\n  egress = { b = \"1 JPY/GiB\", gke = \"0 JPY/GiB\" }\n}", nil},
		{"bad", `
▸link "gke" "osaka" {
  path   = "vpn"
  egress = ▸{ tokyo = "1 JPY/GiB" }
}
▸link "b" "b" {
  path = "vpn"
}
▸link "gke" "tokyo" {
  path = "vpn"
}
▸link "b" {
}`, []said{
			{"", CodeReference, "Unknown site", `There is no site "osaka"`},
			{"", CodeReference, "Not an end of the link", `egress names "tokyo", but the link joins "gke" and "osaka"`},
			{"", CodeCombination, "Link to itself", `both names are "b"`},
			{"", CodeDuplicate, "Duplicate link", `There is a link "gke to tokyo" at base.hcl:`},
			{"", CodeLabels, "Wrong number of names", `A link block is written as in link "a" "b" { … }`},
		}},
	})
}

func TestAnEndpointStandsSomewhere(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"good", "endpoint \"a\" {\n  site = \"gke\"\n}\nendpoint \"b\" {\n  external = true\n  country  = \"US\"\n}", nil},
		{"bad", `
endpoint "a" {
  site = ▸"osaka"
}
▸endpoint "b" {
}
endpoint "c" {
  site     = ▸"gke"
  external = true
}
▸endpoint "internet" {
  external = true
}
▸endpoint "front" {
  external = true
}`, []said{
			{"", CodeReference, "Unknown site", `There is no site "osaka"`},
			{"", CodeMissing, "Endpoint nowhere", `site = "…", or external = true`},
			{"", CodeCombination, "Here and elsewhere", "not both"},
			{"", CodeDuplicate, "Built-in endpoint", `"internet" means visitors`},
			{"", CodeDuplicate, "Endpoint and service", `There is a service "front" at base.hcl:`},
		}},
	})
}
