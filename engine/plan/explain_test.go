package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
)

// budget is a latency budget that a link of 5 ms breaks when it is crossed both ways.
const budget = "latency_budget {\n    calls = 1\n    mean  = \"9ms\"\n  }"

func TestAServiceIsWhereItIsForAReason(t *testing.T) {
	gke, tokyo, call := `runs_on = "gke"`, `runs_on = "tokyo"`, small.Call
	full := []string{small.Service("z", gke)}
	for _, name := range []string{"b", "c", "d", "e"} {
		full = append(full, small.Service(name, tokyo, `pin = "tokyo"`))
	}
	for _, c := range []struct {
		what, service, want string
		services            []string
	}{
		{"its bill", "a", "on gke, its own bill would be 2,874 JPY a month higher", []string{small.Service("a", gke)}},
		{"those it moves with", "a", "with b: on gke, their own bill would be 5,748 JPY a month higher", []string{small.Service("a", gke, `same_site = ["b"]`), small.Service("b", gke)}},
		{"a neighbour", "b", "on tokyo, its traffic would cost 5,000 JPY a month more, most of it with a on gke",
			[]string{small.Service("a", gke, `pin = "gke"`, call("b", "500Gi", "0")), small.Service("b", tokyo)}},
		{"a pin", "a", "the only place that rules allow", []string{small.Service("a", gke, `pin = "gke"`)}},
		{"a place of today that is forbidden", "a", "gke is not allowed: it is pinned to tokyo (pin)", []string{small.Service("a", gke, `pin = "tokyo"`)}},
		{"a full pool", "z", "on tokyo, tokyo/general/memory lacks 8 GiB in every hour", full},
		// 4,020 against 2,146 and 40,000 ÷ 10 for moving.
		{"the cost of moving", "a", "on tokyo, the cost of moving there is 4,000 JPY a month while it is spread",
			[]string{small.Service("a", gke, "migration {\n    hours    = \"40h\"\n    amortise = \"10mo\"\n  }")}},
		{"a rule about a neighbour", "b", "on tokyo, a rule forbids it with a on tokyo", []string{small.Service("a", tokyo, `pin = "tokyo"`), small.Service("b", gke, `different_sites = ["a"]`)}},
		{"a budget of latency", "b", "on gke, the latency budget of a is 1 ms too small",
			[]string{small.Service("a", tokyo, `pin = "tokyo"`, call("b", "0", "0"), budget), small.Service("b", gke)}},
		{"calls nobody has measured", "a", "nobody has measured calls to b",
			[]string{small.Service("a", gke, "call \"b\" {\n  }"), small.Service("b", gke)}},
	} {
		f := of(t, c.services...)
		for _, s := range f.Services {
			if s.Name != c.service {
				continue
			}
			if diff := cmp.Diff(c.want, s.Why); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.what, diff)
			}
		}
	}
}

// choice is an option of an explanation as text.
type choice struct{ Name, Own, Neighbours, Room, Sum, Lacks string }

func choices(f *plan.File, x *plan.Explanation) (out []choice) {
	for _, o := range x.Options {
		out = append(out, choice{o.Name, jpy(f, o.Own.Sum()), jpy(f, o.Neighbours), jpy(f, o.Room), jpy(f, o.Sum), o.Lacks})
	}
	return out
}

func explained(t *testing.T, f *plan.File, service string) *plan.Explanation {
	t.Helper()
	x, err := plan.Explain(f, service)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAnExplanationSaysWhatEveryOptionCostsInsideThePlan(t *testing.T) {
	call := small.Call
	f := of(t, small.Service("a", `runs_on = "gke"`, `pin = "gke"`), small.Service("b", `runs_on = "tokyo"`, call("a", "0", "40Gi")), small.Service("c", `runs_on = "tokyo"`, call("b", "0", "25Gi")))
	x := explained(t, f, "b")
	want := []choice{
		// c at tokyo is sent 25 GiB × 10 from gke.
		{"gke", "4020", "250", "0", "4270", ""},
		// Each half meets its like: a answers the half at gke, the half at tokyo answers c.
		{"tokyo+gke@2", "6166", "400", "0", "6566", ""},
		// a at gke sends 40 GiB × 10.
		{"tokyo", "2146", "400", "0", "2546", ""},
	}
	if diff := cmp.Diff(want, choices(f, x)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]plan.Talk{{Service: "a", On: "gke", Cost: f.Problem.Pairs[0].Cost[2]}}, x.Options[2].Talks); diff != "" {
		t.Errorf("who is talked to (-want +got):\n%s", diff)
	}
	if _, err := plan.Explain(f, "nobody"); err == nil {
		t.Error("a service that is not there is explained")
	}
}

