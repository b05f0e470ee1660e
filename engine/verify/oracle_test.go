package verify

import (
	"fmt"
	"math/big"
	"slices"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// problemOf reads a file's problem for the oracle, which shares no code with the
// checker. The file was accepted, so its indices are good.
func problemOf(f *file) *place.Problem {
	p := &place.Problem{Resources: f.Problem.Resources}
	vector := func(at int) []int32 {
		var out []int32
		for _, v := range f.Problem.Vectors[at] {
			out = append(out, int32(v))
		}
		return out
	}
	for _, b := range f.Problem.Blocks {
		one := place.Block{Name: b.Name, Cap: f.Problem.Vectors[b.Cap], Firm: b.Firm, FirmMax: b.FirmMax}
		if b.Over >= 0 {
			one.Over = f.Problem.Vectors[b.Over]
		}
		p.Blocks = append(p.Blocks, one)
	}
	for _, g := range f.Problem.Groups {
		s := place.Service{Name: g.Name}
		for _, o := range g.Options {
			one := place.Option{Name: o.Name, Cost: o.Cost}
			for _, use := range o.Use {
				one.Use = append(one.Use, place.Use{Block: int32(use[0]), Amount: vector(use[1])})
			}
			s.Options = append(s.Options, one)
		}
		p.Services = append(p.Services, s)
	}
	for _, q := range f.Problem.Pairs {
		one := place.Pair{A: int32(q.A), B: int32(q.B), Rule: &place.Rule{}}
		if len(q.Cost) > 0 {
			one.Cost = q.Cost
		}
		one.Rule.Forbid = make([]bool, len(f.Problem.Groups[q.A].Options)*len(f.Problem.Groups[q.B].Options))
		for _, at := range q.Forbid {
			one.Rule.Forbid[at] = true
		}
		for _, use := range q.Use {
			amount := place.Use{Block: int32(use.Block)}
			for _, v := range use.Amount {
				amount.Amount = append(amount.Amount, int32(v))
			}
			one.Rule.Use = append(one.Rule.Use, amount)
		}
		p.Pairs = append(p.Pairs, one)
	}
	return p
}

// judge says whether the claims of an accepted file are true, by trying everything.
func judge(f *file) error {
	for _, v := range f.Problem.Vectors {
		if slices.ContainsFunc(v, func(n int64) bool { return int64(int32(n)) != n }) {
			return nil // the oracle's amounts are smaller
		}
	}
	p := problemOf(f)
	x := make(place.Placement, len(f.Placement))
	for g, l := range f.Placement {
		x[g] = uint8(l)
	}
	if broken := p.Broken(x); len(broken) > 0 {
		return fmt.Errorf("the placement breaks %v", broken)
	}
	if cost := p.Cost(x); cost != f.Claim.Cost {
		return fmt.Errorf("the placement costs %d, not %d", cost, f.Claim.Cost)
	}
	if _, best, found := enginetest.Best(p, nil); !found || best < f.Claim.Floor {
		return fmt.Errorf("the best costs %d, below the floor %d", best, f.Claim.Floor)
	}
	for _, check := range []func(*file, *place.Problem, place.Placement) error{judgeSums, judgeBaselines, judgePacking, judgeWaves} {
		if err := check(f, p, x); err != nil {
			return err
		}
	}
	return nil
}

func judgeSums(f *file, p *place.Problem, x place.Placement) error {
	total, gap := new(big.Int), new(big.Int)
	add := func(to *big.Int, v int64) { to.Add(to, big.NewInt(v)) }
	groups := make([][]*big.Int, len(x))
	for g := range groups {
		for range f.Problem.Groups[g].Options {
			groups[g] = append(groups[g], new(big.Int))
		}
	}
	var chosen [4]big.Int
	for _, s := range f.Services {
		for l, one := range s.Options {
			for k, v := range []int64{one.Hours, one.Money, one.Moving, one.Score} {
				add(groups[s.Group][l], v)
				if l == f.Placement[s.Group] {
					add(&chosen[k], v)
				}
			}
		}
	}
	for g := range groups {
		for l, sum := range groups[g] {
			if cost := f.Problem.Groups[g].Options[l].Cost; sum.Cmp(big.NewInt(cost)) != 0 {
				return fmt.Errorf("option %d of group %d costs %d and its parts %s", l, g, cost, sum)
			}
		}
	}
	for k, v := range []int64{f.Claim.Parts.Hours, f.Claim.Parts.Money, f.Claim.Parts.Moving, f.Claim.Parts.Score} {
		if chosen[k].Cmp(big.NewInt(v)) != 0 {
			return fmt.Errorf("part %d is %s, not %d", k, &chosen[k], v)
		}
	}
	var options, constant int64
	for g, l := range f.Placement {
		options += f.Problem.Groups[g].Options[l].Cost
	}
	for _, one := range f.Fixed {
		constant += one.Amount
	}
	traffic, bought := p.Place(x)-options, p.Cost(x)-p.Place(x)
	total.Add(&chosen[1], big.NewInt(traffic+bought+constant))
	gap.SetInt64(f.Claim.Gap.Assignment + f.Claim.Gap.Packing + f.Claim.Gap.Slack - f.Claim.Gap.Branching)
	if traffic != f.Claim.Traffic || bought != f.Claim.Bought || constant != f.Claim.Fixed || total.Cmp(big.NewInt(f.Claim.Total)) != 0 || gap.Cmp(big.NewInt(f.Claim.Cost-f.Claim.Floor)) != 0 {
		return fmt.Errorf("traffic %d, bought %d, fixed %d, total %s or gap %s", traffic, bought, constant, total, gap)
	}
	return nil
}

// judgeBaselines places groups that stay at no option by giving them that place as
// their only option, without pairs.
func judgeBaselines(f *file, _ *place.Problem, _ place.Placement) error {
	for _, one := range f.Baselines {
		p := problemOf(f)
		x := make(place.Placement, len(one.Placement))
		for g, l := range one.Placement {
			x[g] = uint8(max(0, l))
			if l >= 0 {
				continue
			}
			p.Services[g].Options = []place.Option{{}}
			for _, was := range f.Problem.Groups[g].Was {
				p.Services[g].Options[0].Cost = was.Cost
				for _, use := range was.Use {
					var amount []int32
					for _, v := range f.Problem.Vectors[use[1]] {
						amount = append(amount, int32(v))
					}
					p.Services[g].Options[0].Use = append(p.Services[g].Options[0].Use, place.Use{Block: int32(use[0]), Amount: amount})
				}
			}
			p.Pairs = slices.DeleteFunc(p.Pairs, func(q place.Pair) bool { return int(q.A) == g || int(q.B) == g })
		}
		if cost := p.Cost(x); cost != one.Cost {
			return fmt.Errorf("baseline %s costs %d, not %d", one.Name, cost, one.Cost)
		}
		if fits := len(p.Broken(x)) == 0; fits != one.Fits {
			return fmt.Errorf("baseline %s: fits is %v", one.Name, fits)
		}
	}
	return nil
}

func judgePacking(f *file, _ *place.Problem, _ place.Placement) error {
	slots := 0
	for _, g := range f.Problem.Groups {
		for _, o := range g.Options {
			for _, pods := range o.Pods {
				slots = max(slots, len(f.Problem.Vectors[pods.Count]))
			}
		}
	}
	for t := range slots {
		at := slices.IndexFunc(f.Packing, func(one packed) bool { return slices.Contains(one.Slots, t) })
		if at < 0 {
			return fmt.Errorf("slot %d is not packed", t)
		}
		nodes := map[int]int{}
		held := map[string]int{}
		for _, n := range f.Packing[at].Nodes {
			nodes[n.Pool]++
			room := slices.Clone(f.Problem.Pools[n.Pool].Room)
			for _, entry := range n.Pods {
				pods := f.Problem.Groups[entry[0]].Options[f.Placement[entry[0]]].Pods[entry[1]]
				if !slices.Contains(pods.Pools, n.Pool) {
					return fmt.Errorf("slot %d: a pod on a pool that it may not use", t)
				}
				for r := range room {
					room[r] -= pods.Request[r] * int64(entry[2])
				}
				held[fmt.Sprint(entry[:2])] += entry[2]
			}
			if negative(room) {
				return fmt.Errorf("slot %d: a node is too full", t)
			}
		}
		for k, n := range nodes {
			if n > f.Problem.Pools[k].Nodes {
				return fmt.Errorf("slot %d: %d nodes of pool %d", t, n, k)
			}
		}
		for g, l := range f.Placement {
			for k, pods := range f.Problem.Groups[g].Options[l].Pods {
				if need := f.Problem.Vectors[pods.Count][t]; int64(held[fmt.Sprint([]int{g, k})]) < need {
					return fmt.Errorf("slot %d: group %d has %d pods of %d", t, g, held[fmt.Sprint([]int{g, k})], need)
				}
			}
		}
	}
	return nil
}

// judgeWaves goes through every state that can be met: each moving group on the old
// side, on both or on the new one.
func judgeWaves(f *file, p *place.Problem, _ place.Placement) error {
	at := make([]int, len(f.Problem.Groups))
	for g := range at {
		at[g] = f.Problem.Groups[g].Today
	}
	for _, w := range f.Waves {
		before := stateOf(f, at, nil)
		moving := map[int]int{}
		for k, g := range w.Groups {
			moving[g] = w.To[k]
		}
		states := [][]int{{}}
		for _, g := range w.Groups {
			var longer [][]int
			for _, s := range states {
				for phase := range 3 {
					if phase != 1 || !f.Problem.Groups[g].Single {
						longer = append(longer, append(slices.Clone(s), phase))
					}
				}
			}
			states = longer
		}
		for _, phases := range states {
			where, both := slices.Clone(at), map[int]int{}
			for k, g := range w.Groups {
				switch phases[k] {
				case 1:
					both[g] = w.To[k]
				case 2:
					where[g] = w.To[k]
				}
			}
			if err := worse(p, before, stateOf(f, where, both), f, at, where); err != nil {
				return err
			}
		}
		for g, l := range moving {
			at[g] = l
		}
	}
	for g, l := range at {
		if stuck := slices.ContainsFunc(f.Stuck, func(s stuck) bool { return s.Group == g }); stuck == (l == f.Placement[g]) {
			return fmt.Errorf("group %d ends at %d", g, l)
		}
	}
	return nil
}

// stateOf is what is used with groups at places, and at a second place for some.
func stateOf(f *file, at []int, both map[int]int) [][]int64 {
	var used [][]int64
	for _, b := range f.Problem.Blocks {
		used = append(used, make([]int64, len(f.Problem.Vectors[b.Cap])))
	}
	for g, l := range at {
		var running []option
		if l >= 0 {
			running = append(running, f.Problem.Groups[g].Options[l])
		} else {
			running = append(running, f.Problem.Groups[g].Was...)
		}
		if second, ok := both[g]; ok {
			running = append(running, f.Problem.Groups[g].Options[second])
		}
		for _, o := range running {
			for _, use := range o.Use {
				for t, v := range f.Problem.Vectors[use[1]] {
					used[use[0]][t] += v
				}
			}
		}
	}
	for _, q := range f.Problem.Pairs {
		if at[q.A] >= 0 && at[q.B] >= 0 {
			for _, use := range q.Use {
				used[use.Block][0] += use.Amount[at[q.A]*len(f.Problem.Groups[q.B].Options)+at[q.B]]
			}
		}
	}
	return used
}

func worse(p *place.Problem, before, now [][]int64, f *file, from, to []int) error {
	for b := range now {
		for t, u := range now[b] {
			if block := &p.Blocks[b]; block.Over == nil && u > block.Cap[t]+block.FirmMax && u > before[b][t] {
				return fmt.Errorf("a state on the way uses %d of block %d slot %d", u, b, t)
			}
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		forbidden := func(at []int) bool {
			return at[q.A] >= 0 && at[q.B] >= 0 && q.Forbidden(p, uint8(at[q.A]), uint8(at[q.B]))
		}
		if forbidden(to) && !forbidden(from) {
			return fmt.Errorf("a state on the way breaks the rule of pair %d", k)
		}
	}
	return nil
}
