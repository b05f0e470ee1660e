package price

import (
	"fmt"
	"math"
)

// item is one thing to charge: a bill makes an exact line of it, a cost a float.
type item struct {
	site, what string
	quantity   float64
	unit       string
	price      UnitPrice
	factor     float64
	// pool and floor say where cores run and how many do at least.
	pool  *Pool
	floor float64
}

// origin says where a line's quantity and price come from.
func (i *item) origin() string {
	switch {
	case i.pool == nil:
		return ""
	case i.floor > 0 && i.unit == "core":
		return fmt.Sprintf("pool %s, at least %g cores", i.pool.Name, i.floor)
	}
	return "pool " + i.pool.Name
}

// charge calls emit for everything a service is charged for in a place.
func (t *Tariff) charge(l *Load, p Place, flows []Flow, f Factors, emit func(item)) error {
	var err error
	switch {
	case p.Burst != nil:
		err = t.compute(p.Site, l, max(p.Base, l.Floor), true, f, emit)
		if err == nil {
			err = t.compute(p.Burst, l, l.used(p.Base), false, f, emit)
		}
	case p.Site.Cloud:
		err = t.compute(p.Site, l, l.Mean(), false, f, emit)
	default:
		err = t.compute(p.Site, l, l.kept(), true, f, emit)
	}
	if err != nil {
		return err
	}
	for _, s := range [...]*Site{p.Site, p.Burst} {
		if s != nil {
			emit(item{s.Name, "per service", 1, "service", s.perService, f.of(s), nil, 0})
		}
	}
	for i := range flows {
		if err := t.flow(&flows[i], emit); err != nil {
			return err
		}
	}
	return nil
}

// compute charges cores and their memory on a site, with the licence and the
// disks that go with them.
func (t *Tariff) compute(s *Site, l *Load, cores float64, kept bool, f Factors, emit func(item)) error {
	pool, err := s.Pool(l)
	if err != nil {
		return err
	}
	cpu, memory := "CPU used", "memory used"
	if kept {
		cpu, memory = "CPU kept", "memory kept"
	}
	factor := f.of(s)
	cores = quantity(cores)
	emit(item{s.Name, cpu, cores, "core", UnitPrice{pool.Core, pool.core}, factor, pool, l.Floor})
	emit(item{s.Name, memory, quantity(cores * l.GiBPerCore), "GiB", UnitPrice{pool.GiB, pool.gib}, factor, pool, l.Floor})
	if l.Licence != nil {
		emit(item{s.Name, "licence", licences(l.Licence.Per, cores, pool), l.Licence.Per, PriceOf(t.Convert(l.Licence.Price)), 1, nil, 0})
	}
	return disks(s, l, factor, emit)
}

// licences is how many a service needs: whole cores, whole nodes, or one.
func licences(per string, cores float64, pool *Pool) float64 {
	switch per {
	case "core":
		return math.Ceil(cores)
	case "node":
		return math.Ceil(cores / pool.NodeCPU)
	}
	return 1
}

// disks charges the volumes. An on-prem site without storage pools has its
// disks in the nodes' price; a cloud always charges.
func disks(s *Site, l *Load, factor float64, emit func(item)) error {
	for _, v := range l.Disks {
		if len(s.Disks) == 0 && !s.Cloud {
			continue
		}
		d, ok := s.Disk(v.Class)
		if !ok {
			return fmt.Errorf("%w: %s has no disk of class %q; add it to its price book or storage pools", ErrMissing, s.Name, v.Class)
		}
		emit(item{s.Name, "disk " + d.Class, quantity(v.GiB), "GiB", PriceOf(d.Price), factor, nil, 0})
	}
	return nil
}

// Disk returns the class's price; without a class, the cheapest.
func (s *Site) Disk(class string) (best Disk, ok bool) {
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
	// Price of a GiB over a link, nil for nothing; ignored when ToVisitors.
	Price *UnitPrice
	// ToVisitors means that the site's own prices to the internet apply.
	ToVisitors bool
	// Unpriced says why there is no price, "" where there is one.
	Unpriced string
}

// Bill returns what the service costs a month in a place, with its traffic.
func (t *Tariff) Bill(l *Load, p Place, flows []Flow, f Factors) (Bill, error) {
	b := Bill{Total: t.Zero(), Lines: make([]Line, 0, 8)}
	err := t.charge(l, p, flows, f, func(i item) {
		price := i.price.exact
		if i.factor != 1 {
			price = price.Times(i.factor)
		}
		line := newLine(i.site, i.what, i.quantity, i.unit, price)
		line.Origin = i.origin()
		b.add(line)
	})
	return b, err
}

// Cost returns the total of a bill without traffic as a float, for comparing
// options: with [Tariff.Traffic] it differs from the exact total by rounding
// alone.
func (t *Tariff) Cost(l *Load, p Place, f Factors) (float64, error) {
	sum := 0.0
	err := t.charge(l, p, nil, f, func(i item) { sum += i.quantity * i.price.float * i.factor })
	return sum, err
}

// Traffic returns the money of one flow as a float.
func (t *Tariff) Traffic(f *Flow) (float64, error) {
	sum := 0.0
	err := t.flow(f, func(i item) { sum += i.quantity * i.price.float })
	return sum, err
}

// flow charges traffic; to visitors it walks the site's tiers.
func (t *Tariff) flow(f *Flow, emit func(item)) error {
	gib := quantity(f.GiB)
	switch {
	case gib <= 0:
		return nil
	case f.Unpriced != "":
		return fmt.Errorf("%w: %s", ErrMissing, f.Unpriced)
	case !f.ToVisitors && f.Price == nil:
		return nil
	case !f.ToVisitors:
		emit(item{f.Site.Name, f.What, gib, "GiB", *f.Price, 1, nil, 0})
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
			emit(item{f.Site.Name, f.What, quantity(in), "GiB", UnitPrice{tier.Price, tier.float}, 1, nil, 0})
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
