package pool

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/diag"
	"berth.dev/engine/ledger"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Purchase is the view in which machines count when they are paid, as package allot
// names it. In every other view they count over their life.
const Purchase = "purchase"

// Input is what a month of owned machines is worked out of.
type Input struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	// View is [Purchase] or "amortised".
	View string
	// Uses are what services took, or are planned to take, of the month. A use without a
	// pool is of the site's machines, whichever they are: of those that take the service,
	// in proportion to what they offer.
	Uses []usage.Use
}

// Result is what owned machines cost in a month.
type Result struct {
	// Pools are sorted by site and name. Pools that are not in service yet are left out;
	// those of storage that have a price stand last at their site.
	Pools []ledger.Pool
	// Lines add up to the pools' costs. Their part is the pool; services' own are
	// [ledger.Compute] in core-hours.
	Lines []ledger.Line
	// Nobody are the lines of use that belongs to no service of the workspace.
	Nobody []ledger.Nobody
	// Currencies are those that were converted by the workspace's rates, sorted.
	Currencies []string
	// Notes are what a reader should know, sorted.
	Notes []string
}

// Month works out what the owned machines of all sites cost in a month and who pays it.
// An error names every word that a pool's cost follows from and that nobody stated, and
// every use that is of no pool.
func Month(in Input) (*Result, error) {
	m := &month{Input: in, tariff: price.NewTariff(in.Workspace, price.FullyLoaded), ratio: price.Ratio(in.Workspace), foreign: map[string]bool{}}
	m.machines()
	m.spread()
	if len(m.wrong) > 0 {
		slices.Sort(m.wrong)
		err := fmt.Errorf("%w: %s", price.ErrMissing, strings.Join(slices.Compact(m.wrong), "; "))
		if len(m.unstated) == len(m.wrong) {
			return nil, &UnstatedError{m.unstated, err}
		}
		return nil, err
	}
	for _, o := range m.owned {
		m.charge(o)
		m.share(o)
	}
	m.storage()
	slices.SortStableFunc(m.out.Pools, func(a, b ledger.Pool) int { return cmp.Compare(a.Site, b.Site) })
	slices.Sort(m.out.Notes)
	m.out.Notes = slices.Compact(m.out.Notes)
	for c := range m.foreign {
		m.out.Currencies = append(m.out.Currencies, c)
	}
	slices.Sort(m.out.Currencies)
	return &m.out, nil
}

// month is the work on one.
type month struct {
	Input
	tariff *price.Tariff
	// ratio is how many GiB cost as much as a core.
	ratio float64
	// owned are the pools in service, by site and name.
	owned []*owned
	// foreign are the currencies that were converted.
	foreign map[string]bool
	// wrong is what nothing can be worked out without.
	wrong []string
	// unstated are those of them that are words which specs lack.
	unstated diag.List
	out      Result
}

// owned is one pool in the month.
type owned struct {
	site *spec.Site
	pool *spec.NodePool
	term term
	// cores and gib are what it offers in the month, in hours of them.
	cores, gib float64
	uses       []usage.Use
	ledger.Pool
}

// units are core-hours with memory at what it is worth of a core.
func (m *month) units(cores, gib float64) float64 { return cores + gib/m.ratio }

// machines finds the pools that are in service in the month and what they offer.
func (m *month) machines() {
	for _, s := range m.Workspace.Sites {
		if s.Kind.V != "onprem" {
			continue
		}
		for _, p := range s.Pools {
			t := termOf(p, m.Month, m.Zone)
			if t.served == 0 {
				continue
			}
			for _, word := range m.tariff.Unstated(p, s) {
				m.lack(s, p, word)
			}
			o := &owned{site: s, pool: p, term: t, Pool: ledger.Pool{Site: s.Name, Name: p.Name}}
			o.offer()
			m.owned = append(m.owned, o)
		}
	}
	slices.SortFunc(m.owned, func(a, b *owned) int { return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Name, b.Name)) })
}
