package fleet

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// assembly is a fleet while it is put together in integers.
type assembly struct {
	b *builder
	f *Fleet
	// scale is units in one of the currency.
	scale float64
	// large is the first service whose numbers have no room.
	large string
}

// small is an amount as the problem holds it.
func (a *assembly) small(n int64, v *variant) int32 {
	if n > math.MaxInt32 || n < 0 {
		if a.large == "" {
			a.large = v.m.svc.Name
		}
		return math.MaxInt32
	}
	return int32(n)
}

// block adds a block to the problem.
func (a *assembly) block(says Block, is place.Block) int32 {
	is.Name = says.Name
	a.f.Blocks = append(a.f.Blocks, says)
	a.f.Problem.Blocks = append(a.f.Problem.Blocks, is)
	return int32(len(a.f.Blocks) - 1)
}

// assemble makes the fleet of what the builder found.
func (b *builder) assemble() *Fleet {
	f := &Fleet{Objective: b.o.Objective, Slots: b.slots, Standing: b.standing, b: b}
	for _, s := range b.sites {
		f.Sites = append(f.Sites, s.spec.Name)
	}
	for _, g := range b.groups {
		f.Services = append(f.Services, g.service())
		if len(g.ways) == 0 {
			f.Stuck = append(f.Stuck, g.name)
		}
	}
	f.Assumptions = slices.Clone(b.assumptions)
	slices.SortFunc(f.Assumptions, func(x, y Assumption) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Text, y.Text))
	})
	f.Assumptions = slices.Compact(f.Assumptions)
	if b.failed || len(f.Stuck) > 0 {
		return f
	}
	f.Problem = &place.Problem{Resources: b.resources}
	a := &assembly{b: b, f: f}
	tables := b.tables()
	if b.wide != nil {
		b.wide.tables = tables
	}
	if b.failed {
		f.Problem = nil
		return f
	}
	a.pools()
	a.rowBlocks()
	a.diskBlocks()
	a.budgetBlocks()
	a.commitBlocks()
	a.uses()
	for {
		if !a.costs(tables) {
			f.Problem = nil
			return f
		}
		a.views(tables)
		err := f.Problem.Check()
		if err == nil && a.large == "" {
			return f
		}
		if f.Unit.Digits > coarsest && a.large == "" && strings.Contains(err.Error(), "unit of money") {
			b.coarser++
			continue
		}
		b.tooLarge(a.large, err)
		f.Problem = nil
		return f
	}
}

// service is a group in words.
func (g *group) service() Service {
	s := Service{Name: g.name, Excluded: g.excluded, Held: g.held}
	for _, m := range g.members {
		s.Members = append(s.Members, m.svc.Name)
	}
	for _, w := range g.ways {
		s.Options = append(s.Options, w.Option)
	}
	if len(g.members[0].svc.RunsOn.V) > 0 {
		s.Today = g.members[0].svc.RunsOn.V
	}
	return s
}

// pools lists the pools that pods are put on.
func (a *assembly) pools() {
	for _, s := range a.b.sites {
		for _, p := range s.pools {
			p.index = int32(len(a.f.Pools))
			a.f.Pools = append(a.f.Pools, Pool{Site: p.site, Name: p.spec.Name, Nodes: p.nodes, Spare: p.spare})
			room := make([]int64, len(a.b.resources))
			for r := range room {
				room[r] = p.perNode(r)
			}
			a.f.Problem.Pools = append(a.f.Problem.Pools, place.Pool{Name: p.site + "/" + p.spec.Name, Nodes: max(0, p.nodes-p.spare), Room: room})
		}
	}
}

// uses fills in what every option takes.
func (a *assembly) uses() {
	for _, g := range a.b.groups {
		s := place.Service{Name: g.name, Options: make([]place.Option, len(g.ways))}
		for l, w := range g.ways {
			o := &s.Options[l]
			o.Name = w.Name
			for _, v := range w.variants {
				use, pods := a.variantUse(v)
				o.Use = join(o.Use, use)
				o.Pods = append(o.Pods, pods...)
			}
			o.Use = join(o.Use, a.lateInside(w))
		}
		a.f.Problem.Services = append(a.f.Problem.Services, s)
	}
}

