package price

import (
	"fmt"
	"math"

	"berth.dev/engine/money"
)

// compute adds what cores and their memory cost on a site, with the licence and
// the disks that go with them.
func (t *Tariff) compute(b *Bill, s *Site, l *Load, cores float64, what string, f Factors) error {
	pool, err := s.Pool(l)
	if err != nil {
		return err
	}
	factor := f.of(s)
	cores = quantity(cores)
	gib := quantity(cores * l.GiBPerCore)
	core, mem := pool.Core, pool.GiB
	if factor != 1 {
		core, mem = core.Times(factor), mem.Times(factor)
	}
	origin := "pool " + pool.Name
	lc := newLine(s.Name, "CPU "+what, cores, "core", core)
	lm := newLine(s.Name, "memory "+what, gib, "GiB", mem)
	lc.Origin, lm.Origin = origin, origin
	b.add(lc)
	b.add(lm)
	t.licence(b, s, l, cores, pool)
	return t.disks(b, s, l, factor)
}

func (t *Tariff) licence(b *Bill, s *Site, l *Load, cores float64, pool *Pool) {
	if l.Licence == nil {
		return
	}
	n := 1.0
	switch l.Licence.Per {
	case "core":
		n = math.Ceil(cores)
	case "node":
		n = math.Ceil(cores / pool.NodeCPU)
	}
	b.add(newLine(s.Name, "licence", n, l.Licence.Per, t.Convert(l.Licence.Price)))
}

// disks charges the volumes. An on-prem site without storage pools has its
// disks in the nodes' price; a cloud always charges.
func (t *Tariff) disks(b *Bill, s *Site, l *Load, factor float64) error {
	for _, v := range l.Disks {
		if len(s.Disks) == 0 && !s.Cloud {
			continue
		}
		d, ok := s.disk(v.Class)
		if !ok {
			return fmt.Errorf("%w: %s has no disk of class %q; add it to its price book or storage pools", ErrMissing, s.Name, v.Class)
		}
		line := newLine(s.Name, "disk "+d.Class, quantity(v.GiB), "GiB", d.Price.Times(factor))
		b.add(line)
	}
	return nil
}

// disk returns the class's price; without a class, the cheapest.
func (s *Site) disk(class string) (best Disk, ok bool) {
	for _, d := range s.Disks {
		switch {
		case class != "" && d.Class == class:
			return d, true
		case class == "" && (!ok || d.Price.Cmp(best.Price) < 0):
			best, ok = d, true
		}
	}
	return best, ok
}

// Place is where a service runs: one site, or an on-prem base and a cloud that
// takes what is above Base cores.
type Place struct {
	Site  *Site
	Burst *Site
	Base  float64
}

// Flow is traffic that leaves a site, a month.
type Flow struct {
	// What names it, as in "call user-db, received".
	What string
	Site *Site
	GiB  float64
	// Price of a GiB over a link; ignored when ToVisitors.
	Price money.Amount
	// ToVisitors means that the site's own prices to the internet apply.
	ToVisitors bool
	// Unpriced says why there is no price, "" where there is one.
	Unpriced string
}

// Bill returns what the service costs a month in a place, with its traffic.
func (t *Tariff) Bill(l *Load, p Place, flows []Flow, f Factors) (Bill, error) {
	b := Bill{Total: t.Zero(), Lines: make([]Line, 0, 8)}
	var err error
	switch {
	case p.Burst != nil:
		err = t.compute(&b, p.Site, l, max(p.Base, l.Floor), "kept", f)
		if err == nil {
			err = t.compute(&b, p.Burst, l, l.used(p.Base), "used", f)
		}
	case p.Site.Cloud:
		err = t.compute(&b, p.Site, l, l.Mean(), "used", f)
	default:
		err = t.compute(&b, p.Site, l, l.kept(), "kept", f)
	}
	if err != nil {
		return b, err
	}
	for _, s := range []*Site{p.Site, p.Burst} {
		if s != nil {
			b.add(newLine(s.Name, "per service", 1, "service", s.PerService.Times(f.of(s))))
		}
	}
	for _, flow := range flows {
		if err := t.flow(&b, flow); err != nil {
			return b, err
		}
	}
	return b, nil
}

// flow charges traffic; to visitors it walks the site's tiers.
func (t *Tariff) flow(b *Bill, f Flow) error {
	gib := quantity(f.GiB)
	switch {
	case gib <= 0:
		return nil
	case f.Unpriced != "":
		return fmt.Errorf("%w: %s", ErrMissing, f.Unpriced)
	case !f.ToVisitors:
		b.add(newLine(f.Site.Name, f.What, gib, "GiB", f.Price))
		return nil
	case len(f.Site.Egress) == 0:
		return fmt.Errorf("%w: %s has no price for traffic to the internet; set internet { egress = … } or add egress to its price book", ErrMissing, f.Site.Name)
	}
	for i, tier := range f.Site.Egress {
		upper := math.Inf(1)
		if i+1 < len(f.Site.Egress) {
			upper = f.Site.Egress[i+1].FromGiB
		}
		if in := min(gib, upper) - tier.FromGiB; in > 0 {
			b.add(newLine(f.Site.Name, f.What, quantity(in), "GiB", tier.Price))
		}
	}
	return nil
}

// Base returns the cheapest base of a hybrid in cores. perShare is money a month
// for running the whole load in the cloud rather than on-prem besides compute:
// the traffic it moves. Prices are compared as floats; the bill is exact.
func (t *Tariff) Base(l *Load, onprem, cloud *Site, perShare float64, f Factors) (float64, error) {
	own, err := onprem.Pool(l)
	if err != nil {
		return 0, err
	}
	rented, err := cloud.Pool(l)
	if err != nil {
		return 0, err
	}
	perCore := func(p *Pool, s *Site) float64 { return p.perCore(l) * f.of(s) }
	keep, rent := perCore(own, onprem), perCore(rented, cloud)
	mean := 0.0
	for _, c := range l.Curve {
		mean += c / float64(len(l.Curve))
	}
	cost := func(base float64) float64 {
		return keep*max(base, l.Floor) + rent*l.used(base) + perShare*l.BurstShare(base)
	}
	// Share of time above the base at which one more core stops paying.
	traffic := 0.0
	if mean > 0 {
		traffic = perShare / mean
	}
	share := 1.0
	if rent+traffic > 0 {
		share = min(1, keep/(rent+traffic))
	}
	k := min(int(share*float64(len(l.Curve))), len(l.Curve)-1)
	best, bestCost := l.Floor, cost(l.Floor)
	try := func(base float64) {
		if base = max(base, l.Floor); cost(base) < bestCost {
			best, bestCost = base, cost(base)
		}
	}
	// The quantile and its neighbours: the floor of the cloud half shifts it.
	for i := max(0, k-1); i <= min(len(l.Curve)-1, k+1); i++ {
		for _, at := range []float64{l.Curve[i], l.Curve[i] - l.Floor} {
			if l.Step > 0 {
				try(math.Floor(at/l.Step) * l.Step)
				try(math.Ceil(at/l.Step) * l.Step)
			} else {
				try(at)
			}
		}
	}
	return best, nil
}
