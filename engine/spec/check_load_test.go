package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoadIsSaidInOneWay(t *testing.T) {
	const carries = "  replica {\n    requests_per_second = 40\n  }\n"
	mustSay(t, base+"metrics \"prom\" {\n  kind = \"prometheus\"\n  url  = \"https://prom.example\"\n}\n", []mistakeCase{
		{"each way alone", `
service "a" {
  traffic {
    series = "a.csv"
    unit   = "requests/5m"
  }
}
service "b" {
  traffic {
    like  = "front"
    ratio = 0.5
  }
}
service "c" {
  traffic {
    source = "prom"
    query  = "rate(x)"
  }
}
service "d" {
  traffic {
    mean_rps = 1
    p99_rps  = 1
    peak_rps = 2
  }
` + carries + "}", nil},
		{"twice", `
service "a" {
  ▸traffic {
    series = "a.csv"
    unit   = "cores"
    like   = "front"
  }
}
service "b" {
  ▸traffic {
    source   = "prom"
    mean_rps = 4
  }
` + carries + "}", []said{
			{"", CodeCombination, "Load said twice", `Service "a": choose one of series, source, like, or declared numbers`},
			{"", CodeCombination, "Load said twice", `Service "b"`},
		}},
		{"a service overrules its class only in part", `
class "measured" {
  traffic {
    series = "a.csv"
    unit   = "cores"
  }
}
service "a" {
  class = "measured"
  ▸traffic {
    like = "front"
  }
}`, []said{{"", CodeCombination, "Load said twice", `Service "a"`}}},
		{"a series without a unit", `
service "a" {
  traffic {
    series = ▸"a.csv"
  }
}`, []said{{"", CodeMissing, "Series without a unit", `unit = "requests/5m"`}}},
		{"words without the word they go with", `
service "a" {
  traffic {
    ratio = ▸0.5
    query = ▸"rate(x)"
  }
}`, []said{
			{"", CodeCombination, "Ratio to nothing", `ratio goes with like`},
			{"", CodeCombination, "Query of nothing", `query goes with source`},
		}},
		{"peaks below means", `
service "a" {
  traffic {
    mean_rps = 10
    p99_rps  = ▸9
    peak_rps = ▸▸8
  }
` + carries + "}", []said{
			{"", CodeCombination, "Peak below mean", "p99_rps is 9, below mean_rps, which is 10"},
			{"", CodeCombination, "Peak below mean", "peak_rps is 8, below mean_rps, which is 10"},
			{"", CodeCombination, "Peak below mean", "peak_rps is 8, below p99_rps, which is 9"},
		}},
		{"a range is not compared", `
service "a" {
  traffic {
    mean_rps = "10..20"
    p99_rps  = 15
  }
` + carries + "}", nil},
		{"numbers that nothing turns into cores", `
service "a" {
  ▸traffic {
    mean_rps = 10
  }
}
service "b" {
  ▸replica {
    cpu = "1"
  }
  traffic {
    mean_rps = 10
  }
}`, []said{
			{"", CodeMissing, "Load without a measure", `Service "a": requests a second become cores through replica { requests_per_second = … }`},
			{"", CodeMissing, "Load without a measure", `Write "unknown" if nobody has measured it`},
		}},
	})
}

func TestACircleOfLikesIsToldOnceAtItsFirstService(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"a chain is none", `
service "a" {
  traffic {
    like = "b"
  }
}
service "b" {
  traffic {
    like = "front"
  }
}`, nil},
		{"itself", `
service "a" {
  traffic {
    like = ▸"a"
  }
}`, []said{{"", CodeCycle, "Load defined in a circle", "a is like a. One of them needs a series"}}},
		{"a way into a circle", `
service "a" {
  traffic {
    like = "d"
  }
}
service "d" {
  traffic {
    like = "c"
  }
}
service "c" {
  traffic {
    like = ▸"d"
  }
}`, []said{{"", CodeCycle, "Load defined in a circle", "c is like d is like c. One of them"}}},
		{"two circles", `
service "a" {
  traffic {
    like = ▸"b"
  }
}
service "b" {
  traffic {
    like = "a"
  }
}
service "c" {
  traffic {
    like = ▸"c"
  }
}`, []said{
			{"", CodeCycle, "Load defined in a circle", "a is like b is like a."},
			{"", CodeCycle, "Load defined in a circle", "c is like c."},
		}},
	})
}

