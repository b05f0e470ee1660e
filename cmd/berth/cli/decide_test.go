package cli

import (
	"context"
	"errors"
	"io"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// smallFleet is a fleet whose services differ in how long they take to decide.
func smallFleet(t *testing.T, n int) *score.Fleet {
	t.Helper()
	w, diags := spec.Parse(enginetest.Fleet(n, 1), spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags[0].Error())
	}
	suite, diags := policies.Compile(w)
	if diags.HasErrors() {
		t.Fatal(diags[0].Error())
	}
	profiles, _ := score.Profiles(w, nil)
	return score.New(w, suite, profiles)
}

func TestDecisionsComeInOrderHoweverManyAreMadeAtOnce(t *testing.T) {
	f := smallFleet(t, 300)
	i := 0
	err := decideAll(t.Context(), f, f.Workspace.Services, func(d decided) error {
		if want := f.Workspace.Services[i]; d.service != want || d.decision.Service != want.Name {
			t.Fatalf("decision %d is on %s, want %s", i, d.service.Name, want.Name)
		}
		i++
		return d.err
	})
	if err != nil || i != len(f.Workspace.Services) {
		t.Errorf("%d of %d decisions, %v", i, len(f.Workspace.Services), err)
	}
}

func TestDecidingStopsWhenNobodyTakesTheResult(t *testing.T) {
	f := smallFleet(t, 300)
	n := 0
	err := decideAll(t.Context(), f, f.Workspace.Services, func(decided) error {
		n++
		return io.ErrClosedPipe
	})
	if !errors.Is(err, io.ErrClosedPipe) || n != 1 {
		t.Errorf("%d taken, %v", n, err)
	}
}

func TestDecidingStopsWhenTheUserDoes(t *testing.T) {
	f := smallFleet(t, 300)
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := decideAll(ctx, f, f.Workspace.Services, func(decided) error {
		if n++; n == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n == len(f.Workspace.Services) {
		t.Errorf("%d taken, %v", n, err)
	}
}

func TestNoServiceIsNoWork(t *testing.T) {
	err := decideAll(t.Context(), smallFleet(t, 1), nil, func(decided) error { return errors.New("called") })
	if err != nil {
		t.Error(err)
	}
}
