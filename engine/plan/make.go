package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/spec"
	"berth.dev/engine/wave"
)

// Order is what a plan is made of.
type Order struct {
	Workspace *spec.Workspace
	Solved    *Solved
	// Alone says where each service belongs when it is judged alone: sites joined by
	// "+", "" for nowhere.
	Alone map[string]string
	// Evidence are the inputs, by kind and name.
	Evidence []Evidence
	// Asked are what was asked for that changes the problem, in words.
	Asked []string
	// Berth is the version that makes the plan; Seed and Effort what was searched with.
	Berth  string
	Seed   uint64
	Effort float64
}

// Make writes a plan down: with its proof, its baselines, its waves and its reasons.
func Make(o Order) (*File, error) {
	if err := allowed(o.Solved); err != nil {
		return nil, err
	}
	m := &maker{Order: o, fleet: o.Solved.Fleet, p: o.Solved.Fleet.Problem, x: o.Solved.Result.Placement, vectors: vectors{seen: map[string]int{}}}
	r := o.Solved.Result
	m.f = &File{
		AsOf: o.Workspace.Settings.AsOf.V.Format("2006-01-02"), Berth: o.Berth, Format: Format, Objective: string(m.fleet.Objective),
		Assumed: []string{}, Baselines: []Baseline{}, Evidence: append([]Evidence{}, o.Evidence...), Fixed: []Fixed{}, Packing: []Packed{},
		Prices: encodePrices(sparse(r.Prices)), Problem: encodeProblem(m.p, &m.vectors), Proof: encodeProof(m.p, r.Tree),
		Search:   Search{Cuts: r.Cuts, Effort: int(math.Ceil(o.Effort)), Nodes: r.Nodes, Seed: o.Seed, Stop: string(r.Stop)},
		Services: []Service{}, Sites: []Site{}, Stuck: []Stuck{}, Waves: []Wave{},
		Unit: Unit{Currency: m.fleet.Unit.Currency, Exponent: -m.fleet.Unit.Digits},
	}
	for _, l := range m.x {
		m.f.Placement = append(m.f.Placement, int(l))
	}
	m.f.Assumed = assumed(m.fleet.Assumptions)
	m.today()
	m.words()
	m.services()
	if err := m.fixed(); err != nil {
		return nil, err
	}
	m.claim()
	m.baselines()
	m.pack()
	if err := m.waves(); err != nil {
		return nil, err
	}
	for _, asked := range o.Asked {
		m.f.Assumed = append(m.f.Assumed, "asked for: "+asked)
	}
	m.f.Problem.Vectors = m.vectors.all
	return m.f, m.reasons()
}

// maker holds a plan while it is made.
type maker struct {
	Order
	f       *File
	fleet   *fleet.Fleet
	p       *place.Problem
	x       place.Placement
	vectors vectors
	// from is where every group is today.
	from []wave.Start
}

// today fills in where the groups run now.
func (m *maker) today() {
	t := m.fleet.Today()
	for i := range m.p.Services {
		g := &m.f.Problem.Groups[i]
		g.Single = m.fleet.Single(i)
		start := wave.Nowhere()
		switch was := (*place.Option)(nil); {
		case t.Allowed[i]:
			g.Today, start.Option = int(t.Placement[i]), int(t.Placement[i])
		case !t.Unsaid[i]:
			if was = m.fleet.Was(i); was != nil {
				start.Was = was
				one := encodeOption(was, &m.vectors)
				one.Sites = append(one.Sites, m.fleet.Services[i].Today...)
				g.Was = append(g.Was, one)
			}
		}
		m.from = append(m.from, start)
	}
}

// words fills in what the problem's numbers stand for.
func (m *maker) words() {
	q := &m.f.Problem
	for i, s := range m.fleet.Services {
		for l, o := range s.Options {
			q.Groups[i].Options[l].Sites = o.Sites
		}
	}
	for b, says := range m.fleet.Blocks {
		q.Blocks[b].Pools = append(q.Blocks[b].Pools, says.Pools...)
		q.Blocks[b].Resource, q.Blocks[b].Scale, q.Blocks[b].Site = says.Resource, says.Unit, says.Site
	}
	for k, pool := range m.fleet.Pools {
		q.Pools[k].Site = pool.Site
	}
	for k := range q.Pairs {
		q.Pairs[k].Traffic, q.Pairs[k].Crosses = m.fleet.Volume(k), m.fleet.Crossing(k, m.x)
	}
	for _, s := range m.Workspace.Sites {
		m.f.Sites = append(m.f.Sites, Site{Kind: s.Kind.V, Name: s.Name})
	}
}

