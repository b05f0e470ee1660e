package capacity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Input is a planned fleet.
type Input struct {
	Workspace *spec.Workspace
	Profiles  map[string]profile.Profile
	Suite     *policies.Suite
	Build     fleet.Options
	Fleet     *fleet.Fleet
	Result    *optimise.Result
	// Search is what is searched with again.
	Search optimise.Options
	// Done hears what was just worked out; nil for nobody.
	Done func(what string)
}

// Report is what capacity is worth.
type Report struct {
	Pools []Pool
}

// Pool is one pool of owned nodes. Money is a month's.
type Pool struct {
	Site, Name string
	Nodes      int
	Core, GiB  Margin
	Node       Node
	Growth     Growth
	Shared     Shared
}

// Margin is what one unit more saves a month, and one unit less costs.
type Margin struct{ More, Less Interval }

// Interval is an amount that is known to lie between two.
type Interval struct{ Least, Most money.Amount }

// Node is what one node more is worth.
type Node struct {
	// Saves is what the fleet costs less a month with it.
	Saves Interval
	// Price is what it costs once, Running what it costs a month whatever runs on it;
	// Priced is false where its price is not stated.
	Price, Running money.Amount
	Priced         bool
	// Months are how long it takes to pay back once it runs, by the least and the most
	// it saves; -1 for never. Lead is the time before it runs, in months.
	Months [2]float64
	Lead   float64
	// Room says that the rack has room for one more.
	Room bool
}

// Examine works out what the capacity of every pool is worth.
func Examine(ctx context.Context, in Input) (*Report, error) {
	x := examiner{in: in, ctx: ctx}
	out := &Report{}
	burst, err := x.bursts()
	if err != nil {
		return nil, err
	}
	for k, p := range in.Fleet.Pools {
		one := Pool{Site: p.Site, Name: p.Name, Nodes: p.Nodes}
		if one.Core, err = x.margin(k, "cpu", 1000); err != nil {
			return nil, err
		}
		if one.GiB, err = x.margin(k, "memory", 1024); err != nil {
			return nil, err
		}
		if one.Node, err = x.node(p); err != nil {
			return nil, err
		}
		one.Growth = x.growth(k)
		one.Growth.Burst = burst[p.Site]
		one.Shared = x.shared(k)
		out.Pools = append(out.Pools, one)
	}
	return out, nil
}

// examiner works on one fleet.
type examiner struct {
	in  Input
	ctx context.Context
	// bare is the fleet's placement without packing, solved once.
	bare *optimise.Result
}

func (x *examiner) done(format string, args ...any) {
	if x.in.Done != nil {
		x.in.Done(fmt.Sprintf(format, args...))
	}
}

// margin places the fleet with so many units of a resource of a pool more and less.
func (x *examiner) margin(pool int, resource string, units int64) (Margin, error) {
	if x.bare == nil {
		r, err := x.solve(bare(x.in.Fleet.Problem))
		if err != nil {
			return Margin{}, err
		}
		x.bare = r
	}
	more, err := x.with(pool, resource, units)
	if err != nil {
		return Margin{}, err
	}
	less, err := x.with(pool, resource, -units)
	if err != nil {
		return Margin{}, err
	}
	x.done("one unit of %s in %s", resource, x.in.Fleet.Pools[pool].Name)
	u := x.in.Fleet.Unit
	m := Margin{More: between(u, x.bare, u, more)}
	if less != nil {
		m.Less = between(u, less, u, x.bare)
	}
	return m, nil
}

// with solves the fleet with units added to every union of pools that holds a pool;
// nil where it then has no placement.
func (x *examiner) with(pool int, resource string, units int64) (*optimise.Result, error) {
	f := x.in.Fleet
	p := bare(f.Problem)
	for b, says := range f.Blocks {
		if says.Kind == fleet.Capacity && says.Site == f.Pools[pool].Site && says.Resource == resource && slices.Contains(says.Pools, f.Pools[pool].Name) {
			p.Blocks[b].Cap = slices.Clone(p.Blocks[b].Cap)
			for t := range p.Blocks[b].Cap {
				p.Blocks[b].Cap[t] = max(0, p.Blocks[b].Cap[t]+units)
			}
		}
	}
	r, err := x.solve(p)
	if _, none := err.(*optimise.InfeasibleError); none {
		return nil, nil
	}
	return r, err
}

// bare is a problem without packing; its blocks may be replaced.
func bare(p *place.Problem) *place.Problem {
	out := *p
	out.Pools, out.Blocks, out.Services = nil, slices.Clone(p.Blocks), slices.Clone(p.Services)
	for i := range out.Services {
		options := slices.Clone(out.Services[i].Options)
		for l := range options {
			options[l].Pods = nil
		}
		out.Services[i].Options = options
	}
	return &out
}