func TestTheHoursThatDecideAreNamed(t *testing.T) {
	services := []string{}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		services = append(services, small.Service(name, `runs_on = "gke"`))
	}
	f := of(t, services...)
	x := explained(t, f, "a")
	// The fifth saves 4,020 − 2,146 when 16 GiB get free: so much they are worth.
	if room := f.Unit.Amount(x.Options[2].Room).Float(); room < 1873.9 || room > 1874.1 {
		t.Errorf("the room it takes is worth %v, want 1,874", room)
	}
	if len(x.Options[2].Hours) == 0 || x.Options[0].Hours != nil {
		t.Errorf("hours %v at tokyo and %v at gke", x.Options[2].Hours, x.Options[0].Hours)
	}
	// All hours of a capacity are one line, so that the lines add up to the room.
	seen := map[string]bool{}
	var sum int64
	for _, h := range x.Options[2].Hours {
		if seen[h.Block] {
			t.Errorf("%s is told twice", h.Block)
		}
		seen[h.Block] = true
		sum += h.Cost
	}
	if diff := cmp.Diff(x.Options[2].Room, sum); diff != "" {
		t.Error(diff)
	}
}

func TestWhereThePlanDiffersFromAServicesOwnDecisionItSaysWhy(t *testing.T) {
	services := []string{small.Sites, small.Service("a", `runs_on = "gke"`), small.Service("b", `runs_on = "gke"`, `pin = "gke"`), small.Service("c", `runs_on = "gke"`)}
	f := planned(t, small.Load(t, services...), func(r *request) {
		r.alone = map[string]string{"a": "gke", "b": "tokyo", "c": "tokyo"}
	})
	for service, want := range map[string][2]string{
		"a": {"gke", "its own bill would be 2,874 JPY a month higher"},
		"b": {"tokyo", "it is pinned to gke (pin)"},
		"c": {"", ""},
	} {
		x := explained(t, f, service)
		if diff := cmp.Diff(want, [2]string{x.Alone, x.AloneWhy}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", service, diff)
		}
	}
}

func TestWhoMovesTogetherIsNamed(t *testing.T) {
	f := of(t, small.Service("a", `runs_on = "gke"`, `same_site = ["c"]`), small.Service("b", `runs_on = "gke"`), small.Service("c", `runs_on = "gke"`))
	if diff := cmp.Diff([]string{"a", "c"}, explained(t, f, "c").Members); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"b"}, explained(t, f, "b").Members); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsRentedAboveACommitmentIsNoRoomOfOthers(t *testing.T) {
	// b holds 2 of the 3 cores and all 8 GiB that are committed. a's two cores would be 1
	// above them, 730, and its 16 GiB all: 1,460.
	f := planned(t, small.Load(t, committed(), small.Service("a", `runs_on = "gke"`), small.Service("b", `runs_on = "gke"`, `pin = "gke"`)), nil)
	x := explained(t, f, "a")
	got := []string{x.Options[0].Name, jpy(f, x.Options[0].Above), jpy(f, x.Options[0].Room), jpy(f, x.Options[0].Sum)}
	if diff := cmp.Diff([]string{"gke", "2190", "0", "3290"}, got); diff != "" {
		t.Errorf("name, above, room, sum (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("on gke, its use above what is committed would cost 2,190 JPY a month more", x.Service.Why); diff != "" {
		t.Error(diff)
	}
}
