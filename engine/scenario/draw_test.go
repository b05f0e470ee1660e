package scenario_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/scenario"
)

func TestTheSameSeedDrawsTheSameCases(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a")).Workspace
	r := scenario.DefaultRanges()
	if diff := cmp.Diff(scenario.Draw(w, 40, 7, r), scenario.Draw(w, 40, 7, r)); diff != "" {
		t.Errorf("seed 7 drew twice (-first +second):\n%s", diff)
	}
	if cmp.Equal(scenario.Draw(w, 40, 7, r), scenario.Draw(w, 40, 8, r)) {
		t.Error("seeds 7 and 8 draw the same")
	}
	// A longer draw begins as a shorter one.
	if diff := cmp.Diff(scenario.Draw(w, 10, 7, r), scenario.Draw(w, 40, 7, r)[:10]); diff != "" {
		t.Error(diff)
	}
}

func TestFactorsAreWithinTheirRanges(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a")).Workspace
	in := func(f float64, r [2]float64) bool { return f >= r[0]-0.0005 && f <= r[1]+0.0005 }
	rapid.Check(t, func(t *rapid.T) {
		r := scenario.DefaultRanges()
		for _, c := range scenario.Draw(w, 12, rapid.Uint64().Draw(t, "seed"), r) {
			link := c.Variation.Links[[2]string{"tokyo", "gke"}]
			down := c.Variation.Nodes[[2]string{"tokyo", "general"}]
			ok := false
			switch c.Kind {
			case scenario.Prices:
				ok = in(c.Variation.Cloud, r.Prices) && in(c.Variation.Owned, r.Prices) && c.Load == 0
			case scenario.Traffic:
				ok = in(c.Load, r.Traffic) && c.Variation.Cloud == 0
			case scenario.Down:
				ok = down == -math.MaxInt32 && c.Words == "tokyo/general down"
			case scenario.Link:
				ok = in(link, r.Link) && c.Load == 0
			}
			if !ok || c.Words == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestKindsComeByTurnsAndOnlyWhereThereIsSomethingToVary(t *testing.T) {
	kinds := func(texts ...string) (out []scenario.Kind) {
		for _, c := range scenario.Draw(small.Load(t, texts...).Workspace, 5, 1, scenario.DefaultRanges()) {
			out = append(out, c.Kind)
		}
		return out
	}
	want := []scenario.Kind{scenario.Prices, scenario.Traffic, scenario.Down, scenario.Link, scenario.Prices}
	if diff := cmp.Diff(want, kinds(small.Sites, small.Service("a"))); diff != "" {
		t.Error(diff)
	}
	// A rented site alone: no pool of one's own, no link.
	begin, end := indexOf(t, "site \"tokyo\""), indexOf(t, "site \"gke\"")
	link, book := indexOf(t, "link \"tokyo\""), indexOf(t, "price_book")
	alone := small.Sites[:begin] + small.Sites[end:link] + small.Sites[book:indexOf(t, "endpoint")]
	want = []scenario.Kind{scenario.Prices, scenario.Traffic, scenario.Prices, scenario.Traffic, scenario.Prices}
	if diff := cmp.Diff(want, kinds(alone, small.Service("a"))); diff != "" {
		t.Error(diff)
	}
}

func TestTheRangesAreTold(t *testing.T) {
	want := "prices of clouds and of own machines × 0.75 to 1.35, traffic × 0.7 to 1.5, one link's prices × 0.5 to 2, one site's largest pool down"
	if diff := cmp.Diff(want, scenario.DefaultRanges().Words()); diff != "" {
		t.Error(diff)
	}
}
