package allot

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/allot/share"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/usage"
)

// maker gathers a month.
type maker struct {
	in     Input
	rates  rates
	lines  []ledger.Line
	rules  map[string]bool
	result Result
}

// Make gives everything a month cost to whoever owns it. An error says what keeps that
// from being told at all: a currency without a rate, machines without a price, shares
// in a circle.
func Make(in Input) (*Result, error) {
	if in.View != Amortised && in.View != Purchase {
		return nil, fmt.Errorf("%q is no view: write %q or %q", in.View, Amortised, Purchase)
	}
	if in.Usage == nil {
		in.Usage = &usage.Month{}
	}
	m := &maker{in: in, rates: rates{w: in.Workspace}, rules: map[string]bool{}}
	m.result.Days = map[string][]Day{}
	if err := m.bills(); err != nil {
		return nil, err
	}
	if err := m.pools(); err != nil {
		return nil, err
	}
	m.volumes()
	passed, err := share.Pass(in.Workspace, m.lines, in.Usage)
	if err != nil {
		return nil, err
	}
	m.lines = append(m.lines, passed.Lines...)
	m.rule(passed.Rules...)
	m.result.Unknown = append(m.result.Unknown, passed.Unknown...)
	return m.finish()
}

// rule notes rules that gave something to somebody.
func (m *maker) rule(words ...string) {
	for _, w := range words {
		m.rules[w] = true
	}
}

// bills reads every bill of the workspace.
func (m *maker) bills() error {
	for _, b := range m.in.Workspace.Bills {
		answer := m.in.Answers[b.Name]
		if answer == nil {
			return fmt.Errorf("bill %q was not read: without it the month has no total", b.Name)
		}
		s := newSheet(m, b)
		if err := s.read(answer.Rows); err != nil {
			return err
		}
		s.close()
	}
	return nil
}

// pools adds what owned machines cost.
func (m *maker) pools() error {
	owned, err := pool.Month(pool.Input{
		Workspace: m.in.Workspace, Month: m.in.Month, Zone: m.in.Zone, View: m.in.View, Uses: m.in.Usage.Uses,
	})
	if err != nil {
		return err
	}
	m.lines = append(m.lines, owned.Lines...)
	m.result.Pools = owned.Pools
	m.result.Nobody = append(m.result.Nobody, owned.Nobody...)
	m.result.Unknown = append(m.result.Unknown, owned.Notes...)
	for _, currency := range owned.Currencies {
		m.rates.use(currency)
	}
	sites := map[string]money.Amount{}
	for _, p := range owned.Pools {
		sites[p.Site] = sites[p.Site].Add(p.Cost)
	}
	for _, site := range slices.Sorted(maps.Keys(sites)) {
		m.result.Bills = append(m.result.Bills, ledger.Bill{Name: site, Site: site, Own: sites[site], Amount: sites[site], Owned: true})
		if how := m.in.Usage.How[site]; how != "" {
			m.rule(fmt.Sprintf("site %s: machines are shared by use, %s", site, how))
		}
	}
	return nil
}

// finish sorts what was gathered and proves that nothing was lost.
func (m *maker) finish() (*Result, error) {
	w, r := m.in.Workspace, &m.result
	lines := slices.DeleteFunc(m.lines, func(l ledger.Line) bool { return l.Amount.IsZero() && l.Quantity == 0 })
	r.Ledger = ledger.New(w.Settings.Currency.V, lines)
	bills := money.Zero(w.Settings.Currency.V)
	for _, b := range r.Bills {
		bills = bills.Add(b.Amount)
	}
	if total := r.Ledger.Total(); total.Cmp(bills) != 0 {
		// Cannot be: every row goes to one line. A wrong total would be believed.
		return nil, fmt.Errorf("the lines of %s add up to %s and its bills to %s: this is a defect of berth, please report it", m.in.Month, total, bills)
	}
	slices.SortStableFunc(r.Nobody, func(a, b ledger.Nobody) int {
		return cmp.Or(b.Amount.Cmp(a.Amount), cmp.Compare(a.Bill, b.Bill), cmp.Compare(a.Site, b.Site), cmp.Compare(a.What, b.What))
	})
	for _, days := range r.Days {
		slices.SortFunc(days, func(a, b Day) int { return cmp.Compare(a.Day, b.Day) })
	}
	slices.SortStableFunc(r.Commitments, func(a, b ledger.Commitment) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Name, b.Name))
	})
	r.Rates = m.rates.told()
	r.Rules = slices.Sorted(maps.Keys(m.rules))
	slices.Sort(r.Unknown)
	r.Unknown = slices.Compact(r.Unknown)
	return r, nil
}

// amount is what a row costs in the view of the month: never both in one ledger.
func (m *maker) amount(r *bill.Row) money.Amount {
	if m.in.View == Purchase {
		return r.Billed
	}
	return r.Effective
}