// solve searches from the plan on.
func (x *examiner) solve(p *place.Problem) (*optimise.Result, error) {
	o := x.in.Search
	o.Start, o.Prices = []place.Placement{x.in.Result.Placement}, x.in.Result.Prices
	return optimise.Solve(x.ctx, p, o)
}

// between is what the optimum falls by from one result to another, each in its unit.
func between(u fleet.Unit, from *optimise.Result, v fleet.Unit, to *optimise.Result) Interval {
	fall := func(high, low int64) money.Amount {
		a := u.Amount(high).Sub(v.Amount(low))
		if a.Sign() < 0 {
			return money.Zero(u.Currency)
		}
		return a
	}
	return Interval{Least: fall(from.Floor, to.Cost), Most: fall(from.Cost, to.Floor)}
}

// node places the fleet with one node more.
func (x *examiner) node(p fleet.Pool) (Node, error) {
	at := [2]string{p.Site, p.Name}
	w := x.in.Workspace.Vary(spec.Variation{Nodes: map[[2]string]int{at: 1}})
	out := Node{}
	site := x.in.Workspace.Site(p.Site)
	for _, pool := range site.Pools {
		if pool.Name == p.Name {
			out.Room = !pool.MaxNodes.Set() || pool.Nodes.V < pool.MaxNodes.V
			out.Priced = pool.Purchase.Set()
			out.Price = pool.Purchase.V
		}
	}
	out.Lead = site.LeadTime.V / month.Seconds()
	f, r, err := x.rebuild(w, x.in.Profiles)
	if err != nil || r == nil {
		return out, err
	}
	out.Saves = between(x.in.Fleet.Unit, x.in.Result, f.Unit, r)
	out.Running = x.running(f)
	if out.Priced {
		out.Months = [2]float64{payback(out.Price, out.Saves.Most, out.Running), payback(out.Price, out.Saves.Least, out.Running)}
	}
	x.done("one node more in %s", p.Name)
	return out, nil
}

// month is 730 hours.
const month = 730 * time.Hour

// rebuild builds and solves a varied workspace; the result is nil where nothing fits.
func (x *examiner) rebuild(w *spec.Workspace, profiles map[string]profile.Profile) (*fleet.Fleet, *optimise.Result, error) {
	f, _ := fleet.Build(w, profiles, x.in.Suite, x.in.Build)
	if f.Problem == nil {
		return f, nil, nil
	}
	// The splits that the plan has are worth having here too.
	f, _ = f.Refine(prices(x.in.Result.Prices), x.nearest(f))
	o := x.in.Search
	o.Start = []place.Placement{x.nearest(f)}
	r, err := optimise.Solve(x.ctx, f.Problem, o)
	switch err.(type) {
	case *optimise.InfeasibleError, *optimise.NotFoundError:
		return f, nil, nil
	}
	return f, r, err
}

func prices(all [][]int64) (out []place.Price) {
	for b := range all {
		for t, v := range all[b] {
			if v != 0 {
				out = append(out, place.Price{Block: int32(b), Slot: int32(t), Value: v})
			}
		}
	}
	return out
}

// nearest is the plan's placement in another build: the option of the same name, or of
// the same sites.
func (x *examiner) nearest(f *fleet.Fleet) place.Placement {
	out, _ := f.Carry(x.in.Fleet, x.in.Result.Placement)
	for i, s := range f.Services {
		j := slices.IndexFunc(x.in.Fleet.Services, func(o fleet.Service) bool { return o.Name == s.Name })
		if j < 0 {
			continue
		}
		want := x.in.Fleet.Services[j].Options[x.in.Result.Placement[j]]
		if s.Options[out[i]].Name != want.Name {
			if l := slices.IndexFunc(s.Options, func(o fleet.Option) bool { return o.ID == want.ID }); l >= 0 {
				out[i] = uint8(l)
			}
		}
	}
	return out
}

// running is what one node more costs a month besides its price.
func (x *examiner) running(more *fleet.Fleet) money.Amount {
	sum := money.Zero(x.in.Fleet.Unit.Currency)
	for _, line := range more.Standing {
		if !isCapital(line.What) {
			sum = sum.Add(line.Amount)
		}
	}
	for _, line := range x.in.Fleet.Standing {
		if !isCapital(line.What) {
			sum = sum.Sub(line.Amount)
		}
	}
	return sum
}

// payback is after how many months a price is earned; -1 for never.
func payback(price, saves, running money.Amount) float64 {
	earns := saves.Sub(running).Float()
	if earns <= 0 {
		return -1
	}
	return price.Float() / earns
}
