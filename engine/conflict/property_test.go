package conflict

import (
	"math/rand/v2"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
	"pgregory.net/rapid"
)

// keepable says by trying every placement whether some rules can be kept together,
// and what the cheapest placement that does costs. It builds the problem anew.
func keepable(p *place.Problem, rules []Rule, set []int, relaxed Relaxed) (int64, bool) {
	q := *p
	q.Blocks, q.Pairs = slices.Clone(p.Blocks), slices.Clone(p.Pairs)
	for b := range q.Blocks {
		q.Blocks[b].Cap = slices.Clone(q.Blocks[b].Cap)
	}
	domains := make([]place.Set, len(p.Services))
	for i := range domains {
		domains[i] = place.All(p.Width(int32(i)))
	}
	for r, rule := range rules {
		holds := slices.Contains(set, r)
		for _, g := range rule.Grow {
			more := int64(1) << 40
			switch {
			case r == relaxed.Rule:
				more = g.By * relaxed.Units
			case holds:
				more = 0
			}
			for t := range q.Blocks[g.Block].Cap {
				q.Blocks[g.Block].Cap[t] += more
			}
		}
		if !holds {
			continue
		}
		for _, ban := range rule.Bans {
			domains[ban.Service] &^= 1 << ban.Option
		}
		for _, cell := range rule.Cells {
			pair := q.Pairs[cell.Pair]
			forbid := make([]bool, p.Width(pair.A)*p.Width(pair.B))
			next := &place.Rule{Forbid: forbid}
			if pair.Rule != nil {
				copy(forbid, pair.Rule.Forbid)
				next.Use = pair.Rule.Use
			}
			forbid[cell.At] = true
			q.Pairs[cell.Pair].Rule = next
		}
	}
	_, cost, ok := enginetest.Best(&q, domains)
	return cost, ok
}

// drawRules draws up to eight rules about a problem: capacities, bans, pins and
// forbidden cells.
func drawRules(r *rand.Rand, p *place.Problem) (rules []Rule) {
	for b := range p.Blocks {
		if p.Blocks[b].Hard() && r.IntN(4) > 0 {
			rules = append(rules, Rule{Kind: Capacity, Grow: []Grow{{Block: int32(b), By: 1 + r.Int64N(5)}}, Price: r.Int64N(50), Most: r.Int64N(3) * 4})
		}
	}
	for range 1 + r.IntN(5) {
		i := int32(r.IntN(len(p.Services)))
		rule := Rule{Kind: Constraint}
		switch k := r.IntN(4); {
		case k == 0 && len(p.Pairs) > 0:
			pair := int32(r.IntN(len(p.Pairs)))
			q := &p.Pairs[pair]
			rule.Kind = Together
			for at := range p.Width(q.A) * p.Width(q.B) {
				if r.IntN(2) == 0 {
					rule.Cells = append(rule.Cells, Cell{Pair: pair, At: int32(at)})
				}
			}
		case k == 1:
			rule.Kind = Pin
			to := r.IntN(p.Width(i))
			for l := range p.Width(i) {
				if l != to {
					rule.Bans = append(rule.Bans, Ban{i, uint8(l)})
				}
			}
		default:
			rule.Bans = append(rule.Bans, Ban{i, uint8(r.IntN(p.Width(i)))})
		}
		rules = append(rules, rule)
	}
	return rules
}

// cheapest is a solver that tries every placement.
func cheapest(p *place.Problem) (place.Placement, int64, bool) { return enginetest.Best(p, nil) }

// proves says whether prices refute every placement that a set of rules leaves.
func proves(p *place.Problem, rules []Rule, set []int, proof Proof) bool {
	c := newCourt(p, rules, DefaultOptions())
	q := c.question(set, none())
	x := make(place.Placement, len(p.Services))
	var every func(i int) bool
	every = func(i int) bool {
		if i < len(x) {
			for l := range p.Width(int32(i)) {
				if x[i] = uint8(l); q.domains[i].Has(uint8(l)) && !every(i+1) {
					return false
				}
			}
			return true
		}
		for k := range q.p.Pairs {
			if pair := &q.p.Pairs[k]; pair.Forbidden(q.p, x[pair.A], x[pair.B]) {
				return true
			}
		}
		use, sum := p.Usage(x), int64(0)
		for _, price := range proof.Prices {
			block := p.Blocks[price.Block]
			sum += price.Value * (use[price.Block][price.Slot] - block.Cap[price.Slot] - block.FirmMax)
		}
		return sum > 0
	}
	return every(0)
}