func TestALongCircleIsNotNamedInFull(t *testing.T) {
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"case.hcl", []byte(circle(1000))}}, Options{})
	// s0 is like s1 is like s2 …: seven names, and the first again.
	compare(t, diags, []said{{"case.hcl:3,12", CodeCycle, "Load defined in a circle",
		"s0 is like s1 is like s2 is like s3 is like s4 is like s5 is like s6 is like … and so on back to s0."}}, nil)
}

func TestAHybridNeedsWhatCanBeSplit(t *testing.T) {
	mustSay(t, base+`
site "osaka" {
  kind      = "onprem"
  provider  = "servers"
  country   = "JP"
  lead_time = "90d"
  node_pool "old" {
    nodes  = 2
    cpu    = "8"
    memory = "32Gi"
  }
}
`, []mistakeCase{
		{"either order", "service \"a\" {\n  pin     = [\"gke\", \"tokyo\"]\n  runs_on = [\"tokyo\", \"gke\"]\n}", nil},
		{"one site is no hybrid", "service \"a\" {\n  stateful = true\n  pin      = \"gke\"\n  runs_on  = [\"tokyo\"]\n}", nil},
		{"nobody said", "service \"a\" {\n  runs_on = []\n}", nil},
		{"stateful", `
service "a" {
  stateful = true
  pin      = ▸["tokyo", "gke"]
}`, []said{{"", CodeCombination, "Cannot be split", `pin of service "a" names tokyo and gke, which asks for a hybrid, but a stateful service is never split`}}},
		{"job", `
service "a" {
  job {}
  runs_on = ▸["tokyo", "gke"]
}`, []said{{"", CodeCombination, "Cannot be split", "but a job is never split"}}},
		{"volume", `
service "a" {
  volume "data" {}
  runs_on = ▸["tokyo", "gke"]
}`, []said{{"", CodeCombination, "Cannot be split", "but a service with volumes is never split"}}},
		{"one copy", `
service "a" {
  concurrency = "one"
  runs_on     = ▸["tokyo", "gke"]
}`, []said{{"", CodeCombination, "Cannot be split", `but concurrency = "one" allows one copy`}}},
		{"two of a kind", `
service "a" {
  pin = ▸["tokyo", "osaka"]
}`, []said{{"", CodeCombination, "Cannot be split", `but both sites have kind = "onprem"`}}},
		{"no link", `
service "a" {
  pin = ▸["osaka", "gke"]
}`, []said{{"", CodeCombination, "Cannot be split", `but no link joins them; add link "osaka" "gke"`}}},
		{"three", `
service "a" {
  pin = ▸["tokyo", "osaka", "gke"]
}`, []said{{"", CodeCombination, "Too many sites", "pin takes one site, or an on-prem site and a cloud site"}}},
		{"none", `
service "a" {
  pin = ▸[]
}`, []said{{"", CodeCombination, "Pinned to nothing", "Leave it out where any is"}}},
		{"what it watches", `
service "a" {
  pin            = ▸"tokyo"
  independent_of = ["tokyo"]
}`, []said{{"", CodeCombination, "Pinned to what it watches", `Service "a" must be independent of "tokyo"`}}},
		{"what is wrong already is not judged", `
site "a" {
  kind     = ▸"clod"
  provider = "gke"
  country  = "JP"
  node_pool "p" {
  }
}
service "b" {
  pin     = ["a", "tokyo"]
  runs_on = ▸["nowhere", "gke"]
}`, []said{
			{"", CodeForm, `Wrong value for "kind"`, `Did you mean "cloud"?`},
			{"", CodeReference, "Unknown site", `"nowhere"`},
		}},
	})
}

func TestSuggestionsStopBeforeTheyCostMinutes(t *testing.T) {
	var b strings.Builder
	n := 4000
	for i := range n {
		fmt.Fprintf(&b, "service \"s%d\" {\n  same_site = [\"s%dx\"]\n}\n", i, i)
	}
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"case.hcl", []byte(b.String())}}, Options{})
	suggested := 0
	for _, d := range diags {
		if strings.Contains(d.Detail, "Did you mean") {
			suggested++
		}
	}
	// Each wrong name is held against the 4,000 services and "front".
	if diff := cmp.Diff([]int{n, mostCompared / (n + 1)}, []int{len(diags), suggested}); diff != "" {
		t.Errorf("diagnostics and suggestions (-want +got):\n%s", diff)
	}
}
