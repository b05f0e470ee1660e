package price

import (
	"fmt"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// cloud derives the prices of rented machines from the site's price book.
func (t *Tariff) cloud(site *Site, s *spec.Site, book *spec.PriceBook) {
	if book == nil {
		return
	}
	ratio := ratioOf(book)
	if s.Mode.V == "autopilot" {
		site.Pools = append(site.Pools, t.autopilot(book, false), t.autopilot(book, true))
	}
	for _, p := range s.Pools {
		site.Pools = append(site.Pools, t.rented(p, book, ratio))
	}
	for _, e := range book.Egress {
		if e.Name != spec.InternetCall {
			continue
		}
		for _, tier := range e.Tiers {
			site.Egress = append(site.Egress, newTier(tier.From.V/unit.GiB, t.Convert(tier.Price.V.Amount)))
		}
	}
	for _, d := range book.Disks {
		site.Disks = append(site.Disks, Disk{d.Name, t.Convert(d.Price.V.Amount)})
	}
}

// rented prices a pool of machines of the book.
func (t *Tariff) rented(p *spec.NodePool, book *spec.PriceBook, ratio float64) *Pool {
	pool := &Pool{Name: p.Name, Spot: p.Buy.V == "spot", Taints: p.Taints.V, Resources: p.Resources.V}
	m := book.Machine(p.Machine.V)
	if m == nil {
		pool.err = fmt.Errorf("%w: machine %s is not in price book %s", ErrMissing, p.Machine.V, book.Name)
		return pool
	}
	price, how := machinePrice(m, p.Buy.V)
	if how == "" {
		pool.err = fmt.Errorf("%w: machine %s has no %s price in price book %s (%s)", ErrMissing, m.Name, p.Buy.Or("on_demand"), book.Name, book.Region.Or("no region"))
		return pool
	}
	packing := p.Packing.Or(1)
	pool.NodeCPU = m.CPU.V
	node := t.Convert(price)
	core := node.Over(packing).Over(m.CPU.V + m.Memory.V/unit.GiB/ratio)
	pool.price(core, core.Over(ratio))
	if price.Currency() != t.Currency {
		how += fmt.Sprintf(", %s at %s", price.Line(), t.rates[price.Currency()])
	}
	pool.Derivation = []Line{
		{What: fmt.Sprintf("%s, %s (%s, %s)", m.Name, how, book.Source.V, book.Date.V.Format(time.DateOnly)), Amount: node.Line()},
		{What: fmt.Sprintf("core, of %g cores and %g GiB at %g GiB a core, packing %g", m.CPU.V, m.Memory.V/unit.GiB, ratio, packing), Quantity: 1, Unit: "core", Price: pool.Core.Line(), Amount: pool.Core.Line()},
		{What: fmt.Sprintf("memory, %g GiB as one core", ratio), Quantity: 1, Unit: "GiB", Price: pool.GiB.Line(), Amount: pool.GiB.Line()},
	}
	return pool
}

// machinePrice returns the monthly price of a machine and how it was found; how
// is empty when the book has none.
func machinePrice(m *spec.Machine, buy string) (price money.Amount, how string) {
	switch {
	case buy == "spot" && m.Spot.Set():
		return m.Spot.V.Amount, "spot"
	case buy == "commit1y" && m.Commit1y.Set():
		return m.Commit1y.V.Amount, "committed for a year"
	case buy == "commit3y" && m.Commit3y.Set():
		return m.Commit3y.V.Amount, "committed for three years"
	case buy != "" && buy != "on_demand":
		return money.Amount{}, ""
	case m.Hour.Set():
		return m.Hour.V.Amount.TimesInt(unit.HoursPerMonth), "on demand, 730 × the hour"
	case m.OnDemand.Set():
		return m.OnDemand.V.Amount, "on demand, the list's month"
	}
	return money.Amount{}, ""
}

func (t *Tariff) autopilot(book *spec.PriceBook, spot bool) *Pool {
	pool := &Pool{Name: "autopilot", Spot: spot}
	a := book.Autopilot
	if a == nil {
		pool.err = fmt.Errorf("%w: price book %s has no autopilot block", ErrMissing, book.Name)
		return pool
	}
	cpu, memory := a.CPU, a.Memory
	if spot {
		pool.Name = "autopilot-spot"
		cpu, memory = a.SpotCPU, a.SpotMemory
		if !cpu.Set() || !memory.Set() {
			pool.err = fmt.Errorf("%w: price book %s has no spot prices for Autopilot", ErrMissing, book.Name)
			return pool
		}
	}
	pool.NodeCPU = 1
	pool.price(t.Convert(cpu.V.Amount), t.Convert(memory.V.Amount))
	return pool
}
