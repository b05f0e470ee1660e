package fleet_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheNineServicesOfTheTalkFitWhereTheyAre(t *testing.T) {
	f := loadPixiv(t).build(t, nil)
	today := f.Today()
	if slices.Contains(today.Allowed, false) || slices.Contains(today.Unsaid, true) {
		t.Errorf("allowed %v, unsaid %v", today.Allowed, today.Unsaid)
	}
	if broken := f.Problem.Broken(today.Placement); len(broken) > 0 {
		t.Errorf("today breaks %v", broken)
	}
	refused, err := f.Judge(today.Placement)
	if diff := cmp.Diff(0, len(refused)); diff != "" || err != nil {
		t.Error(err, refused)
	}
}
