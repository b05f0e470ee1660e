package fleet_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/score"
)

// notMonge says where a table breaks what makes a problem one minimum cut.
func notMonge(table []int64, width int) (at []int) {
	for i := 1; i < len(table)/width; i++ {
		for j := 1; j < width; j++ {
			k := i*width + j
			if table[k-1]+table[k-width] < table[k]+table[k-width-1] {
				at = append(at, k)
			}
		}
	}
	return at
}

func TestTwoSitesAreOneCutWithEitherRouting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := draw(t, false).problem(t)
		for k, q := range f.Problem.Pairs {
			if at := notMonge(q.Cost, f.Problem.Width(q.B)); at != nil {
				t.Fatalf("pair %d of %v and %v: %v at %v", k, names(f, int(q.A)), names(f, int(q.B)), q.Cost, at)
			}
		}
	})
}

func TestEveryViewOfASiteIsACut(t *testing.T) {
	charged := 0
	rapid.Check(t, func(t *rapid.T) {
		f := draw(t, true).problem(t)
		if len(f.Problem.Views) != 3 {
			t.Fatalf("%d views of three sites", len(f.Problem.Views))
		}
		for _, v := range f.Problem.Views {
			for k, cost := range v.Cost {
				if cost == nil {
					continue
				}
				charged++
				width := int(slices.Max(v.Level[f.Problem.Pairs[k].B])) + 1
				if at := notMonge(cost, width); at != nil {
					t.Fatalf("%s, pair %d: %v at %v", v.Name, k, cost, at)
				}
			}
		}
	})
	if charged == 0 {
		t.Error("no view charged anything: the property says nothing")
	}
}

// allPlacements calls do with every placement of a small problem.
func allPlacements(p *place.Problem, do func(place.Placement)) {
	x := make(place.Placement, len(p.Services))
	for {
		do(slices.Clone(x))
		i := 0
		for ; i < len(x); i++ {
			if x[i]++; int(x[i]) < p.Width(int32(i)) {
				break
			}
			x[i] = 0
		}
		if i == len(x) {
			return
		}
	}
}

func TestPairsForbidWhatTheRulesRefuseAndNothingElse(t *testing.T) {
	refusals := 0
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.Bool().Draw(t, "third"))
		for name, words := range d.services {
			d.services[name] = strings.ReplaceAll(words, "  different_sites = [\"s1\"]\n", "")
		}
		f := d.problem(t)
		allPlacements(f.Problem, func(x place.Placement) {
			broken := slices.ContainsFunc(f.Problem.Broken(x), func(b place.Break) bool { return b.Pair >= 0 })
			refused, err := f.Judge(x)
			if err != nil {
				t.Fatal(err)
			}
			if len(refused) > 0 {
				refusals++
			}
			if broken != (len(refused) > 0) {
				t.Fatalf("%v: forbidden is %v, the rules refuse %v", x, broken, refused)
			}
		})
	})
	if refusals == 0 {
		t.Error("no rule ever refused: the property says nothing")
	}
}

func TestTheCheapestPlacementIsAllowedWhenItIsWhereThingsRun(t *testing.T) {
	moved := 0
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.Bool().Draw(t, "third"))
		f := d.problem(t)
		x, _, ok := enginetest.Best(f.Problem, nil)
		if !ok {
			t.Skip("nothing fits")
		}
		for i, s := range f.Services {
			for _, name := range s.Members {
				at := s.Options[x[i]].Sites
				if !cmp.Equal(at, d.runsOn[name]) {
					moved++
				}
				d.runsOn[name] = at
			}
		}
		w := d.world(t, d.names)
		judge := score.New(w.w, w.suite, w.profiles)
		for _, s := range w.w.Services {
			decision, err := judge.Evaluate(s)
			if err != nil {
				t.Fatal(err)
			}
			o := decision.Option(strings.Join(d.runsOn[s.Name], "+"))
			if o == nil || !o.Feasible() {
				t.Fatalf("%s on %v: %+v", s.Name, d.runsOn[s.Name], o)
			}
		}
	})
	if moved == 0 {
		t.Error("nothing ever moved: the property says nothing")
	}
}

func TestThePartsAddUpToTheCostOfEveryPlacement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := draw(t, rapid.Bool().Draw(t, "third")).problem(t)
		x := make(place.Placement, len(f.Services))
		for i := range x {
			x[i] = uint8(rapid.IntRange(0, len(f.Services[i].Options)-1).Draw(t, "option"))
		}
		if slices.ContainsFunc(f.Problem.Broken(x), func(b place.Break) bool { return b.Pair >= 0 }) {
			return // what no link joins has no price
		}
		total := f.Total(x)
		sum := total.Services.Add(total.Traffic).Add(total.Committed).Add(total.Hours).Add(total.Moving).Add(total.Score)
		if got, want := f.Unit.Amount(f.Problem.Cost(x)).Float(), sum.Float(); got < want-0.01 || got > want+0.01 {
			t.Fatalf("the problem says %v, the parts %v", got, want)
		}
	})
}

