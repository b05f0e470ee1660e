package capacity

import (
	"slices"
	"strings"
	"time"

	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/place"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// Node is what one node more is worth.
type Node struct {
	// Known is false where no plan was found with one more.
	Known bool
	// Saves is what the fleet costs less a month with it.
	Saves Interval
	// Less is what it costs more with one node less, nil where that cannot be lived
	// with; NoLess says why, as of a [Margin].
	Less   *Interval
	NoLess string
	// Price is what it costs once, in the workspace's currency; Priced is false where
	// nobody stated it. Running is what it costs a month whatever runs on it.
	Price, Running money.Amount
	Priced         bool
	// Months are how long it takes to pay back once it runs, by the most and by the
	// least it saves; -1 for never.
	Months [2]float64
	// Lead is the time before it runs, Life how long one is used, both in months; Life
	// is 0 where nobody says.
	Lead, Life float64
	// Room says that the rack has room for one more.
	Room bool
}

// month is 730 hours.
const month = 730 * time.Hour

// node places the fleet with one node more and one less.
func (x *examiner) node(p fleet.Pool) (Node, error) {
	site := x.in.Workspace.Site(p.Site)
	zero := money.Zero(x.in.Fleet.Unit.Currency)
	out := Node{Saves: Interval{zero, zero}, Price: zero, Running: zero, Lead: site.LeadTime.V / month.Seconds()}
	for _, pool := range site.Pools {
		if pool.Name == p.Name {
			out.Room = !pool.MaxNodes.Set() || pool.Nodes.V < pool.MaxNodes.V
			out.Life = pool.Life.V / month.Seconds()
			if out.Priced = pool.Purchase.Set(); out.Priced {
				out.Price = price.NewTariff(x.in.Workspace, price.Marginal).Convert(pool.Purchase.V)
			}
		}
	}
	one := func(n int) *spec.Workspace {
		return x.in.Workspace.Vary(spec.Variation{Nodes: map[[2]string]int{{p.Site, p.Name}: n}})
	}
	var err error
	if out.NoLess = NoneThere; p.Nodes > 0 {
		if out.Less, out.NoLess, err = x.lost(one(-1), nil); err != nil {
			return out, err
		}
	}
	v, err := x.vary(one(1), x.in.Profiles, nil)
	if err != nil || v.result == nil {
		return out, err
	}
	out.Known = true
	out.Saves = between(x.in.Fleet.Unit, x.in.Result, v.fleet.Unit, v.result)
	out.Running = x.running(v.fleet)
	if out.Priced {
		out.Months = [2]float64{payback(out.Price, out.Saves.Most, out.Running), payback(out.Price, out.Saves.Least, out.Running)}
	}
	x.done("one node more in %s", p.Name)
	return out, nil
}

func sameBlocks(a, b *fleet.Fleet) bool {
	return a.Slots == b.Slots && slices.EqualFunc(a.Blocks, b.Blocks, func(x, y fleet.Block) bool { return x.Name == y.Name })
}

// listed are the prices that are not zero, by block and slot.
func listed(all [][]int64) (out []place.Price) {
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

func isCapital(what string) bool { return strings.HasSuffix(what, ": capital") }
