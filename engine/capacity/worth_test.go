package capacity_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/capacity"
	"berth.dev/engine/enginetest"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
	"berth.dev/engine/spec"
)

func six(t testing.TB, words ...string) []string {
	out := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		out = append(out, tight(t, name, words...))
	}
	return out
}

func TestWhatOneMoreAndOneLessAreWorth(t *testing.T) {
	pinned := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d"} {
		pinned = append(pinned, tight(t, name, `pin = "tokyo"`))
	}
	none := small.Replaced(t, small.Sites, `in_use     = { cpu = "0", memory = "0" }`, `in_use     = { cpu = "17.5", memory = "71.5Gi" }`)
	for _, c := range []struct {
		what                                      string
		texts                                     []string
		moreCore, lessCore, moreGiB, lessGiB, why string
	}{
		// Four are there, memory is full, 8 of 18 cores are used. Without a GiB one leaves.
		{"full of memory", six(t), "0.00", "0.00", "0.00", "2056.50", ""},
		{"full of what may not leave", pinned, "0.00", "0.00", "0.00", "–", capacity.NothingFits},
		{"no whole unit left", []string{none, tight(t, "a", `runs_on = "gke"`)}, "0.00", "–", "0.00", "–", capacity.NoneThere},
		{"empty", []string{small.Sites, tight(t, "a", `pin = "gke"`)}, "0.00", "0.00", "0.00", "0.00", ""},
	} {
		p := examined(t, c.texts...)
		got := []string{words(&p.Core.More), words(p.Core.Less), words(&p.GiB.More), words(p.GiB.Less), p.GiB.NoLess}
		if diff := cmp.Diff([]string{c.moreCore, c.lessCore, c.moreGiB, c.lessGiB, c.why}, got); diff != "" {
			t.Errorf("%s: core and GiB, more and less (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestWhatANodeIsWorthAndWhenItPaysBack(t *testing.T) {
	dollars := small.Replaced(t, small.Sites, `"600000 JPY"`, `"4000 USD"`) + "rate \"USD\" {\n  value  = \"150 JPY\"\n  date   = \"2026-10-01\"\n  source = \"test\"\n}\n"
	for _, c := range []struct {
		what, sites, saves string
		months             float64
		room               bool
	}{
		// A node holds four replicas: e and f come, 2 × 2,056.50. It costs 1,000 of upkeep,
		// 730 of idle power and 73 for its reserved core: 600,000 ÷ (4,113 − 1,803).
		{"pays back", small.Sites, "4113.00", 600000.0 / 2310, true},
		{"is priced in another currency", dollars, "4113.00", 600000.0 / 2310, true},
		{"costs more to run than it saves", small.Replaced(t, small.Sites, `"1000 JPY/mo"`, `"4000 JPY/mo"`), "4113.00", -1, true},
		{"has no room", small.Replaced(t, small.Sites, "max_nodes  = 6", "max_nodes  = 3"), "4113.00", 600000.0 / 2310, false},
		{"has room where nobody says how much", small.Replaced(t, small.Sites, "    max_nodes  = 6\n", ""), "4113.00", 600000.0 / 2310, true},
	} {
		texts := append([]string{c.sites}, six(t)[1:]...)
		n := examined(t, texts...).Node
		if diff := cmp.Diff(c.saves, words(&n.Saves)); diff != "" {
			t.Errorf("a node that %s saves (-want +got):\n%s", c.what, diff)
		}
		if math.Abs(n.Months[0]-c.months) > 1e-6 || math.Abs(n.Months[1]-c.months) > 1e-6 || n.Room != c.room || !n.Priced || !n.Known {
			t.Errorf("a node that %s: %v months (want %v), room %v", c.what, n.Months, c.months, n.Room)
		}
		// 240 days of 24 hours, a month having 730.
		if diff := cmp.Diff(240*24/730.0, n.Lead); diff != "" {
			t.Errorf("lead time in months (-want +got):\n%s", diff)
		}
	}
}

func TestTheWorthOfOneMoreIsBetweenTheToldAmounts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := []string{small.Sites}
		for _, name := range []string{"a", "b", "c", "d", "e", "f"}[:rapid.IntRange(3, 6).Draw(r, "services")] {
			s := small.Service(name, `runs_on = "gke"`)
			s = small.Replaced(t, s, `memory = "8Gi"`, `memory = "`+rapid.SampledFrom([]string{"5Gi", "9Gi", "13Gi", "18Gi"}).Draw(r, "memory")+`"`,
				`cpu    = "1"`, `cpu    = "`+rapid.SampledFrom([]string{"1", "2", "4500m"}).Draw(r, "cpu")+`"`)
			texts = append(texts, s)
		}
		in := input(t, small.Load(t, texts...))
		// A wide gap makes intervals of amounts.
		in.Search.Gap = rapid.SampledFrom([]float64{0, 0.05, 0.3}).Draw(r, "gap")
		report, err := capacity.Examine(context.Background(), in)
		if err != nil {
			r.Fatal(err)
		}
		p := report.Pools[0]
		now, _ := best(r, in.Fleet)
		more := in.Workspace.Vary(spec.Variation{Nodes: map[[2]string]int{{"tokyo", "general"}: 1}})
		f, _ := fleet.Build(more, in.Profiles, in.Suite, in.Build)
		then, _ := best(r, f)
		holds(r, "a node", p.Node.Saves, now.Sub(then))
		for resource, m := range map[string]capacity.Margin{"cpu": p.Core, "memory": p.GiB} {
			units := map[string]int64{"cpu": 1000, "memory": 1024}[resource]
			was, _ := bare(r, in.Fleet, resource, 0)
			with, _ := bare(r, in.Fleet, resource, units)
			holds(r, "more "+resource, m.More, was.Sub(with))
			without, fits := bare(r, in.Fleet, resource, -units)
			if fits != (m.Less != nil) {
				r.Fatalf("less %s: %v fits, told %q", resource, fits, m.NoLess)
			}
			if fits {
				holds(r, "less "+resource, *m.Less, without.Sub(was))
			}
		}
	})
}

