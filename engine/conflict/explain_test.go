package conflict

import (
	"fmt"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
	"github.com/google/go-cmp/cmp"
)

// rack is a rack with room for 10, and services that may run in the cloud (option 0)
// for three times their size or on the rack (option 1) for their size.
func rack(sizes ...int32) *place.Problem {
	p := &place.Problem{Blocks: []place.Block{{Name: "rack/cpu", Cap: []int64{10}}}}
	for i, size := range sizes {
		p.Services = append(p.Services, place.Service{Name: fmt.Sprintf("s%d", i), Options: []place.Option{
			{Name: "cloud", Cost: 3 * int64(size)},
			{Name: "rack", Cost: int64(size), Use: []place.Use{{Block: 0, Amount: []int32{size}}}},
		}})
	}
	return p
}

// nodes is the rule that the rack has so many nodes of 4 for 2 each.
func nodes(most int64) Rule {
	return Rule{Name: "node_pool rack", Where: "sites.hcl:7", Kind: Capacity, Grow: []Grow{{Block: 0, By: 4}}, Unit: "nodes", Price: 2, Most: most}
}

// onRack and inCloud are pins of a service.
func onRack(i int32) Rule {
	return Rule{Name: fmt.Sprintf("pin of s%d", i), Where: fmt.Sprintf("services.hcl:%d", i), Kind: Pin, Bans: []Ban{{i, 0}}}
}

func inCloud(i int32) Rule {
	return Rule{Name: fmt.Sprintf("residency of s%d", i), Kind: Constraint, Bans: []Ban{{i, 1}}}
}

// told is a conflict in words.
func told(c *Conflict, rules []Rule) []string {
	out := []string{string(c.Verdict)}
	for _, r := range c.Set {
		out = append(out, rules[r].Name)
	}
	if c.Verdict == Infeasible {
		out = append(out, fmt.Sprintf("irreducible %v, smallest %v, by %s", c.Irreducible, c.Smallest, c.Proof.Means))
	}
	for _, w := range c.Ways {
		out = append(out, fmt.Sprintf("%s = %d", w.Text(rules), w.Total()))
	}
	return out
}

