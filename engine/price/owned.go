package price

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// onprem derives the prices of owned machines.
func (t *Tariff) onprem(site *Site, s *spec.Site, w *spec.Workspace) {
	ratio := Ratio(w)
	pue := s.PUE.Or(1)
	for _, p := range s.Pools {
		pool := &Pool{Name: p.Name, NodeCPU: p.CPU.V - p.Reserved.V.CPU, Taints: p.Taints.V, Resources: p.Resources.V}
		usable := p.Nodes.V - p.Spare.V
		pool.CapacityCPU = usable * pool.NodeCPU
		pool.InUseCPU, pool.InUseKnown = p.InUse.V.CPU, p.InUse.Set()
		node := t.node(pool, p, s, pue, w)
		pool.Dynamic = t.dynamic(p, s)
		cores := pool.NodeCPU + (p.Memory.V-p.Reserved.V.Memory)/unit.GiB/ratio
		if usable > 0 && cores > 0 {
			core := node.Times(p.Nodes.V).Over(usable).Over(cores)
			pool.price(core, core.Over(ratio))
		}
		if lacks := t.Unstated(p, s); len(lacks) > 0 {
			pool.err = fmt.Errorf("%w: node pool %s of %s does not state %s; what costs nothing is written as 0", ErrMissing, p.Name, s.Name, strings.Join(lacks, ", "))
		}
		pool.Derivation = append(pool.Derivation,
			Line{What: fmt.Sprintf("node with its share of %g spare of %g", p.Spare.V, p.Nodes.V), Amount: node.Times(p.Nodes.V).Over(max(usable, 1)).Line()},
			Line{What: fmt.Sprintf("core, of %g cores and %g GiB at %g GiB a core", pool.NodeCPU, (p.Memory.V-p.Reserved.V.Memory)/unit.GiB, ratio), Quantity: 1, Unit: "core", Price: pool.Core.Line(), Amount: pool.Core.Line()},
			Line{What: fmt.Sprintf("memory, %g GiB as one core", ratio), Quantity: 1, Unit: "GiB", Price: pool.GiB.Line(), Amount: pool.GiB.Line()})
		site.Pools = append(site.Pools, pool)
	}
	for _, sp := range s.StoragePools {
		if sp.PerGiB.Set() {
			site.Disks = append(site.Disks, Disk{sp.Name, t.Convert(sp.PerGiB.V.Amount)})
		}
	}
}

// Unstated lists the words that the cost of a pool of owned machines follows from and
// that nobody wrote.
func (t *Tariff) Unstated(p *spec.NodePool, s *spec.Site) (words []string) {
	needed := []struct {
		set  bool
		word string
	}{
		{p.PowerMax.Set(), "power_max"},
		{s.Electricity.Set() || p.PowerMax.Set() && p.PowerMax.V == 0, "electricity of its site"},
	}
	if !t.Marginal {
		needed = append(needed, []struct {
			set  bool
			word string
		}{{p.Purchase.Set(), "purchase"}, {p.Upkeep.Set(), "upkeep"}}...)
	}
	for _, n := range needed {
		if !n.set {
			words = append(words, n.word)
		}
	}
	return words
}

// node returns what one node costs a month and notes how.
func (t *Tariff) node(pool *Pool, p *spec.NodePool, s *spec.Site, pue float64, w *spec.Workspace) money.Amount {
	sum := t.Zero()
	add := func(what string, quantity float64, unit string, price money.Amount) {
		l := newLine("", what, quantity, unit, price)
		pool.Derivation = append(pool.Derivation, l)
		sum = sum.Add(l.Amount)
	}
	kWh := p.PowerMax.V / 1000 * pue * unit.HoursPerMonth
	add(fmt.Sprintf("power, %g W × PUE %g × %d h", p.PowerMax.V, pue, unit.HoursPerMonth), kWh, "kWh", t.Convert(s.Electricity.V.Amount))
	if t.Marginal {
		return sum
	}
	add("upkeep", 1, "node", t.Convert(p.Upkeep.V.Amount))
	if p.Administration.V > 0 && p.Nodes.V > 0 {
		add(fmt.Sprintf("administration, %g hours for %g nodes", p.Administration.V, p.Nodes.V), p.Administration.V/p.Nodes.V, "h", t.Convert(w.Settings.HourlyRate.V.Amount))
	}
	switch {
	case !p.Purchase.Set():
	case lives(p, w.Settings.AsOf.V):
		months := p.Life.V / unit.SecondsPerMonth
		price := t.Convert(p.Purchase.V).Sub(t.Convert(p.Residual.V)).Over(months)
		add(fmt.Sprintf("capital over %g months", months), 1, "node", price)
	default:
		add("capital: its life is over", 1, "node", t.Zero())
	}
	return sum
}

// lives tells whether a pool's machines are still being paid for.
func lives(p *spec.NodePool, asOf time.Time) bool {
	return asOf.Before(p.InService.V.Add(time.Duration(p.Life.V) * time.Second))
}
