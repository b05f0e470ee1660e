package price

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// GiBPerCore is how many GiB of memory cost as much as one core where a price
// book does not say: the ratio of e2's own prices.
const GiBPerCore = 7.46

// ErrMissing means that a price the workspace needs is in no book.
var ErrMissing = errors.New("no price")

// Tariff is every price of a workspace, in its currency.
type Tariff struct {
	Currency string
	// Marginal is true where capital and upkeep are left out as sunk.
	Marginal bool

	sites map[string]*Site
	rates map[string]money.Amount
}

// Site is what one site charges.
type Site struct {
	Name  string
	Cloud bool
	Pools []*Pool
	// PerService is charged for each service, whatever it uses, a month.
	PerService money.Amount
	// Egress are the prices of a GiB to visitors, by volume; nil when unknown.
	Egress []Tier
	// Disks are prices of a GiB and month by class.
	Disks []Disk
}

// Tier is the price of a GiB from a volume on.
type Tier struct {
	FromGiB float64
	Price   money.Amount
}

// Disk is the price of a GiB of one class of disk for a month.
type Disk struct {
	Class string
	Price money.Amount
}

// Pool is what a group of machines charges.
type Pool struct {
	Name string
	// Core and GiB are the prices of a core and a GiB of memory for a month, of
	// capacity kept (on-prem) or used (cloud).
	Core, GiB money.Amount
	// NodeCPU (cores) is what one node offers, for licences by node.
	NodeCPU float64
	// CapacityCPU and InUseCPU are cores of the whole pool without spare nodes;
	// InUseKnown is false where nobody said what is in use.
	CapacityCPU, InUseCPU float64
	InUseKnown            bool
	Spot                  bool
	Taints                []string
	Resources             map[string]float64
	// Derivation opens the prices up, step by step.
	Derivation []Line
	// core and gib are Core and GiB for comparisons.
	core, gib float64
	// err is why the pool has no price.
	err error
}

// The cost bases: what a figure holds of machines that are paid for already.
const (
	FullyLoaded = "fully_loaded"
	Marginal    = "marginal"
)

// NewTariff converts and derives every price of a workspace on a cost basis.
// Missing prices are no error here: the bills that need them say so.
func NewTariff(w *spec.Workspace, basis string) *Tariff {
	t := &Tariff{
		Currency: w.Settings.Currency.V,
		Marginal: basis == Marginal,
		sites:    map[string]*Site{},
		rates:    map[string]money.Amount{},
	}
	for _, r := range w.Rates {
		t.rates[r.Name] = r.Value.V
	}
	for _, s := range w.Sites {
		site := &Site{Name: s.Name, Cloud: s.Kind.V == "cloud", PerService: t.Convert(s.PerService.V.Amount)}
		if site.Cloud {
			t.cloud(site, s, w.PriceBook(s.Prices.V))
		} else {
			t.onprem(site, s, w)
		}
		if s.Internet != nil && s.Internet.Egress.Set() {
			site.Egress = []Tier{{0, t.Convert(s.Internet.Egress.V.Amount)}}
		}
		t.sites[s.Name] = site
	}
	return t
}

// Site returns what a site charges, or nil for a name that is no site.
func (t *Tariff) Site(name string) *Site { return t.sites[name] }

// Zero returns nothing in the tariff's currency.
func (t *Tariff) Zero() money.Amount { return money.Zero(t.Currency) }

// Convert returns an amount in the workspace's currency. A currency without a
// rate was refused when the workspace was checked; nothing is left to convert.
func (t *Tariff) Convert(a money.Amount) money.Amount {
	if a.Currency() == t.Currency {
		return a
	}
	if rate, ok := t.rates[a.Currency()]; ok {
		return a.Convert(rate)
	}
	return t.Zero()
}

