package score_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"berth.dev/engine/money"
	"berth.dev/engine/score"
)

// open leaves much of a service unknown, so that properties of unknown inputs
// have something to work on.
func open(t *rapid.T) edit {
	volume := rapid.SampledFrom([]string{`"unknown"`, `"1G..3T"`, `"200G"`, `"10T..20T"`, `"0"`})
	cpu := rapid.SampledFrom([]string{`"500m"`, `"unknown"`, `"250m..2"`})
	min := rapid.IntRange(1, 4).Draw(t, "min")
	max := min + rapid.IntRange(0, 20).Draw(t, "more")
	text := fmt.Sprintf(`
service "open" {
  runs_on = %q
  calls   = "complete"
  replica {
    cpu    = %s
    memory = "1Gi"
  }
  replicas {
    min = %d
    max = %d
  }
  security {
    internet_transit = %v
  }
  call "user-db" {
    sent     = "10G"
    received = %s
  }
  call "bigquery" {
    sent     = %s
    received = "1G"
  }
}
`, rapid.SampledFrom([]string{"tokyo", "gke"}).Draw(t, "runs_on"), cpu.Draw(t, "cpu"), min, max,
		rapid.Bool().Draw(t, "transit"), volume.Draw(t, "received"), volume.Draw(t, "sent"))
	return add("services/open.hcl", text)
}

// compareOptions ignores what belongs to the whole workspace.
var compareOptions = cmp.Options{
	cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() }),
	cmpopts.IgnoreFields(score.Option{}, "Vars"),
	cmpopts.EquateErrors(),
}

func TestAnUnrelatedSiteOrServiceChangesNoScore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		own := open(r)
		before := decide(t, fleet(t, own), "open")
		after := decide(t, fleet(t, own,
			add("far.hcl", `
site "far" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "US"
  lead_time = "30d"
  node_pool "a" {
    nodes  = 3
    cpu    = "32"
    memory = "64Gi"
  }
}
service "stranger" {
  runs_on = "tokyo"
  calls   = "complete"
  replica {
    cpu    = "4"
    memory = "8Gi"
  }
  replicas {
    min = 3
    max = 3
  }
  call "user-db" {
    sent     = "1T"
    received = "1T"
  }
}
`)), "open")
		for _, o := range before.Options {
			if diff := cmp.Diff(o, after.Option(o.ID), compareOptions); diff != "" {
				r.Fatalf("%s changed:\n%s", o.ID, diff)
			}
		}
	})
}

func TestACriterionOfWeightZeroChangesNothing(t *testing.T) {
	// A policy on a criterion of its own that reads the most unknown of inputs.
	rule := add("rule.hcl", `
criterion "taste" {
  doc = "What somebody likes."
}
policy "taste" {
  criterion = "taste"
  doc       = "Likes little traffic."
  score     = "1.0 / (1.0 + option.crossing_gib)"
  because   = "'a matter of taste'"
}
`)
	rapid.Check(t, func(r *rapid.T) {
		own := open(r)
		without := decide(t, fleet(t, own), "open")
		with := decide(t, fleet(t, own, rule, replace(t, "workspace.hcl", "weights = {\n", "weights = {\n    taste = 0\n")), "open")
		for i := range with.Options {
			with.Options[i].Criteria = withoutCriterion(with.Options[i].Criteria, "taste")
		}
		with.Weights = without.Weights
		if diff := cmp.Diff(without.Options, with.Options, compareOptions); diff != "" {
			r.Fatal(diff)
		}
		if diff := cmp.Diff(names(without.Missing), names(with.Missing)); diff != "" || without.Firm != with.Firm {
			r.Fatalf("firm %v and %v, missing:\n%s", without.Firm, with.Firm, diff)
		}
	})
}

func withoutCriterion(list []score.Criterion, name string) (out []score.Criterion) {
	for _, c := range list {
		if c.Name != name {
			out = append(out, c)
		}
	}
	return out
}

func names(ms []score.Measurement) (out []string) {
	for _, m := range ms {
		out = append(out, m.Name)
	}
	return out
}

func TestUnknownsThatCannotMatterLeaveADecisionFirm(t *testing.T) {
	// IAP needs what only one site has: nothing unknown can change that.
	f := fleet(t,
		replace(t, "services/iap.hcl", `cpu                 = "250m"`, `cpu                 = "unknown"`),
		replace(t, "services/iap.hcl", `calls = "complete"`, `calls = "partial"`))
	if d := decide(t, f, "iap"); !d.Firm || place(d) != "cloud" || len(d.Missing) != 0 {
		t.Error(table(d))
	}
}

func TestAnUnknownCallThatDecidesIsNamed(t *testing.T) {
	f := fleet(t, replace(t, "services/vroid-hub.hcl", `received = "8.5T"`, `received = "unknown"`), replace(t, "services/vroid-hub.hcl", `sent     = "500G"`, `sent     = "unknown"`))
	d := decide(t, f, "vroid-hub")
	if diff := cmp.Diff([]string{"calls of vroid-hub"}, names(d.Missing)); diff != "" || d.Firm {
		t.Errorf("firm %v, missing (-want +got):\n%s%s", d.Firm, diff, table(d))
	}
}

func TestFlipReallyFlipsAndItsNeighbourDoesNot(t *testing.T) {
	f := fleet(t)
	s := f.Workspace.Service("rendertron")
	flips, err := f.Flip(s)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, fl := range flips {
		if fl.Input.ID != "replica.requests_per_second" || !fl.Found {
			continue
		}
		found++
		at := func(v float64) string {
			d := decide(t, fleet(t, replace(t, "services/rendertron.hcl", "requests_per_second = 2", fmt.Sprintf("requests_per_second = %v", v))), "rendertron")
			return d.Winner.ID
		}
		if got := at(fl.At); got != fl.Then || got == fl.Now {
			t.Errorf("at %v the winner is %s, flip says %s", fl.At, got, fl.Then)
		}
		if got := at(fl.Before); got != fl.Now {
			t.Errorf("at the neighbour %v the winner is %s, not %s", fl.Before, got, fl.Now)
		}
	}
	if found != 1 {
		t.Errorf("flip found nothing for requests_per_second: %+v", flips)
	}
}

func TestTheNumberOfThreadsChangesNothing(t *testing.T) {
	f := fleet(t)
	var want *score.Decision
	for _, n := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(n)
		got := decide(t, f, "vroid-hub")
		runtime.GOMAXPROCS(old)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want.Options, got.Options, compareOptions); diff != "" {
			t.Fatal(diff)
		}
	}
}
