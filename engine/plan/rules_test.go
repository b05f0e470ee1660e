package plan_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
	"berth.dev/engine/score"
	"berth.dev/engine/verify"
)

// third is another rented site, and its links.
const third = `
site "osaka" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  per_service = "50 JPY/mo"
  effort {
    per_service = "1h/mo"
  }
  internet {
    egress = "20 JPY/GiB"
  }
}
link "tokyo" "osaka" {
  path    = "vpn"
  latency = "9ms"
  egress  = { tokyo = "0 JPY/GiB", osaka = "10 JPY/GiB" }
}
link "gke" "osaka" {
  path    = "vpn"
  latency = "9ms"
  egress  = { gke = "1 JPY/GiB", osaka = "1 JPY/GiB" }
}
`

// where is each service's place in a plan, by name.
func where(f *plan.File) map[string]string {
	out := map[string]string{}
	for _, s := range f.Services {
		out[s.Name] = f.Problem.Groups[s.Group].Options[f.Placement[s.Group]].Name
	}
	return out
}

// The checker sees every plan of this test: planned asks it.
func TestTheCheckerAcceptsPlansOfEveryKindOfRule(t *testing.T) {
	gke, tokyo, call := `runs_on = "gke"`, `runs_on = "tokyo"`, small.Call
	committed := small.Replaced(t, small.Sites, `  per_service = "100 JPY/mo"`, `  commitment "year" {
    cpu    = "3"
    memory = "24Gi"
    start  = "2026-01-01"
    term   = "12mo"
    price  = "2000 JPY/mo"
  }
  per_service = "100 JPY/mo"`)
	for _, c := range []struct {
		what  string
		texts []string
		want  map[string]string
	}{
		{"two that share a place", []string{small.Sites, small.Service("a", gke, `same_site = ["b"]`), small.Service("b", tokyo, `pin = "gke"`)}, map[string]string{"a": "gke", "b": "gke"}},
		{"two that may not", []string{small.Sites, small.Service("a", gke, `different_sites = ["b"]`), small.Service("b", gke, moving)}, map[string]string{"a": "tokyo", "b": "gke"}},
		{"a budget of latency", []string{small.Sites, small.Service("a", tokyo, `pin = "tokyo"`, call("b", "0", "0"), budget), small.Service("b", gke)}, map[string]string{"a": "tokyo", "b": "tokyo"}},
		// 3 cores and 24 GiB are paid for: one service there costs 100 and 1,000 more,
		// 1,046 less than at tokyo; of a second 1 core and 8 GiB are above: 730 + 730.
		{"a commitment", []string{committed, small.Service("a", gke), small.Service("b", gke)}, nil},
		// osaka is 50 cheaper than gke; b follows a there for 1 JPY a GiB less.
		{"three sites", []string{small.Sites, third, small.Service("a", tokyo, `pin = "osaka"`), small.Service("b", tokyo, call("a", "0", "300Gi"))}, map[string]string{"a": "osaka", "b": "osaka"}},
		{"a place of today that is forbidden", []string{small.Sites, small.Service("a", gke, `pin = "tokyo"`, call("b", "1Gi", "1Gi")), small.Service("b", tokyo)}, map[string]string{"a": "tokyo", "b": "tokyo"}},
		{"one that may never run twice", []string{small.Sites, small.Replaced(t, small.Service("a", gke, "stateful = true"), "min = 2", "min = 1", "max = 2", "max = 1")}, map[string]string{"a": "tokyo"}},
		{"nobody says where it runs", []string{small.Sites, small.Service("a")}, map[string]string{"a": "tokyo"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := planned(t, small.Load(t, c.texts...), nil)
			if c.want == nil {
				// Which of the two stays is a tie that nobody decides by hand.
				count := map[string]int{}
				for _, place := range where(f) {
					count[place]++
				}
				if diff := cmp.Diff(map[string]int{"gke": 1, "tokyo": 1}, count); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				return
			}
			if diff := cmp.Diff(c.want, where(f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheServicesOfTheTalkArePlannedToTheEnd(t *testing.T) {
	f := planned(t, loadPixiv(t, nil), nil)
	if f.Claim.Floor != f.Claim.Cost || f.Search.Stop != "optimal" {
		t.Errorf("cost %s, floor %s: %s", jpy(f, f.Claim.Cost), jpy(f, f.Claim.Floor), f.Search.Stop)
	}
	for _, b := range f.Baselines {
		if b.Fits && b.Cost < f.Claim.Floor {
			t.Errorf("%s is below the floor and is said to fit", b.Name)
		}
	}
}

// Whoever alters a claim and seals the file again is refused by the checker.
func TestAClaimThatDoesNotFollowIsRefused(t *testing.T) {
	w := small.Load(t, small.Sites, third, small.Service("a", `runs_on = "gke"`, small.Call("b", "30Gi", "5Gi")), small.Service("b", `runs_on = "tokyo"`), small.Service("c", `runs_on = "gke"`))
	for what, alter := range map[string]func(*plan.File){
		"a higher floor":       func(f *plan.File) { f.Claim.Floor++; f.Claim.Gap.Assignment-- },
		"a lower cost":         func(f *plan.File) { f.Claim.Cost--; f.Claim.Gap.Assignment-- },
		"a lower bill":         func(f *plan.File) { f.Claim.Total-- },
		"less fixed":           func(f *plan.File) { f.Fixed[0].Amount-- },
		"less traffic":         func(f *plan.File) { f.Claim.Traffic--; f.Claim.Total-- },
		"other parts":          func(f *plan.File) { f.Claim.Parts.Hours++; f.Claim.Parts.Money-- },
		"another place":        func(f *plan.File) { f.Placement[2] = 0 },
		"a dearer baseline":    func(f *plan.File) { f.Baselines[0].Cost++ },
		"a baseline that fits": func(f *plan.File) { f.Baselines[0].Fits = !f.Baselines[0].Fits },
		"a wave less":          func(f *plan.File) { f.Waves = f.Waves[1:] },
		"pods less":            func(f *plan.File) { f.Packing[0].Nodes[0].Pods[0][2]-- },
		"nodes more":           func(f *plan.File) { f.Problem.Pools[0].Nodes = 0 },
		"a proof cut short":    func(f *plan.File) { f.Proof = f.Proof[:len(f.Proof)-1] },
		"a cheaper option":     func(f *plan.File) { f.Problem.Groups[0].Options[f.Placement[0]].Cost-- },
		"a stranger's service": func(f *plan.File) { f.Services[0].Group = 1 },
	} {
		f := planned(t, w, nil)
		alter(f)
		raw, err := f.Bytes() // seals it again
		if err != nil {
			t.Fatal(err)
		}
		var refusal *verify.Refusal
		if _, err := verify.Check(raw, verify.DefaultOptions()); !errors.As(err, &refusal) {
			t.Errorf("%s passes: %v", what, err)
		}
	}
}

func TestAPlanStoppedByTheClockSaysSo(t *testing.T) {
	w := loadPixiv(t, nil)
	late, end := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer end()
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for want, ctx := range map[string]context.Context{"time": late, "interrupted": stopped} {
		f := planned(t, w, func(r *request) { r.ctx = ctx })
		if f.Search.Stop != want && f.Search.Stop != "optimal" {
			t.Errorf("it stopped for %q, want %q", f.Search.Stop, want)
		}
		if f.Search.Stop == "optimal" && f.Claim.Cost != f.Claim.Floor {
			t.Error("a plan with a gap is called optimal")
		}
	}
}

func TestAssumptionsAreWrittenDown(t *testing.T) {
	unmeasured := small.Replaced(t, small.Service("a", `runs_on = "gke"`), `calls = "complete"`, "")
	f := planned(t, small.Load(t, small.Sites, unmeasured, small.Service("b", `runs_on = "tokyo"`)), func(r *request) {
		r.build.Unknown = &score.Assumed{Low: true}
	})
	if diff := cmp.Diff("a: traffic nobody has measured is taken as low: whether it makes calls that its spec does not list", f.Assumed[0]); diff != "" {
		t.Error(diff)
	}
}
