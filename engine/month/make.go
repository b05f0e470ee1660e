package month

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/expect"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month/bridge"
)

// InForce finds the plan that is in force on a month's first day among those with these
// days, each as 2006-01-02: the last one on or before it, of equals the later in the
// list. It is -1 where there is none.
func InForce(days []string, m bill.Month) int {
	first, best := m.String()+"-01", -1
	for i, day := range days {
		if day <= first && (best < 0 || day >= days[best]) {
			best = i
		}
	}
	return best
}

// Make works a month's report out. An error says why there is none: a currency without
// a rate, a bill that was not read, a plan whose amounts are not numbers.
func Make(in Input) (*Report, error) {
	actual, err := allot.Make(in.Input)
	if err != nil {
		return nil, err
	}
	m := &maker{Input: in, result: actual, actual: actual.Ledger}
	if err := m.expected(); err != nil {
		return nil, err
	}
	m.r = m.begin()
	m.compare()
	m.state()
	m.past()
	m.units()
	m.budgets()
	m.paybacks()
	if err := m.ahead(); err != nil {
		return nil, err
	}
	if err := m.flips(); err != nil {
		return nil, err
	}
	m.settle()
	return m.r, nil
}

// maker holds a report while it is made.
type maker struct {
	Input
	result *allot.Result
	// actual and planned are the two ledgers; planned is nil where nothing is.
	actual, planned *ledger.Ledger
	bridge          *bridge.Bridge
	r               *Report
}

// expected reads what the plan in force expects of the month.
func (m *maker) expected() (err error) {
	if m.Plan == nil {
		return nil
	}
	if own := m.Workspace.Settings.Currency.V; m.Plan.Unit.Currency != own {
		return fmt.Errorf("%s: the plan counts in %s and the workspace in %s: a report has one currency", m.PlanFile, m.Plan.Unit.Currency, own)
	}
	m.planned, err = expect.Month(m.Plan, m.Month, m.Zone, m.View)
	if err != nil {
		return fmt.Errorf("%s: %w", m.PlanFile, err)
	}
	if m.planned != nil {
		m.alike()
	}
	return nil
}

// alike leaves out of what was planned what no bill of the workspace could show: lines
// of sites without a bill that are not of owned machines. What is compared must be known
// on both sides; what is left out is told.
func (m *maker) alike() {
	billed := map[string]bool{}
	for _, b := range m.Workspace.Bills {
		billed[b.Site.V] = true
		for _, a := range b.Assigns {
			billed[a.Site.V] = billed[a.Site.V] || a.Site.Set()
		}
	}
	left := map[string]money.Amount{}
	var kept []ledger.Line
	for _, l := range m.planned.Lines {
		if billed[l.Site] || m.ofOwned(&l) || l.Kind == ledger.Shared {
			kept = append(kept, l)
			continue
		}
		if !l.Amount.IsZero() {
			left[l.Site] = left[l.Site].Add(l.Amount)
		}
	}
	m.planned = ledger.New(m.planned.Currency, kept)
	for site, amount := range left {
		m.result.Unknown = append(m.result.Unknown, fmt.Sprintf("what %s cost besides its machines: %s are planned and the workspace has no bill of it, so neither side counts them", site, amountText(amount)))
	}
}

// ofOwned tells whether a line is of owned machines, which need no bill.
func (m *maker) ofOwned(l *ledger.Line) bool {
	s := m.Workspace.Site(l.Site)
	if s == nil || s.Kind.V != "onprem" {
		return false
	}
	if l.Kind == ledger.Storage {
		return strings.HasPrefix(l.Part, "storage pool ") // as package pool names it
	}
	return slices.Contains([]ledger.Kind{ledger.Compute, ledger.Idle, ledger.Spare, ledger.Unallocated}, l.Kind)
}

// begin fills in what is taken over as it is.
func (m *maker) begin() *Report {
	currency := m.Workspace.Settings.Currency.V
	r := &Report{
		Format: Format, Berth: m.Berth, Month: m.Month, Zone: m.Zone.String(), Currency: currency, View: m.View,
		Planned: money.Zero(currency), Actual: m.actual.Total(), Bills: m.result.Bills,
		Lines: m.actual.Lines, Nobody: m.result.Nobody, Commitments: m.result.Commitments, Pools: m.result.Pools,
		Pins: m.Pins, Rates: m.result.Rates, Rules: m.result.Rules, Unknown: m.result.Unknown,
	}
	if m.Plan != nil {
		r.Plan = &Plan{File: m.PlanFile, Digest: m.Plan.Digest, AsOf: m.Plan.AsOf}
	}
	switch {
	case m.Plan == nil:
		r.Unknown = append(r.Unknown, "what was planned: no plan is in force on the month's first day; write plans = [\"plans/*.json\"] into the report block, and keep what `berth plan --out` writes there")
	case m.planned == nil:
		r.Unknown = append(r.Unknown, fmt.Sprintf("what was planned: %s was written by %s, which kept no expected cost; plan again", m.PlanFile, m.Plan.Berth))
	default:
		r.Planned, r.Expected = m.planned.Total(), m.planned.Lines
	}
	r.Delta = r.Actual.Sub(r.Planned)
	return r
}

// settle puts what is listed for people in its order, and leaves no list nil that a
// file always has.
func (m *maker) settle() {
	r := m.r
	r.Unknown = sortedOnce(r.Unknown)
	if r.Pins == nil {
		r.Pins = []Pin{}
	}
	if r.Rules == nil {
		r.Rules = []string{}
	}
	if r.Bills == nil {
		r.Bills = []ledger.Bill{}
	}
	if r.Lines == nil {
		r.Lines = []ledger.Line{}
	}
}
