package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
)

// told are the moves as text.
type told struct {
	Service, From, To, Saves, Work, Once string
	Payback                              float64
	Wave                                 int
}

func moves(t testing.TB, f *plan.File) (out []told) {
	t.Helper()
	for _, m := range view(t, f).Moves {
		one := told{Service: m.Service, From: m.From, To: m.To, Once: jpy(f, m.Once), Payback: float64(int(m.Payback()*1000)) / 1000, Wave: m.Wave}
		if m.Known {
			one.Saves, one.Work = jpy(f, m.Saves), jpy(f, m.Work)
		}
		out = append(out, one)
	}
	return out
}

func TestAMoveSaysWhatItSavesAndWhenItPaysBack(t *testing.T) {
	gke, tokyo, call := `runs_on = "gke"`, `runs_on = "tokyo"`, small.Call
	for _, c := range []struct {
		what     string
		services []string
		want     []told
	}{
		{
			// 3,020 − 146, of which 1,000 more work; 10,000 ÷ 1,874.
			"with a cost of moving", []string{small.Service("a", gke, moving)},
			[]told{{"a", "gke", "tokyo", "2874", "1000", "10000", 5.336, 1}},
		},
		{
			// Its bill rises by 2,874 and 5,000 of traffic are gone.
			"after a neighbour", []string{small.Service("a", gke, `pin = "gke"`, call("b", "500Gi", "0")), small.Service("b", tokyo, moving)},
			[]told{{"b", "tokyo", "gke", "2126", "-1000", "10000", 3.198, 1}},
		},
		{
			// They cross at gke's price for what leaves it, 10 × 100, and do not where both
			// are at tokyo. Only a moves: all of that is its own.
			"to a neighbour", []string{small.Service("a", gke, call("b", "100Gi", "0")), small.Service("b", tokyo)},
			[]told{{"a", "gke", "tokyo", "3874", "1000", "0", 0, 1}},
		},
		{
			// Today is forbidden: what it costs is not known.
			"from a place that is forbidden", []string{small.Service("a", gke, `pin = "tokyo"`, moving)},
			[]told{{"a", "gke", "tokyo", "", "", "10000", -1, 1}},
		},
		{
			"of which nobody says where it runs", []string{small.Service("a", moving)},
			[]told{{"a", "not said", "tokyo", "", "", "0", 0, 1}},
		},
		{
			// Both move; each pays its own.
			"together with another", []string{small.Service("a", gke, moving, `same_site = ["b"]`), small.Service("b", gke)},
			[]told{{"a", "gke", "tokyo", "2874", "1000", "10000", 5.336, 1}, {"b", "gke", "tokyo", "2874", "1000", "0", 0, 1}},
		},
	} {
		if diff := cmp.Diff(c.want, moves(t, of(t, c.services...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestWhatIsRentedAboveACommitmentIsSavedByWhoMovesAway(t *testing.T) {
	// Three have 6 cores and 48 GiB at gke, 3 and 8 of them committed. Two leave: of
	// cores 3 were above and none is, 3 × 730 shared by the 4 that go; all their memory
	// was above. Each saves 2 × 547.50 + 16 × 91.25 + 100 − 146.
	f := planned(t, small.Load(t, committed(), small.Service("a", `runs_on = "gke"`, `pin = "gke"`), small.Service("b", `runs_on = "gke"`), small.Service("c", `runs_on = "gke"`)), nil)
	var got []string
	for _, m := range moves(t, f) {
		got = append(got, m.Service+" "+m.Saves)
	}
	if diff := cmp.Diff([]string{"b 2509", "c 2509"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAMoveThatSavesNothingNeverPaysBack(t *testing.T) {
	for _, m := range []plan.Move{
		{Once: 1, Saves: 0, Known: true}, {Once: 1, Saves: -5, Known: true}, {Once: 1, Saves: 5, Known: false},
		{Once: 1, Saves: 5, Work: 5, Known: true},
	} {
		if diff := cmp.Diff(-1.0, m.Payback()); diff != "" {
			t.Errorf("%+v: %s", m, diff)
		}
	}
	if diff := cmp.Diff(0.0, plan.Move{Saves: -5, Known: true}.Payback()); diff != "" {
		t.Errorf("what costs nothing pays back at once: %s", diff)
	}
}

func TestServicesWhoseCallsNobodyMeasuredAreHeld(t *testing.T) {
	unmeasured := small.Replaced(t, small.Service("a", `runs_on = "gke"`), `calls = "complete"`, "")
	v := view(t, of(t, unmeasured, small.Service("b", `runs_on = "tokyo"`)))
	if len(v.Moves) != 0 || v.Stays != 2 || len(v.Held) != 1 || v.Held[0].Service != "a" || v.Held[0].Why == "" {
		t.Errorf("%d moves, %d stay, held %v", len(v.Moves), v.Stays, v.Held)
	}
}

func TestMovesAreToldInTheOrderOfTheirWaves(t *testing.T) {
	// tokyo is full of b, c, d and e; a must come and somebody leave first.
	services := []string{small.Service("a", `runs_on = "gke"`, `pin = "tokyo"`)}
	for _, name := range []string{"b", "c", "d", "e"} {
		services = append(services, small.Service(name, `runs_on = "tokyo"`))
	}
	f := of(t, services...)
	var got []string
	for _, m := range view(t, f).Moves {
		got = append(got, m.Service+" "+m.From+" "+m.To)
	}
	if len(f.Waves) != 2 || len(got) != 2 || got[1] != "a gke tokyo" {
		t.Errorf("%d waves: %q", len(f.Waves), got)
	}
}
