package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/plan"
)

// committed is a commitment of 13.6 cores of which 61.5 are used in one hour and 10 in
// another.
func committed() Full {
	return newFull(plan.Load{
		Block: &plan.Block{Name: "gke/committed/cpu", Site: "gke", Resource: "cpu", Scale: "m", Over: 3},
		Used:  []int64{10000, 61500}, Cap: []int64{13600, 13600}, Peak: 1, Share: 61.5 / 13.6,
	})
}

func TestACommitmentThatIsUsedUpIsNoAlarm(t *testing.T) {
	p := moved()
	p.Full = append(p.Full, committed())
	for _, format := range []string{Text, Markdown} {
		got := planText(t, p, format, 140)
		holds(t, got, "cores committed, 47.9 rented above", "100 %")
		if n := len(p.Full); fullest(p.Full)[n-1].What != "gke/committed/cpu" {
			t.Errorf("the commitment is told as fuller than what is a limit: %v", fullest(p.Full))
		}
	}
	heat, _, _ := p.heat()
	for _, row := range heat.Rows {
		for _, used := range row.Used {
			if used > 1 {
				t.Errorf("%s is drawn as too full", row.Name)
			}
		}
	}
	p.Full = []Full{committed()}
	for _, tile := range p.tiles() {
		if tile.Label == "fullest: gke/committed/cpu" {
			t.Error("a commitment is told to be the fullest capacity")
		}
	}
}

func TestWhatIsBelowACommitmentIsToldAsItsShare(t *testing.T) {
	f := newFull(plan.Load{Block: &plan.Block{Scale: "m", Over: 0}, Used: []int64{6800}, Cap: []int64{13600}, Share: 0.5})
	if diff := cmp.Diff([]string{"50 %", "cores committed"}, []string{f.share(), f.of()}); diff != "" {
		t.Error(diff)
	}
}
