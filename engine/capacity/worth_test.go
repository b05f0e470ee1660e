package capacity_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/capacity"
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
		got := []string{words(p.Core.More), words(p.Core.Less), words(p.GiB.More), words(p.GiB.Less), p.GiB.NoLess}
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

func TestAStepIsWorthWhatAWholePodIs(t *testing.T) {
	// Two nodes of 36 GiB hold three replicas of 12.1 GiB each with half a GiB more, two
	// without: 4 and 6 of the 8 of four services. A service of two costs 2,146 at tokyo and
	// 2 × 730 + 24.2 × 91.25 + 100 + 1,000 = 4,768.25 at gke: 2,622.25 more.
	texts := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d"} {
		texts = append(texts, small.Replaced(t, small.Service(name), `memory = "8Gi"`, `memory = "12390Mi"`))
	}
	p := examined(t, texts...)
	// 12,390 MiB are 12.099609375 GiB: 24.19921875 × 91.25 = 2,208.1787109375.
	if diff := cmp.Diff([]string{"2622.18", "0.00"}, []string{words(p.GiB.More), words(p.GiB.Less)}); diff != "" {
		t.Errorf("a GiB more and less (-want +got):\n%s", diff)
	}
}

func TestWhatANodeLessCosts(t *testing.T) {
	var pinned []string
	for _, name := range []string{"a", "b", "c", "d"} {
		pinned = append(pinned, tight(t, name, `pin = "tokyo"`))
	}
	for _, c := range []struct {
		what, cost, why string
		texts           []string
	}{
		// A node holds two services: c and d go, 2 × 2,056.50.
		{"two leave", "4113.00", "", six(t)},
		{"nobody may leave", "–", capacity.NothingFits, append([]string{small.Sites}, pinned...)},
	} {
		n := examined(t, c.texts...).Node
		if diff := cmp.Diff([]string{c.cost, c.why}, []string{words(n.Less), n.NoLess}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
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
		for _, unit := range []struct {
			what string
			fleet.Extra
			capacity.Margin
		}{{"cpu", fleet.Extra{Cores: 1}, p.Core}, {"memory", fleet.Extra{MiB: 1024}, p.GiB}} {
			then, _ := best(r, with(in, unit.Cores, unit.MiB))
			holds(r, "more "+unit.what, *unit.More, now.Sub(then))
			if unit.Less != nil {
				then, _ := best(r, with(in, -unit.Cores, -unit.MiB))
				holds(r, "less "+unit.what, *unit.Less, then.Sub(now))
			}
		}
		if p.Node.Less != nil {
			f, _ := fleet.Build(in.Workspace.Vary(spec.Variation{Nodes: map[[2]string]int{{"tokyo", "general"}: -1}}), in.Profiles, in.Suite, in.Build)
			then, _ := best(r, f)
			holds(r, "a node less", *p.Node.Less, then.Sub(now))
		}
	})
}

// with is the fleet with more or less capacity.
func with(in capacity.Input, cores, mib float64) *fleet.Fleet {
	in.Build.Extra = map[[2]string]fleet.Extra{{"tokyo", "general"}: {Cores: cores, MiB: mib}}
	f, _ := fleet.Build(in.Workspace, in.Profiles, in.Suite, in.Build)
	return f
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

func TestAnExaminationThatIsInterruptedIsNoAnswer(t *testing.T) {
	in := input(t, small.Load(t, six(t)...))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := capacity.Examine(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