// services lists the services of the workspace.
func (m *maker) services() {
	for i, group := range m.fleet.Services {
		members := make([]Service, len(group.Members))
		for k, name := range group.Members {
			s := m.Workspace.Service(name)
			members[k] = Service{
				Name: name, Group: i, Alone: m.Alone[name], Kept: group.Held, Today: strings.Join(s.RunsOn.V, "+"),
				Product: s.Product.V, Demand: -1, Out: []Out{},
			}
			if p := m.Workspace.Product(s.Product.V); p != nil {
				members[k].Team = p.Team.V
			}
			if demand := m.fleet.Demand(name); len(demand) > 0 {
				members[k].Demand = m.vectors.keep(demand)
			}
		}
		for l := range group.Options {
			for k, share := range m.fleet.Shares(i, uint8(l)) {
				members[k].Options = append(members[k].Options, partsOf(share.Parts))
				members[k].Once = append(members[k].Once, share.Once)
			}
		}
		for _, x := range group.Excluded {
			out := Out{Option: x.ID, Reasons: []string{}}
			for _, r := range x.Reasons {
				out.Reasons = append(out.Reasons, r.Because+" ("+r.Constraint+")")
			}
			for k := range members {
				members[k].Out = append(members[k].Out, out)
			}
		}
		m.f.Services = append(m.f.Services, members...)
	}
	slices.SortFunc(m.f.Services, func(a, b Service) int { return strings.Compare(a.Name, b.Name) })
}

func partsOf(p fleet.Parts) Parts {
	return Parts{Hours: p.Hours, Money: p.Money, Moving: p.Moving, Score: p.Score}
}

// fixed fills in the money that no placement changes.
func (m *maker) fixed() error {
	for _, line := range m.fleet.Standing {
		n, fits := m.fleet.Unit.Whole(line.Amount)
		if !fits {
			return fmt.Errorf("%s: %s of %s has no room in a unit of %s", line.Site, line.What, line.Amount.Rounded(0), m.fleet.Unit)
		}
		m.f.Fixed = append(m.f.Fixed, Fixed{Amount: n, Kind: line.What, Site: line.Site})
	}
	return nil
}

// claim says what the plan costs and how good it is.
func (m *maker) claim() {
	r := m.Solved.Result
	sums := m.f.sums(m.p, m.x, nil)
	m.f.Claim = Claim{
		Bought: sums.Bought, Cost: sums.Cost, Fixed: sums.Fixed, Floor: r.Floor, Parts: sums.Parts, Total: sums.Total, Traffic: sums.Traffic,
		Gap: GapParts{Assignment: r.Parts.Assignment, Branching: r.Parts.Branching, Packing: r.Parts.Packing, Slack: r.Parts.Slack},
	}
}

// waves puts the moves in an order.
func (m *maker) waves() error {
	moves := wave.Moves{Problem: m.p, From: m.from, To: m.x}
	for i := range m.p.Services {
		moves.Single = append(moves.Single, m.f.Problem.Groups[i].Single)
	}
	for k := range m.f.Problem.Pairs {
		moves.Traffic = append(moves.Traffic, m.f.Problem.Pairs[k].Traffic)
	}
	r, err := wave.Order(moves, wave.DefaultOptions())
	if err != nil {
		return err
	}
	for k := range r.Waves {
		one := Wave{Groups: []int{}, To: []int{}, Why: r.Waves[k].Text(m.p)}
		for _, move := range r.Waves[k].Moves {
			one.Groups, one.To = append(one.Groups, int(move.Service)), append(one.To, int(move.Option))
		}
		m.f.Waves = append(m.f.Waves, one)
	}
	for k := range r.Stuck {
		words := r.Stuck[k].Text(m.p, wave.Words{
			Amount: func(block int32, n int64) string { return ScaleOf(m.f.Problem.Blocks[block].Scale).words(n) },
			Slot:   func(block, slot int32) string { return SlotName(len(m.p.Blocks[block].Cap), int(slot)) },
		})
		m.f.Stuck = append(m.f.Stuck, Stuck{Group: int(r.Stuck[k].Service), Why: words})
	}
	return nil
}

// reasons fills in why each service is where it is.
func (m *maker) reasons() error {
	e, err := newExplainer(m.f)
	if err != nil {
		return err
	}
	for i := range m.f.Services {
		m.f.Services[i].Why = e.why(&m.f.Services[i])
	}
	return nil
}
