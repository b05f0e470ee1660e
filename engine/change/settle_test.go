package change_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/change"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/plan"
)

// at is a side placed by hand, by service; services that are not named keep their place.
func at(t testing.TB, s *plan.Solved, where map[string]string) *plan.Solved {
	t.Helper()
	r := *s.Result
	r.Placement = slices.Clone(r.Placement)
	for i := range s.Fleet.Services {
		if to, named := where[s.Fleet.Services[i].Name]; named {
			l := s.Fleet.Find(i, to)
			if l < 0 {
				t.Fatalf("%s has no option %s", s.Fleet.Services[i].Name, to)
			}
			r.Placement[i] = uint8(l)
		}
	}
	r.Cost = s.Fleet.Problem.Cost(r.Placement)
	return &plan.Solved{Fleet: s.Fleet, Result: &r}
}

// where are the places of a placement.
func where(s *plan.Solved) map[string]string {
	out := map[string]string{}
	for i := range s.Fleet.Services {
		out[s.Fleet.Services[i].Name] = s.Fleet.Services[i].Options[s.Result.Placement[i]].Name
	}
	return out
}

// Of six like services four fit into tokyo: which of them is a matter of chance.
func TestPlacementsThatCostTheSameAreMadeAlike(t *testing.T) {
	var services []string
	for i := range 6 {
		services = append(services, small.Service(fmt.Sprintf("s%d", i)))
	}
	s := solved(t, side(t, append([]string{small.Sites}, services...)...), nil)
	first := map[string]string{"s0": "tokyo", "s1": "tokyo", "s2": "tokyo", "s3": "tokyo", "s4": "gke", "s5": "gke"}
	last := map[string]string{"s0": "gke", "s1": "gke", "s2": "tokyo", "s3": "tokyo", "s4": "tokyo", "s5": "tokyo"}
	b, a, err := change.Settle(at(t, s, first), at(t, s, last), all)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, where(b)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(first, where(a)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheEarlierSearchMissedIsNoChange(t *testing.T) {
	before := solved(t, side(t, small.Sites, small.Service("a"), small.Service("b")), nil)
	after := solved(t, side(t, small.Sites, small.Service("a"), small.Service("b", `pin = "gke"`)), nil)
	missed := at(t, before, map[string]string{"a": "gke", "b": "tokyo"})
	b, a, err := change.Settle(missed, after, all)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": "tokyo", "b": "tokyo"}, where(b)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"a": "tokyo", "b": "gke"}, where(a)); diff != "" {
		t.Error(diff)
	}
	if b.Result.Cost != b.Fleet.Problem.Cost(b.Result.Placement) || b.Result.Parts.Assignment-missed.Result.Parts.Assignment != b.Result.Cost-missed.Result.Cost {
		t.Errorf("%+v was made of %+v", b.Result, missed.Result)
	}
}

func TestAPlaceThatIsFullIsNotTakenOver(t *testing.T) {
	roomy := solved(t, side(t, small.Sites, small.Service("a")), nil)
	full := solved(t, side(t, small.Replaced(t, small.Sites, "nodes      = 3", "nodes      = 1", "spare      = 1", "spare      = 0"), small.Service("a"), small.Service("b", `pin = "tokyo"`), small.Service("c", `pin = "tokyo"`)), nil)
	_, a, err := change.Settle(roomy, full, all)
	if err != nil {
		t.Fatal(err)
	}
	if broken := a.Fleet.Problem.Broken(a.Result.Placement); len(broken) > 0 {
		t.Errorf("%+v", broken)
	}
}

// Whatever two searches end with, nothing that differs after they were settled could be
// left as it was at no cost, nothing costs more than before, and all fits.
func TestSettlingKeepsWhatIsLawfulAndCostsNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var texts [2]string
		n := rapid.IntRange(2, 6).Draw(r, "services")
		for i := range n {
			words := []string{}
			if other := rapid.IntRange(0, n-1).Draw(r, "calls"); other != i {
				words = append(words, small.Call(fmt.Sprintf("s%d", other), fmt.Sprintf("%dG", rapid.IntRange(1, 400).Draw(r, "sent")), "1G"))
			}
			if rapid.IntRange(0, 3).Draw(r, "pinned") == 0 {
				words = append(words, `runs_on = "gke"`)
			}
			one := small.Service(fmt.Sprintf("s%d", i), words...)
			texts[0] += one
			if i == 0 {
				one = small.Service("s0", append(words, `pin = "gke"`)...)
			}
			texts[1] += one
		}
		before, after := solved(t, side(t, small.Sites, texts[0]), nil), solved(t, side(t, small.Sites, texts[1]), nil)
		b, a, err := change.Settle(before, after, all)
		if err != nil {
			r.Fatal(err)
		}
		lawful(r, before, b)
		lawful(r, after, a)
		for name, now := range where(a) {
			was := where(b)[name]
			i := slices.IndexFunc(a.Fleet.Services, func(s fleet.Service) bool { return s.Name == name })
			l := a.Fleet.Find(i, was)
			if was == now || l < 0 {
				continue
			}
			x := slices.Clone(a.Result.Placement)
			x[i] = uint8(l)
			if p := a.Fleet.Problem; p.Cost(x) <= a.Result.Cost && len(p.Broken(x)) == 0 {
				r.Errorf("%s moves from %s to %s for nothing", name, was, now)
			}
		}
	})
}

