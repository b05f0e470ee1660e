package reports

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/plan"
)

// levelDemand is what every plan takes for granted of growth.
const levelDemand = "growth: demand is taken as it is today, trends count in rules alone; berth capacity says when it outgrows the machines"

// planSchema names the shape of a plan's JSON report.
const planSchema = "berth.plan/1"

// NewPlan turns a plan into the model.
func NewPlan(v *plan.View) Plan {
	b := planBuilder{v, v.File.Unit}
	f := v.File
	out := Plan{
		Schema: planSchema, Digest: f.Digest, AsOf: f.AsOf, Currency: f.Unit.Currency, Objective: f.Objective,
		Services: len(f.Services), Sites: len(f.Sites), Staying: v.Stays,
		Cost: b.cost(f.Claim.Cost), Floor: b.cost(f.Claim.Floor), Gap: Score(f.Gap()),
		GapParts: []Figure{
			{What: "capacity that has a price and stays unused", Plan: b.cost(f.Claim.Gap.Slack)},
			{What: "services that are not where the prices would put them", Plan: b.cost(f.Claim.Gap.Assignment)},
			{What: "whole pods on whole nodes", Plan: b.cost(f.Claim.Gap.Packing)},
			{What: "less what is proved to be unavoidable", Plan: b.cost(-f.Claim.Gap.Branching)},
		},
		Search:  Search{Stop: f.Search.Stop, Cuts: f.Search.Cuts, Nodes: f.Search.Nodes, Seed: f.Search.Seed},
		Assumed: append(slices.Clone(f.Assumed), levelDemand), NoToday: v.Without, Moves: []Move{}, Stuck: []Stuck{}, Held: []Stuck{}, Full: []Full{}, Beside: []Beside{}, Crossing: []Crosses{}, Where: []Where{},
	}
	for _, m := range v.Moves {
		out.Moves = append(out.Moves, b.move(m))
	}
	for _, s := range f.Stuck {
		out.Stuck = append(out.Stuck, Stuck{f.Problem.Groups[s.Group].Name, s.Why})
	}
	for _, h := range v.Held {
		out.Held = append(out.Held, Stuck(h))
	}
	if f.Work != nil {
		work := NewWork(f.Digest, f.Work).WithGround(f.Ground)
		out.Work = &work
	}
	out.Bill, out.Owners = b.bill(), b.owners()
	for _, l := range v.Blocks {
		out.Full = append(out.Full, newFull(l))
	}
	for _, one := range f.Baselines {
		out.Beside = append(out.Beside, b.beside(one))
	}
	for _, c := range v.Crossings {
		if c.Traffic == 0 && c.Cost == 0 {
			continue // they stand in a rule together, and say nothing to each other
		}
		out.Crossing = append(out.Crossing, Crosses{c.A, c.B, c.From, c.To, b.cost(c.Cost), Number(float64(c.Traffic) / 1024)})
	}
	for _, c := range v.Count {
		out.Where = append(out.Where, Where{c.Where, c.Services})
	}
	out.Placed, out.Calls = b.placed(), b.calls()
	return out
}

// placed lists all services.
func (b planBuilder) placed() []PlacedService {
	f := b.File
	out := []PlacedService{}
	for _, s := range f.Services {
		g := &f.Problem.Groups[s.Group]
		chosen := f.Placement[s.Group]
		one := PlacedService{
			Name: s.Name, Group: g.Name, Product: s.Product, Team: s.Team, Today: s.Today, Option: g.Options[chosen].Name, Sites: g.Options[chosen].Sites,
			Moves: g.Today != chosen, Why: s.Why, Alone: s.Alone, Money: []OptionMoney{}, Cores: []Number{},
		}
		for l, parts := range s.Options {
			one.Money = append(one.Money, OptionMoney{g.Options[l].Name, b.cost(parts.Money)})
		}
		if s.Demand >= 0 {
			for _, n := range f.Problem.Vectors[s.Demand] {
				one.Cores = append(one.Cores, Number(float64(n)/1000))
			}
		}
		out = append(out, one)
	}
	return out
}

// calls lists the pairs that talk.
func (b planBuilder) calls() []Calls {
	f := b.File
	out := []Calls{}
	for _, q := range f.Problem.Pairs {
		if q.Traffic == 0 {
			continue
		}
		x, y := f.Placement[q.A], f.Placement[q.B]
		one := Calls{A: f.Problem.Groups[q.A].Name, B: f.Problem.Groups[q.B].Name, GiB: Number(float64(q.Traffic) / 1024), Across: Number(float64(q.Crosses) / 1024)}
		to := f.Problem.Groups[q.B].Options
		one.Crosses = q.Crosses > 0
		one.Cost = b.cost(0)
		if len(q.Cost) > 0 {
			one.Cost = b.cost(q.Cost[x*len(to)+y])
		}
		out = append(out, one)
	}
	return out
}

type planBuilder struct {
	*plan.View
	unit plan.Unit
}