// variantUse is what a variant takes of all blocks, in their order.
func (a *assembly) variantUse(v *variant) ([]place.Use, []place.Pods) {
	if v.use != nil || v.pods != nil {
		return v.use, v.pods
	}
	for _, site := range v.places() {
		if site < 0 {
			continue
		}
		if s := a.b.sites[site]; s.owned {
			use, pods := a.rowUse(v, site)
			v.use, v.pods = append(v.use, use...), append(v.pods, pods)
			v.use = append(v.use, a.diskUse(v, site)...)
		} else if s.commit != nil {
			v.use = append(v.use, a.commitUses(v, s)...)
		}
	}
	v.use = append(v.use, a.budgetUse(v)...)
	slices.SortFunc(v.use, func(x, y place.Use) int { return cmp.Compare(x.Block, y.Block) })
	return v.use, v.pods
}

// join adds up uses of the same blocks. Slices are shared where nothing is added.
func join(x, y []place.Use) []place.Use {
	if len(x) == 0 {
		return slices.Clone(y)
	} else if len(y) == 0 {
		return x
	}
	out := slices.Clone(x)
	for _, u := range y {
		i := slices.IndexFunc(out, func(o place.Use) bool { return o.Block == u.Block })
		if i < 0 {
			out = append(out, u)
			continue
		}
		sum := make([]int32, len(u.Amount))
		for t := range sum {
			sum[t] = int32(min(int64(out[i].Amount[t])+int64(u.Amount[t]), math.MaxInt32))
		}
		out[i].Amount = sum
	}
	slices.SortFunc(out, func(a, b place.Use) int { return cmp.Compare(a.Block, b.Block) })
	return out
}

// costs writes every cost in a unit that has room. It is false where none has.
func (a *assembly) costs(tables []*table) bool {
	b, p := a.b, a.f.Problem
	sum := 0.0
	for _, g := range b.groups {
		most := 0.0
		for _, w := range g.ways {
			most = max(most, math.Abs(w.float(b)))
		}
		sum += most
	}
	for _, t := range tables {
		sum += slices.Max(append(t.cost, 0))
	}
	sum += a.overMost() + b.apart()
	unit, ok := unitFor(sum*math.Pow10(b.coarser), b.tariff.Currency)
	if !ok {
		b.tooLarge("", nil)
		return false
	}
	a.f.Unit, a.scale = unit, math.Pow10(unit.Digits)
	for i, g := range b.groups {
		for l, w := range g.ways {
			w.parts = w.whole(b, unit.Digits)
			p.Services[i].Options[l].Cost = w.parts.Sum()
		}
	}
	a.commitPrices()
	p.Pairs, p.Views = nil, nil
	for _, t := range tables {
		q := place.Pair{A: int32(t.a), B: int32(t.b)}
		if t.charge && b.o.Objective.money() {
			q.Cost = integers(t.cost, len(b.groups[t.b].ways), a.scale)
		}
		if late := a.late(t); t.forbid != nil || late != nil {
			q.Rule = &place.Rule{Forbid: t.forbid, Use: late}
		}
		p.Pairs = append(p.Pairs, q)
	}
	return true
}

// float is a way's cost for choosing the unit.
func (w *way) float(b *builder) (sum float64) {
	for _, part := range w.total(b) {
		sum += math.Abs(part.Float())
	}
	return sum
}

// whole is a way's cost in units.
func (w *way) whole(b *builder, digits int) Parts {
	var n [4]int64
	unit := Unit{b.tariff.Currency, digits}
	for i, part := range w.total(b) {
		n[i] = unit.whole(part)
	}
	return Parts{Money: n[0], Hours: n[1], Score: n[2], Moving: n[3]}
}

// tooLarge reports numbers that have no room.
func (b *builder) tooLarge(service string, err error) {
	b.failed = true
	switch {
	case service != "":
		b.diags.Errorf(CodeTooLarge, b.w.Range(b.w.Service(service).Origin), "Too large to be placed", "Service %q uses more of a resource than sums have room for.", service)
	case err != nil:
		b.diags.Errorf(CodeTooLarge, b.nowhere(), "Too large to be placed", "%s.", err)
	default:
		b.diags.Errorf(CodeTooLarge, b.nowhere(), "Too large to be placed", "The costs of the workspace add up to more than any unit has room for.")
	}
}
