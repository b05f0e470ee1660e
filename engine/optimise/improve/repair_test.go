package improve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

func TestWhatWasRepairedAndImprovedFitsAndIsNoBetterThanTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		s := improve.New(p).State(anywhere(r, p))
		_, least, possible := enginetest.Best(p, nil)
		if !s.Repair() {
			return
		}
		if !possible {
			t.Fatal("repaired what cannot fit")
		}
		last := s.Cost()
		steps := []struct {
			name string
			do   func() int64
		}{
			{"fill", s.Fill},
			{"swap", func() int64 { return s.Swap(20) }},
			{"merge", func() int64 { return s.Merge(anywhere(r, p)) }},
		}
		for _, step := range steps {
			saved := step.do()
			if saved < 0 || s.Cost() != last-saved || s.Cost() < least {
				t.Fatalf("%s: cost %d after %d, %d said to be saved, the best is %d", step.name, s.Cost(), last, saved, least)
			}
			last = s.Cost()
			agrees(t, p, s, append(place.Placement(nil), s.Placement()...))
			if !s.Fitting() {
				t.Fatalf("%s broke something", step.name)
			}
		}
	})
}

// The share is what is found today, a little below it: a change that finds clearly
// less is to be seen.
func TestSmallProblemsAreNearlyAlwaysRepairedAndOftenSolved(t *testing.T) {
	var possible, repaired, solved int
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := enginetest.Small(r, everything)
		s := improve.New(p).State(anywhere(r, p))
		_, least, ok := enginetest.Best(p, nil)
		if !ok {
			continue
		}
		possible++
		if s.Repair() {
			repaired++
			s.Fill()
			s.Swap(20)
			if s.Cost() == least {
				solved++
			}
		}
	}
	t.Logf("%d possible, %d repaired, %d solved", possible, repaired, solved)
	if repaired*100 < possible*98 || solved*100 < possible*95 {
		t.Errorf("%d possible, %d repaired, %d solved", possible, repaired, solved)
	}
}

func TestRepairTakesWhatCostsLeastForItsRelief(t *testing.T) {
	// 6 cores for 3 + 2 + 4: 3 too many. Renting costs 9 whichever goes, so the one
	// with 3 or 4 cores goes, for 9/3; the one with 2 would relieve only 2 for 9.
	p := cores(6, 3, 2, 4)
	s := improve.New(p).State(place.Placement{1, 1, 1})
	if !s.Repair() {
		t.Fatal("not repaired")
	}
	if d := cmp.Diff(place.Placement{0, 1, 1}, s.Placement()); d != "" {
		t.Error(d)
	}
}

func TestServicesThatMustStayTogetherMoveTogether(t *testing.T) {
	// Three services of 2 cores, each bound to the next: all rented or all owned.
	chain := func(room int64) *place.Problem {
		p := cores(room, 2, 2, 2)
		apart := []bool{false, true, true, false}
		p.Pairs = []place.Pair{
			{A: 0, B: 1, Rule: &place.Rule{Forbid: apart}},
			{A: 1, B: 2, Rule: &place.Rule{Forbid: apart}},
		}
		return p
	}
	t.Run("into the room there is", func(t *testing.T) {
		s := improve.New(chain(6)).State(place.Placement{0, 0, 0})
		if saved := s.Fill(); saved != 27 { // 3 × (10 − 1)
			t.Errorf("saved %d, want 27", saved)
		}
	})
	t.Run("out of room that lacks", func(t *testing.T) {
		s := improve.New(chain(5)).State(place.Placement{1, 1, 1})
		if !s.Repair() {
			t.Fatal("not repaired")
		}
		if d := cmp.Diff(place.Placement{0, 0, 0}, s.Placement()); d != "" {
			t.Error(d)
		}
	})
	t.Run("where they were torn apart", func(t *testing.T) {
		s := improve.New(chain(6)).State(place.Placement{1, 0, 1})
		if !s.Repair() {
			t.Fatal("not repaired")
		}
		if d := cmp.Diff(place.Placement{1, 1, 1}, s.Placement()); d != "" {
			t.Error(d)
		}
	})
}

func TestASwapFindsWhatSingleMovesCannot(t *testing.T) {
	// 4 cores hold service 0 with 4 cores; owned it saves 9, but 1 and 2 together
	// would save 18 in 2 + 2. Single moves are stuck; giving back one for one is not
	// enough either: 0 goes and 1 comes at no gain, and filling brings 2.
	p := cores(4, 4, 2, 2)
	p.Services[1].Options[1].Cost = 0 // so that the exchange of 0 for 1 alone gains 1
	s := improve.New(p).State(place.Placement{1, 0, 0})
	if saved := s.Fill(); saved != 0 {
		t.Fatalf("filling saved %d without room", saved)
	}
	if saved := s.Swap(10); saved != 10 { // from 21 to 11
		t.Errorf("saved %d, want 10", saved)
	}
}

func TestWhatAStateFindsDoesNotDependOnWhatItHeldBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		board := improve.New(p)
		work := func(s *improve.State) {
			s.Repair()
			s.Fill()
			s.Swap(10)
		}
		used := board.State(anywhere(r, p))
		work(used)
		x := anywhere(r, p)
		used.Set(x)
		work(used)
		fresh := board.State(x)
		work(fresh)
		if d := cmp.Diff(fresh.Placement(), used.Placement()); d != "" {
			t.Fatal(d)
		}
	})
}

func TestMergingTakesOverWholePartsOnlyWhereTheyFit(t *testing.T) {
	// 0 and 1 talk for 50 when apart, as do 2 and 3: alone nobody moves. 4 cores
	// hold one of the two couples; 2 and 3 save more.
	p := cores(4, 2, 2, 2, 2)
	p.Services[2].Options[1].Cost = 0
	apart := []int64{0, 50, 50, 0}
	p.Pairs = []place.Pair{{A: 0, B: 1, Cost: apart}, {A: 2, B: 3, Cost: apart}}
	s := improve.New(p).State(place.Placement{0, 0, 0, 0})
	if saved := s.Fill(); saved != 0 {
		t.Fatalf("a service left its neighbour for %d", saved)
	}
	if saved := s.Merge(place.Placement{1, 1, 1, 1}); saved != 19 { // 10 + 9
		t.Errorf("saved %d, want 19", saved)
	}
	if d := cmp.Diff(place.Placement{0, 0, 1, 1}, s.Placement()); d != "" {
		t.Error(d)
	}
}