// cost is an amount of the plan's unit in money.
func (b planBuilder) cost(units int64) Cost {
	return Cost{Amount: b.unit.Amount(units)}
}

func (b planBuilder) move(m plan.Move) Move {
	out := Move{Service: m.Service, From: m.From, To: m.To, Why: m.Why, Wave: m.Wave, Once: b.cost(m.Once)}
	if m.Known && b.File.Objective != byScore {
		saves, work := b.cost(m.Saves), b.cost(m.Work)
		out.Saves, out.Work = &saves, &work
	}
	if months := m.Payback(); months >= 0 {
		n := Number(months)
		out.Payback = &n
	}
	return out
}

// byScore is the objective that counts no money.
const byScore = "score"

// Figures of a plan that others look up.
const (
	ofServices      = "services: compute, disks, traffic to endpoints"
	betweenServices = "traffic between services"
	aboveCommitted  = "use above commitments"
	monthsBill      = "a month's bill"
	madeSmall       = "cost: what the plan makes small"
)

// bill opens up a month: what the bill shows, and what the objective adds to it.
func (b planBuilder) bill() []Figure {
	var out []Figure
	add := func(what string, total bool, of func(plan.Sums) int64) {
		f := Figure{What: what, Plan: b.cost(of(b.Then)), Total: total}
		if b.Now != nil {
			today := b.cost(of(*b.Now))
			f.Today = &today
			if len(b.Without) > 0 {
				same := b.cost(of(b.Same))
				f.Same = &same
			}
		}
		if total || !f.Plan.Amount.IsZero() || f.Today != nil && !f.Today.Amount.IsZero() {
			out = append(out, f)
		}
	}
	add(ofServices, false, func(s plan.Sums) int64 { return s.Parts.Money })
	add(betweenServices, false, func(s plan.Sums) int64 { return s.Traffic })
	add(aboveCommitted, false, func(s plan.Sums) int64 { return s.Bought })
	if b.File.Objective != byScore {
		// An objective of score alone counts no money: there is no bill to show.
		add("paid whatever runs where: own machines, links", false, func(s plan.Sums) int64 { return s.Fixed })
		add(monthsBill, true, func(s plan.Sums) int64 { return s.Total })
	}
	add("hours of work, at the hourly rate", false, func(s plan.Sums) int64 { return s.Parts.Hours })
	add("score below 1, at the point value", false, func(s plan.Sums) int64 { return s.Parts.Score })
	add("moving, spread over its months", false, func(s plan.Sums) int64 { return s.Parts.Moving })
	if b.File.Objective != byScore {
		add("less what is paid whatever runs where", false, func(s plan.Sums) int64 { return -s.Fixed })
	}
	add(madeSmall, true, func(s plan.Sums) int64 { return s.Cost })
	return out
}

// newFull says how full a capacity is, in the units people use.
func newFull(l plan.Load) Full {
	scale := plan.ScaleOf(l.Block.Scale)
	out := Full{
		What: l.Block.Name, Site: l.Block.Site, Pools: l.Block.Pools, Resource: l.Block.Resource, Unit: scale.Unit,
		Peak: plan.SlotName(len(l.Cap), l.Peak), Used: Number(float64(l.Used[l.Peak]) / scale.Per),
		Capacity: Number(float64(l.Cap[l.Peak]) / scale.Per), Share: Score(l.Share), Hours: []Number{},
	}
	if out.Committed = l.Block.Over >= 0; out.Committed {
		out.Above = max(0, out.Used-out.Capacity)
	}
	for _, n := range l.Used {
		out.Hours = append(out.Hours, Number(float64(n)/scale.Per))
	}
	return out
}

func (b planBuilder) beside(one plan.Baseline) Beside {
	out := Beside{Name: one.Name, Cost: b.cost(one.Cost), Fits: one.Fits, Lacks: b.Lacks(one)}
	if c := b.File.Claim.Cost; c != 0 {
		out.More = Score(float64(one.Cost-c) / float64(max(c, -c)))
	}
	return out
}

// fullest are the capacities that tell a reader something, the fullest first and
// commitments last, since nothing is wrong with one that is used up: what
// whole pods leave of one only where it is nearly all used, since the capacity itself
// is told as well.
func fullest(all []Full) []Full {
	out := telling(all)
	slices.SortStableFunc(out, func(a, b Full) int {
		if a.Committed != b.Committed {
			return map[bool]int{true: 1, false: -1}[a.Committed]
		}
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.What, b.What))
	})
	return out
}

// nearlyFull is from which share on a capacity decides.
const nearlyFull = 0.95

func telling(all []Full) []Full {
	return slices.DeleteFunc(slices.Clone(all), func(f Full) bool { return f.Unit == "pieces" && f.Share < nearlyFull })
}

// percent writes a share with as many digits as it needs to tell it from nothing.
func percent(s Score) string { return fmt.Sprintf("%.2f %%", 100*float64(s)) }