func TestAConflictIsOneAndEachOfItsRulesIsNeeded(t *testing.T) {
	for _, few := range []int{0, 20} {
		rapid.Check(t, func(t *rapid.T) {
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
			p := enginetest.Small(r, enginetest.Features(r.IntN(32))|enginetest.Capacities)
			if len(p.Services) > 5 {
				return
			}
			rules := drawRules(r, p)
			o := DefaultOptions()
			o.Few, o.Solve, o.More = few, cheapest, 0
			c, err := Explain(p, rules, o)
			if err != nil {
				t.Fatal(err)
			}
			every := make([]int, len(rules))
			for k := range every {
				every[k] = k
			}
			_, ok := keepable(p, rules, every, none())
			if want := map[bool]Verdict{true: Packing, false: Infeasible}[ok]; c.Verdict != want {
				t.Fatalf("%s, want %s", c.Verdict, want)
			}
			if ok {
				return
			}
			checkConflict(t, p, rules, c)
			if few > 0 {
				checkSmallest(t, p, rules, c)
			}
			checkWays(t, p, rules, every, c)
		})
	}
}

func TestWithoutTimeToThinkNothingFalseIsClaimed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 4))
		p := enginetest.Small(r, enginetest.Features(r.IntN(32))|enginetest.Capacities|enginetest.Rules)
		if len(p.Services) > 5 {
			return
		}
		rules := drawRules(r, p)
		o := Options{Few: 20 * r.IntN(2), Steps: r.IntN(2), Work: r.IntN(500), Solve: cheapest}
		c, err := Explain(p, rules, o)
		if err != nil {
			t.Fatal(err)
		}
		every := make([]int, len(rules))
		for k := range every {
			every[k] = k
		}
		_, ok := keepable(p, rules, every, none())
		if c.Verdict == Packing && !ok || c.Verdict == Infeasible && ok {
			t.Fatalf("%s, and a placement fits: %v", c.Verdict, ok)
		}
		if c.Verdict != Infeasible {
			return
		}
		if _, ok := keepable(p, rules, c.Set, none()); ok {
			t.Fatalf("%v can be kept", c.Set)
		}
		if c.Irreducible {
			checkConflict(t, p, rules, c)
		}
		if c.Smallest {
			checkSmallest(t, p, rules, c)
		}
		for _, w := range c.Ways {
			rest := slices.Delete(slices.Clone(every), w.Relaxed.Rule, w.Relaxed.Rule+1)
			if cost, ok := keepable(p, rules, rest, w.Relaxed); !ok || w.Planned && cost != w.Cost {
				t.Fatalf("%+v does not help", w)
			}
			if less := w.Relaxed; w.Least && less.Units > 1 {
				less.Units--
				if _, ok := keepable(p, rules, rest, less); ok {
					t.Fatalf("%+v: one less suffices", w)
				}
			}
		}
	})
}

func checkConflict(t *rapid.T, p *place.Problem, rules []Rule, c *Conflict) {
	if _, ok := keepable(p, rules, c.Set, none()); ok {
		t.Fatalf("%v can be kept", c.Set)
	}
	if !c.Irreducible {
		t.Fatal("nobody says that it is irreducible")
	}
	for k := range c.Set {
		rest := slices.Delete(slices.Clone(c.Set), k, k+1)
		if _, ok := keepable(p, rules, rest, none()); !ok {
			t.Fatalf("%v is in conflict without rule %d", c.Set, c.Set[k])
		}
	}
	if c.Proof.Means == Room && !proves(p, rules, c.Set, c.Proof) {
		t.Fatalf("prices %v prove nothing", c.Proof.Prices)
	}
}

func checkSmallest(t *rapid.T, p *place.Problem, rules []Rule, c *Conflict) {
	if !c.Smallest {
		t.Fatal("nobody says that it is the smallest")
	}
	for bits := range 1 << len(rules) {
		var set []int
		for k := range rules {
			if bits>>k&1 == 1 {
				set = append(set, k)
			}
		}
		if len(set) < len(c.Set) {
			if _, ok := keepable(p, rules, set, none()); !ok {
				t.Fatalf("%v is smaller than %v", set, c.Set)
			}
		}
	}
}

// checkWays compares the ways with what trying every rule and every number of units
// gives.
func checkWays(t *rapid.T, p *place.Problem, rules []Rule, every []int, c *Conflict) {
	found := make(map[int]Way)
	last := int64(-1 << 62)
	for _, w := range c.Ways {
		found[w.Relaxed.Rule] = w
		if w.Total() < last {
			t.Fatal("a dearer way comes first")
		}
		last = w.Total()
	}
	for k, rule := range rules {
		rest := slices.Delete(slices.Clone(every), k, k+1)
		w, listed := found[k]
		if len(rule.Grow) == 0 {
			cost, ok := keepable(p, rules, rest, none())
			if ok != listed || ok && (w.Cost != cost || !w.Planned || !w.Least) {
				t.Fatalf("rule %d: %v %+v, want %v %d", k, listed, w, ok, cost)
			}
			continue
		}
		units, cost, ok := int64(0), int64(0), false
		for units < 400 && !ok && (rule.Most == 0 || units < rule.Most) {
			units++
			cost, ok = keepable(p, rules, rest, Relaxed{Rule: k, Units: units})
		}
		if ok != listed || ok && (w.Relaxed.Units != units || w.Cost != cost || !w.Least || w.Extra != units*rule.Price) {
			t.Fatalf("rule %d: %v %+v, want %v: %d units, %d", k, listed, w, ok, units, cost)
		}
	}
}

func rngOf(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 3)) }