// onprem derives the prices of owned machines.
func (t *Tariff) onprem(site *Site, s *spec.Site, w *spec.Workspace) {
	ratio := ratioOf(w.PriceBook(referencePrices(w)))
	pue := s.PUE.Or(1)
	for _, p := range s.Pools {
		pool := &Pool{Name: p.Name, NodeCPU: p.CPU.V - p.Reserved.V.CPU, Taints: p.Taints.V, Resources: p.Resources.V}
		usable := p.Nodes.V - p.Spare.V
		pool.CapacityCPU = usable * pool.NodeCPU
		pool.InUseCPU, pool.InUseKnown = p.InUse.V.CPU, p.InUse.Set()
		node := t.node(pool, p, s, pue, w.Settings.AsOf.V)
		cores := pool.NodeCPU + (p.Memory.V-p.Reserved.V.Memory)/unit.GiB/ratio
		if usable > 0 && cores > 0 {
			core := node.Times(p.Nodes.V).Over(usable).Over(cores)
			pool.price(core, core.Over(ratio))
		}
		pool.Derivation = append(pool.Derivation,
			Line{What: fmt.Sprintf("node with its share of %g spare of %g", p.Spare.V, p.Nodes.V), Amount: node.Times(p.Nodes.V).Over(max(usable, 1)).Line()},
			Line{What: "core", Quantity: 1, Unit: "core", Price: pool.Core.Line(), Amount: pool.Core.Line()},
			Line{What: fmt.Sprintf("memory, %g GiB as one core", ratio), Quantity: 1, Unit: "GiB", Price: pool.GiB.Line(), Amount: pool.GiB.Line()})
		site.Pools = append(site.Pools, pool)
	}
	for _, sp := range s.StoragePools {
		if sp.PerGiB.Set() {
			site.Disks = append(site.Disks, Disk{sp.Name, t.Convert(sp.PerGiB.V.Amount)})
		}
	}
}

// node returns what one node costs a month and notes how.
func (t *Tariff) node(pool *Pool, p *spec.NodePool, s *spec.Site, pue float64, asOf time.Time) money.Amount {
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
	switch {
	case !p.Purchase.Set():
	case lives(p, asOf):
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
			site.Egress = append(site.Egress, Tier{tier.From.V / unit.GiB, t.Convert(tier.Price.V.Amount)})
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
	pool.Derivation = []Line{
		{What: fmt.Sprintf("%s, %s (%s, %s)", m.Name, how, book.Source.V, book.Date.V.Format(time.DateOnly)), Amount: node.Line()},
		{What: fmt.Sprintf("core, packing %g", packing), Quantity: 1, Unit: "core", Price: pool.Core.Line(), Amount: pool.Core.Line()},
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

func ratioOf(book *spec.PriceBook) float64 {
	if book != nil && book.CPUToMemory.Set() && book.CPUToMemory.V > 0 {
		return book.CPUToMemory.V
	}
	return GiBPerCore
}

// referencePrices names the price book of the reference site, whose ratio
// splits on-prem nodes too.
func referencePrices(w *spec.Workspace) string {
	if s := w.Site(w.Settings.ReferenceSite.V); s != nil {
		return s.Prices.V
	}
	return ""
}

// Pool returns the pool a service runs in: the cheapest that takes it; ties go
// to the first by name. An error says what is missing.
func (s *Site) Pool(l *Load) (*Pool, error) {
	var best *Pool
	var bestMoney float64
	var err error
	for _, p := range s.Pools {
		if !s.takes(p, l) {
			continue
		}
		if p.err != nil {
			err = p.err
			continue
		}
		m := p.perCore(l)
		if best == nil || m < bestMoney || m == bestMoney && p.Name < best.Name {
			best, bestMoney = p, m
		}
	}
	switch {
	case best != nil:
		return best, nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("%w: no node pool of %s takes the service (its pool, taints, resources or spot)", ErrMissing, s.Name)
}

// perCore is the price of a core with the memory that goes with it, for
// comparing pools; bills are exact.
func (p *Pool) perCore(l *Load) float64 { return p.core + p.gib*l.GiBPerCore }

// price sets both prices of a pool.
func (p *Pool) price(core, gib money.Amount) {
	p.Core, p.GiB = core, gib
	p.core, p.gib = core.Float(), gib.Float()
}

// Eligible returns the pools that take the service.
func (s *Site) Eligible(l *Load) []*Pool {
	var out []*Pool
	for _, p := range s.Pools {
		if s.takes(p, l) {
			out = append(out, p)
		}
	}
	return out
}

// takes tells whether a pool may run a service: the pool it names where the
// site has it, spot only where it may be stopped, taints only where they are
// tolerated, its resources offered.
func (s *Site) takes(p *Pool, l *Load) bool {
	named := l.Pool != "" && s.has(l.Pool)
	switch {
	case named && p.Name != l.Pool,
		p.Spot && !l.Interruptible,
		!named && !tolerates(l.Tolerations, p.Taints):
		return false
	}
	return offers(p, l.Resources)
}

func (s *Site) has(pool string) bool {
	return slices.ContainsFunc(s.Pools, func(p *Pool) bool { return p.Name == pool })
}

// tolerates compares taints as written, "key=value:effect".
func tolerates(tolerations, taints []string) bool {
	for _, t := range taints {
		if !slices.Contains(tolerations, t) {
			return false
		}
	}
	return true
}

func offers(p *Pool, need map[string]float64) bool {
	for name, n := range need {
		if n > 0 && p.Resources[name] < n {
			return false
		}
	}
	return true
}