func holds(t *rapid.T, what string, i capacity.Interval, worth money.Amount) {
	if i.Least.Cmp(worth) > 0 || i.Most.Cmp(worth) < 0 {
		t.Fatalf("%s is worth %s and is told to be %s", what, worth.Rounded(2), words(&i))
	}
}

// best is the cheapest of all placements that fit and pack, found by trying them all.
func best(t *rapid.T, f *fleet.Fleet) (money.Amount, bool) {
	p, found, least := f.Problem, false, int64(0)
	x := make(place.Placement, len(p.Services))
	for {
		if cost := p.Cost(x); (!found || cost < least) && len(p.Broken(x)) == 0 {
			if packed := pack.Check(p, x); packed.Packed() {
				found, least = true, cost
			}
		}
		i := 0
		for i < len(x) && int(x[i]) == p.Width(int32(i))-1 {
			x[i] = 0
			i++
		}
		if i == len(x) {
			break
		}
		x[i]++
	}
	if !found {
		t.Skip("nothing fits")
	}
	return f.Unit.Amount(least), found
}

// bare is the cheapest placement without packing, with so many units more.
func bare(t *rapid.T, f *fleet.Fleet, resource string, units int64) (money.Amount, bool) {
	p := *f.Problem
	p.Pools = nil
	p.Blocks = append(p.Blocks[:0:0], p.Blocks...)
	p.Services = append(p.Services[:0:0], p.Services...)
	for i := range p.Services {
		p.Services[i].Options = append(p.Services[i].Options[:0:0], p.Services[i].Options...)
		for l := range p.Services[i].Options {
			p.Services[i].Options[l].Pods = nil
		}
	}
	for b, says := range f.Blocks {
		all := append([]int64{}, p.Blocks[b].Cap...)
		for k := range all {
			switch {
			case says.Kind == fleet.Pieces:
				all[k] = 1 << 30
			case says.Kind == fleet.Capacity && says.Resource == resource:
				all[k] += units
			}
		}
		p.Blocks[b].Cap = all
	}
	_, cost, found := enginetest.Best(&p, nil)
	return f.Unit.Amount(cost), found
}

func TestAnExaminationThatIsInterruptedIsNoAnswer(t *testing.T) {
	in := input(t, small.Load(t, six(t)...))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := capacity.Examine(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
