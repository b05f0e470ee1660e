package price

import (
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// dynamic is what a core in use adds to the power of a pool of owned machines, a
// month: from idle to full a node draws power_max − power_idle more. An idle power
// that nobody stated counts as 0, so that nothing of the bill is lost.
func (t *Tariff) dynamic(p *spec.NodePool, s *spec.Site) money.Amount {
	if p.CPU.V == 0 {
		return t.Zero()
	}
	kWh := (p.PowerMax.V - p.PowerIdle.V) / 1000 * s.PUE.Or(1) * unit.HoursPerMonth
	return t.Convert(s.Electricity.V.Amount).Times(kWh).Over(p.CPU.V)
}

// Change returns what a service adds to the month's bill in a place, with its
// traffic: in the cloud what [Tariff.Bill] says, on owned machines the power that
// its mean use draws, and what is charged for the service itself. What is paid
// whatever runs there is in [Tariff.Standing]; both together are the whole bill.
//
// covered tells by which pool's prices the cores and memory of a cloud pool are
// charged elsewhere, because a commitment covers a part of them; the bill then holds
// what the two pools differ by. It returns nil where none does, and may be nil.
func (t *Tariff) Change(l *Load, p Place, flows []Flow, covered func(*Site, *Pool) *Pool) (Bill, error) {
	b := Bill{Total: t.Zero(), Lines: make([]Line, 0, 8)}
	emit := func(i item) {
		line := newLine(i.site, i.what, i.quantity, i.unit, i.price.exact)
		line.Origin = i.origin()
		b.add(line)
	}
	for _, s := range [...]*Site{p.Site, p.Burst} {
		if s == nil {
			continue
		}
		if err := t.changeAt(s, l, p, covered, emit); err != nil {
			return b, err
		}
		emit(item{s.Name, "per service", 1, "service", s.perService, 1, nil, 0})
	}
	for i := range flows {
		if err := t.flow(&flows[i], emit); err != nil {
			return b, err
		}
	}
	return b, nil
}

// changeAt charges what a service adds to a site's compute.
func (t *Tariff) changeAt(s *Site, l *Load, p Place, covered func(*Site, *Pool) *Pool, emit func(item)) error {
	if s.Cloud {
		// The burst half carries what is above the base; alone the base is 0.
		return t.compute(s, l, l.used(p.Base), false, Factors{}, func(i item) {
			if i.pool != nil && covered != nil {
				if other := covered(s, i.pool); other != nil {
					i.price = PriceOf(i.price.exact.Sub(other.priceOf(i.unit)))
				}
			}
			emit(i)
		})
	}
	pool, err := s.Pool(l)
	if err != nil {
		return err
	}
	kept, mean := l.kept(), l.Mean()
	if p.Burst != nil {
		kept, mean = max(p.Base, l.Floor), l.below(p.Base)
	}
	emit(item{s.Name, "power for CPU used", quantity(mean), "core", PriceOf(pool.Dynamic), 1, pool, l.Floor})
	if l.Licence != nil {
		emit(item{s.Name, "licence", licences(l.Licence.Per, quantity(kept), pool), l.Licence.Per, PriceOf(t.Convert(l.Licence.Price)), 1, nil, 0})
	}
	return disks(s, l, 1, emit)
}

// priceOf is the price of a core or a GiB.
func (p *Pool) priceOf(unit string) money.Amount {
	if unit == "core" {
		return p.Core
	}
	return p.GiB
}

// below is mean use in cores of what runs within base, with the floor held at any
// time.
func (l *Load) below(base float64) float64 {
	if len(l.Curve) == 0 {
		return l.Floor
	}
	sum := 0.0
	for _, c := range l.Curve {
		sum += max(l.Floor, min(c, base))
	}
	return sum / float64(len(l.Curve))
}