// lawful holds a settled side against what it was.
func lawful(r *rapid.T, was, is *plan.Solved) {
	p := is.Fleet.Problem
	if is.Result.Cost > was.Result.Cost || is.Result.Cost != p.Cost(is.Result.Placement) || len(p.Broken(is.Result.Placement)) > 0 {
		r.Errorf("cost %d became %d; broken: %v", was.Result.Cost, is.Result.Cost, p.Broken(is.Result.Placement))
	}
}

// Nobody edited s1 to s5: of placements within the gap of a search the one that moves the
// fewest of them is taken, and it is near enough and fits.
func TestServicesThatNobodyEditedMoveAsFewAsCanBe(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(3, 7).Draw(r, "services")
		var texts [2]string
		for i := range n {
			words := []string{small.Call(fmt.Sprintf("s%d", (i+1)%n), fmt.Sprintf("%dM", rapid.IntRange(1, 3000).Draw(r, "sent")), "1M")}
			texts[0] += small.Service(fmt.Sprintf("s%d", i), words...)
			if i == 0 {
				words = append(words, fmt.Sprintf("pin = %q", rapid.SampledFrom([]string{"gke", "tokyo"}).Draw(r, "pin")))
			}
			texts[1] += small.Service(fmt.Sprintf("s%d", i), words...)
		}
		first := func(name string) bool { return name == "s0" }
		before, after := solved(t, side(t, small.Sites, texts[0]), nil), solved(t, side(t, small.Sites, texts[1]), nil)
		_, costly, err := change.Settle(before, after, all)
		if err != nil {
			r.Fatal(err)
		}
		b, few, err := change.Settle(before, after, first)
		if err != nil {
			r.Fatal(err)
		}
		p := few.Fleet.Problem
		if few.Result.Cost > max(costly.Result.Cost, after.Result.Floor+after.Result.Floor/1000) || few.Result.Cost != p.Cost(few.Result.Placement) || len(p.Broken(few.Result.Placement)) > 0 {
			r.Errorf("it costs %d, and %d is the least", few.Result.Cost, after.Result.Floor)
		}
		if moves, others := apart(b, few), apart(b, costly); moves > others {
			r.Errorf("%d moves instead of %d", moves, others)
		}
	})
}

// apart is how many services two sides place differently.
func apart(b, a *plan.Solved) (n int) {
	was := where(b)
	for name, is := range where(a) {
		if was[name] != is {
			n++
		}
	}
	return n
}
