package capacity

import (
	"context"
	"fmt"

	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/optimise"
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
	// Pools are in the order of the fleet's.
	Pools []Pool
}

// Pool is one pool of owned nodes. Money is a month's.
type Pool struct {
	Site, Name string
	Nodes      int
	Core, GiB  Margin
	Node       Node
	Growth     Growth
	Burst      Burst
	Shared     Shared
}

// Interval is an amount that is known to lie between two.
type Interval struct{ Least, Most money.Amount }

// Examine works out what the capacity of every pool is worth. It ends with the
// context's error when that is cancelled: half of an answer is a wrong one.
func Examine(ctx context.Context, in Input) (*Report, error) {
	x := examiner{in: in, ctx: ctx}
	out := &Report{}
	bursts, err := x.bursts()
	if err != nil {
		return nil, err
	}
	for k, p := range in.Fleet.Pools {
		one := Pool{Site: p.Site, Name: p.Name, Nodes: p.Nodes, Burst: bursts[p.Site], Growth: x.growth(k), Shared: x.shared(k)}
		if one.Core, err = x.margin(k, "cpu", fleet.Extra{Cores: 1}); err != nil {
			return nil, err
		}
		if one.GiB, err = x.margin(k, "memory", fleet.Extra{MiB: 1024}); err != nil {
			return nil, err
		}
		if one.Node, err = x.node(p); err != nil {
			return nil, err
		}
		out.Pools = append(out.Pools, one)
	}
	return out, nil
}

// examiner works on one fleet.
type examiner struct {
	in  Input
	ctx context.Context
}

func (x *examiner) done(format string, args ...any) {
	if x.in.Done != nil {
		x.in.Done(fmt.Sprintf(format, args...))
	}
}

// between is what the optimum falls by from one result to another, each in its unit.
// What only takes something away never makes it rise.
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