func TestAConflictIsExplainedWithItsCheapestWayOut(t *testing.T) {
	apart := rack(4, 4)
	apart.Pairs = []place.Pair{{A: 0, B: 1}}
	notBothInCloud := Rule{Name: "different_sites of s0 and s1", Kind: Together, Cells: []Cell{{Pair: 0, At: 0}}}
	// Pairs use 3, 5, 5 and 8 of 4: only both in the cloud stay within the budget.
	slow := rack(4, 4)
	slow.Blocks = append(slow.Blocks, place.Block{Name: "latency of s0", Cap: []int64{4}})
	slow.Pairs = []place.Pair{{A: 0, B: 1, Rule: &place.Rule{Use: []place.Use{{Block: 1, Amount: []int32{3, 5, 5, 8}}}}}}
	budget := Rule{Name: "latency_budget of s0", Where: "services.hcl:9", Kind: Budget, Grow: []Grow{{Block: 1, By: 1}}, Unit: "ms"}
	tests := []struct {
		name  string
		p     *place.Problem
		rules []Rule
		want  []string
	}{
		{
			// 6 + 5 > 10. One node more makes 14: the plan costs 6 + 5 + 1, the node 2.
			// Without the pin of s0 it costs 18 + 5 + 1, without that of s1 6 + 15 + 1.
			"two pins fill a rack",
			rack(6, 5, 1), []Rule{onRack(2), onRack(1), onRack(0), nodes(0)},
			[]string{
				"infeasible", "pin of s1", "pin of s0", "node_pool rack", "irreducible true, smallest true, by room",
				"sites.hcl:7: node_pool rack: +1 nodes = 14", "services.hcl:1: do without pin of s1 = 22", "services.hcl:0: do without pin of s0 = 24",
			},
		},
		{
			// 9 + 9 + 9 = 27 of 10: five nodes of 4 are needed (30), and three are
			// possible. No single pin suffices: 18 > 10.
			"there may be no single way out",
			rack(9, 9, 9), []Rule{onRack(0), onRack(1), onRack(2), nodes(3)},
			[]string{"infeasible", "pin of s0", "pin of s1", "node_pool rack", "irreducible true, smallest true, by room"},
		},
		{
			// As the first, with a rack that is full: no node more is possible.
			"a rack without room for a node is no way out",
			rack(6, 5, 1), []Rule{onRack(2), onRack(1), onRack(0), nodes(-1)},
			[]string{
				"infeasible", "pin of s1", "pin of s0", "node_pool rack", "irreducible true, smallest true, by room",
				"services.hcl:1: do without pin of s1 = 22", "services.hcl:0: do without pin of s0 = 24",
			},
		},
		{
			// Without the pin s0 moves to the cloud for 12; without the constraint it
			// stays on the rack for 4.
			"a pin and a constraint leave a service nothing",
			rack(4), []Rule{nodes(0), onRack(0), inCloud(0)},
			[]string{
				"infeasible", "pin of s0", "residency of s0", "irreducible true, smallest true, by no-option",
				"do without residency of s0 = 4", "services.hcl:0: do without pin of s0 = 12",
			},
		},
		{
			// Apart they must be, and both in the cloud. One on the rack: 4 + 12; both
			// in the cloud, with the rule dropped: 24.
			"rules of pairs are in conflicts as well",
			apart, []Rule{notBothInCloud, inCloud(0), inCloud(1)},
			[]string{
				"infeasible", "different_sites of s0 and s1", "residency of s0", "residency of s1", "irreducible true, smallest true, by no-pair",
				"do without residency of s0 = 16", "do without residency of s1 = 16", "do without different_sites of s0 and s1 = 24",
			},
		},
		{
			// A budget of 5 instead of 4 lets s0 on the rack alone: 4 + 12. Without
			// the pin both are in the cloud: 24.
			"a budget grows by the least that suffices",
			slow, []Rule{onRack(0), budget},
			[]string{
				"infeasible", "pin of s0", "latency_budget of s0", "irreducible true, smallest true, by room",
				"services.hcl:9: latency_budget of s0: +1 ms = 16", "services.hcl:0: do without pin of s0 = 24",
			},
		},
		{
			"what nobody wrote can be impossible by itself",
			&place.Problem{
				Services: []place.Service{{Name: "s0", Options: []place.Option{{Name: "rack", Use: []place.Use{{Block: 0, Amount: []int32{11}}}}}}},
				Blocks:   []place.Block{{Name: "rack/cpu", Cap: []int64{10}}},
			}, nil,
			[]string{"infeasible", "irreducible true, smallest true, by room"},
		},
		{"what fits in sum is told to lack a packing", rack(6, 4), []Rule{onRack(0), onRack(1), nodes(0)}, []string{"no packing found"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := test.p.Check(); err != nil {
				t.Fatal(err)
			}
			o := DefaultOptions()
			o.Solve = cheapest
			c, err := Explain(test.p, test.rules, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(c, test.rules)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnitsAreTriedUntilPodsCanBePacked(t *testing.T) {
	// The sums need one node (6 + 5 of 10 + 4); the solver packs from 18 on, which is
	// two nodes.
	o := DefaultOptions()
	o.Solve = func(p *place.Problem) (place.Placement, int64, bool) {
		x, cost, ok := cheapest(p)
		return x, cost, ok && p.Blocks[0].Cap[0] >= 18
	}
	c, err := Explain(rack(6, 5), []Rule{onRack(0), onRack(1), nodes(0)}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := []Way{
		{Relaxed: Relaxed{Rule: 2, Units: 2}, Planned: true, Cost: 11, Extra: 4, Placement: place.Placement{1, 1}},
		{Relaxed: Relaxed{Rule: 0}, Least: true, Placement: place.Placement{0, 1}},
		{Relaxed: Relaxed{Rule: 1}, Least: true, Placement: place.Placement{1, 0}},
	}
	if diff := cmp.Diff(want, c.Ways); diff != "" {
		t.Error(diff)
	}
}

func TestRulesAboutWhatIsNotThereAreRefused(t *testing.T) {
	for name, rule := range map[string]Rule{
		"service": {Bans: []Ban{{9, 0}}},
		"option":  {Bans: []Ban{{0, 2}}},
		"pair":    {Cells: []Cell{{0, 0}}},
		"block":   {Grow: []Grow{{4, 1}}},
		"nothing": {Grow: []Grow{{0, 0}}},
		"both":    {Grow: []Grow{{0, 1}}, Bans: []Ban{{0, 0}}},
	} {
		if _, err := Explain(rack(1), []Rule{rule}, DefaultOptions()); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestANarrowProblemIsTheWideOneWithoutWhatRulesForbid(t *testing.T) {
	for seed := range uint64(500) {
		r := rngOf(seed)
		p := enginetest.Small(r, enginetest.Capacities|enginetest.Rules|enginetest.Features(r.IntN(32)))
		if len(p.Services) > 5 {
			continue
		}
		rules := drawRules(r, p)
		every := make([]int, len(rules))
		for k := range every {
			every[k] = k
		}
		want, ok := keepable(p, rules, every, none())
		narrow, _ := Narrow(p, rules, none())
		if err := narrow.Check(); err != nil {
			if ok {
				t.Fatalf("seed %d: %v", seed, err)
			}
			continue
		}
		_, got, fits := cheapest(narrow)
		if fits != ok || got != want {
			t.Fatalf("seed %d: %v %d, want %v %d", seed, fits, got, ok, want)
		}
	}
}