// equalProblems compares what is solved, names left aside.
func equalProblems(a, b *place.Problem) string {
	strip := func(p *place.Problem) *place.Problem {
		q := *p
		q.Services, q.Blocks, q.Pools, q.Views = slices.Clone(p.Services), slices.Clone(p.Blocks), slices.Clone(p.Pools), slices.Clone(p.Views)
		for i := range q.Services {
			q.Services[i].Options = slices.Clone(q.Services[i].Options)
			for l := range q.Services[i].Options {
				q.Services[i].Options[l].Name = ""
			}
		}
		for i := range q.Blocks {
			q.Blocks[i].Name = ""
		}
		for i := range q.Pools {
			q.Pools[i].Name = ""
		}
		for i := range q.Views {
			q.Views[i].Name = ""
		}
		return &q
	}
	return cmp.Diff(strip(a), strip(b))
}

func TestNamesOfSitesDecideNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.Bool().Draw(t, "third"))
		before := d.problem(t)
		rename := func(s string) string {
			for old, name := range map[string]string{"tokyo": "zebra", "gke": "a-cloud"} {
				s = strings.ReplaceAll(s, `"`+old+`"`, `"`+name+`"`)
				s = strings.ReplaceAll(s, old+" = \"", name+" = \"")
			}
			return strings.ReplaceAll(s, `provider = "a-cloud"`, `provider = "gke"`)
		}
		d.sites = rename(d.sites)
		for name, on := range d.runsOn {
			for i := range on {
				on[i] = strings.Trim(rename(`"`+on[i]+`"`), `"`)
			}
			d.runsOn[name] = on
		}
		if diff := equalProblems(before.Problem, d.problem(t).Problem); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.Bool().Draw(t, "third"))
		before := d.problem(t)
		order := slices.Clone(d.names)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		after, _ := d.world(t, order).try(func(o *fleet.Options) { o.Splits = 2 })
		if diff := cmp.Diff(before.Problem, after.Problem); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(before.Services, after.Services); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestFurtherSplitsNeverMakeTheBestPlacementDearer(t *testing.T) {
	finer := 0
	rapid.Check(t, func(t *rapid.T) {
		f := draw(t, false).problem(t)
		x, cost, ok := enginetest.Best(f.Problem, nil)
		if !ok {
			t.Skip("nothing fits")
		}
		// A price in some hours of the first block: 1 JPY a core and hour.
		var prices []place.Price
		for slot := range int32(168) {
			if slot%24 == 12 {
				prices = append(prices, place.Price{Block: 0, Slot: slot, Value: int64(1e6)})
			}
		}
		g, added := f.Refine(prices, x)
		if added == 0 {
			return
		}
		finer++
		if err := g.Problem.Check(); err != nil {
			t.Fatal(err)
		}
		y, kept := g.Carry(f, x)
		newSplitsAreBest(t, f, g, y, prices)
		// Each corner of a table is rounded by itself, so a longer table differs by some.
		const rounding = 100
		if !kept || g.Problem.Cost(y) > cost+rounding || g.Problem.Cost(y) < cost-rounding {
			t.Fatalf("%v carried over is %v and costs %d, not %d", x, y, g.Problem.Cost(y), cost)
		}
		if _, after, ok := enginetest.Best(g.Problem, nil); !ok || after > cost+rounding {
			t.Fatalf("%d before, %d after", cost, after)
		}
	})
	if finer == 0 {
		t.Error("no split was ever added: the property says nothing")
	}
}

// newSplitsAreBest checks that no split a service had before is cheaper, at prices and
// with neighbours as y has them, than the one that was added for the same sites.
func newSplitsAreBest(t *rapid.T, before, after *fleet.Fleet, y place.Placement, prices []place.Price) {
	p := after.Problem
	cost := func(i int, l uint8) float64 {
		z := slices.Clone(y)
		z[i] = l
		sum := float64(p.Place(z))
		for _, u := range p.Services[i].Options[l].Use {
			for _, price := range prices {
				if price.Block == u.Block {
					sum += float64(price.Value) * float64(u.Amount[price.Slot])
				}
			}
		}
		return sum
	}
	for i, s := range after.Services {
		if len(s.Members) > 1 || s.Options[y[i]].Base != nil {
			// Each member's best, which together need not be; or a split that fills a room.
			continue
		}
		for l, o := range s.Options {
			if o.Base == nil || before.Find(i, o.Name) >= 0 {
				continue
			}
			for m, other := range s.Options {
				if other.Base != nil && other.ID == o.ID && cost(i, uint8(m)) < cost(i, uint8(l))-1e6 {
					t.Fatalf("%s: %s costs less than the new %s", s.Name, other.Name, o.Name)
				}
			}
		}
	}
}
