package spec

import "testing"

func TestReferencesOfAServiceAreChecked(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"all lead somewhere", `
service "a" {
  product         = "shop"
  class           = "web"
  environment     = "prod"
  runs_on         = ["tokyo", "gke"]
  independent_of  = []
  same_site       = ["front"]
  pool            = "general"
  effort          = { tokyo = "4h/mo" }
  manifests       = { gke = "deploy/gke" }
  call "user-db" {}
  call "front" {}
  call "internet" {}
}
service "b" {
  manifests       = "deploy"
  different_sites = ["front", "a"]
}`, nil},
		{"names that lead nowhere", `
service "a" {
  product         = ▸"shopp"
  class           = ▸"api"
  environment     = ▸"dev"
  runs_on         = ▸"osaka"
  pin             = ▸["tokio"]
  independent_of  = ▸["paris"]
  same_site       = ▸["fronte"]
  different_sites = ▸["b"]
  pool            = ▸"generall"
  effort          = ▸{ rome = "4h/mo" }
  manifests       = ▸{ oslo = "deploy/gke" }
  call ▸"user_db" {}
}`, []said{
			{"", CodeReference, "Unknown product", `There is no product "shopp". Did you mean "shop"?`},
			{"", CodeReference, "Unknown class", `There is no class "api". Known here: "web".`},
			{"", CodeReference, "Unknown environment", `Known here: "prod".`},
			{"", CodeReference, "Unknown site", `There is no site "osaka". Known here: "gke", "tokyo".`},
			{"", CodeReference, "Unknown site", `Did you mean "tokyo"?`},
			{"", CodeReference, "Unknown site", `There is no site "paris".`},
			{"", CodeReference, "Unknown service", `Did you mean "front"?`},
			{"", CodeReference, "Unknown service", `There is no service "b".`},
			{"", CodeReference, "Unknown node_pool", `Did you mean "general"?`},
			{"", CodeReference, "Unknown site", `There is no site "rome".`},
			{"", CodeReference, "Unknown site", `There is no site "oslo".`},
			{"", CodeLabels, "Not a name", `"user_db" is not a name`},
		}},
		{"calls that lead nowhere", `
service "a" {
  ▸call "user-bd" {}
  ▸call "intranet" {}
}`, []said{
			{"", CodeReference, "Unknown endpoint or service", `Did you mean "user-db"?`},
			{"", CodeReference, "Unknown endpoint or service", `Did you mean "internet"?`},
		}},
		{"sources of traffic that lead nowhere", `
service "a" {
  traffic {
    source = ▸"prom"
  }
}
service "b" {
  traffic {
    like = ▸"fron"
  }
}`, []said{
			{"", CodeReference, "Unknown metrics", `The workspace has no metrics block: write metrics "`},
			{"", CodeReference, "Unknown service", `Did you mean "front"?`},
		}},
		{"a wrong name in a class is told once, and though no service uses it", `
class "unused" {
  pin = ▸"osaka"
}
class "used" {
  pin = ▸"paris"
}
service "a" { class = "used" }
service "b" { class = "used" }
`, []said{
			{"", CodeReference, "Unknown site", `There is no site "osaka".`},
			{"", CodeReference, "Unknown site", `There is no site "paris".`},
		}},
	})
}

func TestAJobHasNoReplicasAndNoTraffic(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"a job alone", "service \"a\" {\n  job {\n    duration = \"2h\"\n  }\n}", nil},
		{"with both", `
service "a" {
  job {
    duration = "2h"
  }
  ▸replicas {
    min = 2
  }
  ▸traffic {
    mean_rps = "unknown"
  }
  replica {
    requests_per_second = "unknown"
  }
}`, []said{
			{"", CodeCombination, "Words that exclude each other", "it has parallelism instead of replicas"},
			{"", CodeCombination, "Words that exclude each other", "Remove the traffic block or the job block"},
		}},
		{"the job comes from the class", `
class "batch" {
  job {
    duration = "2h"
  }
}
service "a" {
  class = "batch"
  ▸replicas {
    min = 2
  }
}`, []said{{"", CodeCombination, "Words that exclude each other", `Service "a" is a job`}}},
	})
}

func TestReplicasContradictNothing(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"equal bounds", "service \"a\" {\n  concurrency = \"one\"\n  replicas {\n    min = 1\n    max = 1\n  }\n}", nil},
		{"no upper bound", "service \"a\" {\n  replicas {\n    min = 5\n  }\n}", nil},
		{"upper below lower", `
service "a" {
  replicas {
    min = 3
    max = ▸2
  }
}`, []said{{"", CodeCombination, "Words that exclude each other", "replicas.max is 2 and replicas.min 3"}}},
		{"none", `
service "a" {
  replicas {
    max = ▸0
  }
}`, []said{{"", CodeCombination, "Words that exclude each other", "with replicas.max = 0 it never runs"}}},
		{"two of one", `
service "a" {
  concurrency = ▸"one"
  replicas {
    min = 2
  }
}`, []said{{"", CodeCombination, "Words that exclude each other", "means a single copy; replicas allow 2"}}},
		{"a copy that carries nothing", `
service "a" {
  replica {
    requests_per_second = ▸0
  }
}
service "b" {
  replica {
    requests_per_second = "unknown"
  }
}`, []said{{"", CodeCombination, "Copy that carries nothing", "more than 0 requests a second"}}},
		{"container and manifests", `
service "a" {
  manifests = "deploy"
  ▸container {
    image = "x"
    port  = 1
  }
}`, []said{{"", CodeCombination, "Words that exclude each other", "a container block would be ignored"}}},
		{"ports", `
service "a" {
  container {
    image = "x"
    port  = ▸65536
  }
}
service "b" {
  container {
    image = "x"
    port  = ▸0
  }
}
service "c" {
  container {
    image = "x"
    port  = 65535
  }
}`, []said{
			{"", CodeCombination, "Not a port", "from 1 to 65535"},
			{"", CodeCombination, "Not a port", "from 1 to 65535"},
		}},
	})
}

func TestNeighboursAndCallsAreOthers(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"itself", `
service "a" {
  same_site = ▸["a"]
  ▸call "a" {}
}`, []said{
			{"", CodeCombination, "Service named itself", `"a" cannot be its own neighbour`},
			{"", CodeCombination, "Call to itself", `"a" is the service itself`},
		}},
		{"near and apart", `
service "a" {
  same_site       = ▸["front"]
  different_sites = ["front"]
}`, []said{{"", CodeCombination, "Near and apart", `"front" stands in same_site and in different_sites`}}},
	})
}
