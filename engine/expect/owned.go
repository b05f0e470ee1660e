package expect

import (
	"slices"
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/allot/pool"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// part is a part of what a node pool costs, and how it goes with the month.
type part struct {
	amount                money.Amount
	by, from, until, view string
	// counts says that the quantities of use stand at this part: they go by hours.
	counts bool
}

// owned adds what owned machines cost, shared by planned use as package pool shares it.
func (m *maker) owned() {
	r, err := pool.Month(pool.Input{Workspace: m.w, Month: m.month, Zone: m.zone, View: allot.Amortised, Uses: m.use().Uses})
	if err != nil {
		// The month's report says so, too; a plan needs no price of machines that it
		// does not change.
		m.note("what owned machines cost is not in what is expected: %s", err)
		return
	}
	for _, n := range r.Notes {
		m.note("%s", n)
	}
	lines := map[[2]string][]ledger.Line{}
	for _, l := range r.Lines {
		key := [2]string{l.Site, l.Part}
		lines[key] = append(lines[key], l)
	}
	for _, s := range m.w.Sites {
		if s.Kind.V != "onprem" {
			continue
		}
		for _, p := range s.Pools {
			m.pool(s, p, lines[[2]string{s.Name, p.Name}])
		}
	}
}

// pool adds one pool. One that is not in service yet is idle from its first day on: a
// plan puts nothing there.
func (m *maker) pool(s *spec.Site, p *spec.NodePool, lines []ledger.Line) {
	var used []ledger.Line
	var weights []float64
	idle := ledger.Line{Kind: ledger.Idle, Site: s.Name, Part: p.Name}
	unused := 0.0
	for _, l := range lines {
		switch l.Kind {
		case ledger.Idle:
			unused = l.Amount.Float()
		case ledger.Spare:
		default:
			used, weights = append(used, l), append(weights, l.Amount.Float())
		}
	}
	weights = append(weights, unused)
	hours := m.month.Hours(m.zone) / unit.HoursPerMonth
	for _, one := range m.parts(s, p) {
		rest := one.amount
		if spare := min(p.Spare.V, p.Nodes.V); spare > 0 {
			l := ledger.Line{Kind: ledger.Spare, Site: s.Name, Part: p.Name, Amount: rest.Times(spare).Over(p.Nodes.V).Line()}
			rest = rest.Sub(l.Amount)
			m.keep(l, one)
		}
		shares := rest.Split(weights)
		for i, l := range used {
			l.Amount = m.zero()
			if shares != nil {
				// Digits beyond those of a bill are noise of the weights.
				l.Amount = shares[i].Line()
			}
			rest = rest.Sub(l.Amount)
			if l.Quantity /= hours; !one.counts {
				l.Quantity = 0
			}
			m.keep(l, one)
		}
		idle.Amount = rest
		m.keep(idle, one)
	}
}

// keep adds a line of a part of a pool's cost, unless it is of nothing.
func (m *maker) keep(l ledger.Line, p part) {
	if !l.Amount.IsZero() || l.Quantity > 0 {
		m.entries = append(m.entries, entry{Line: l, by: p.by, from: p.from, until: p.until, view: p.view})
	}
}

// parts are what a pool costs in a month of 730 hours in which it is in service, by the
// formulas of package pool.
func (m *maker) parts(s *spec.Site, p *spec.NodePool) []part {
	began := ""
	if p.InService.Set() {
		began = p.InService.V.Format(time.DateOnly)
	}
	power := m.tariff.Convert(s.Electricity.V.Amount).Times(p.Nodes.V).Times(p.PowerMax.V).Over(1000).Times(s.PUE.Or(1)).TimesInt(unit.HoursPerMonth).Line()
	upkeep := m.tariff.Convert(p.Upkeep.V.Amount).Times(p.Nodes.V).Line()
	work := m.tariff.Convert(m.w.Settings.HourlyRate.V.Amount).Times(p.Administration.V).Line()
	out := []part{
		{amount: power, by: plan.ByHours, from: began, counts: true},
		{amount: upkeep, by: plan.ByMonth, from: began},
		{amount: work, by: plan.ByMonth, from: began},
	}
	if p.Purchase.V.IsZero() || !p.InService.Set() {
		return out
	}
	bought := m.tariff.Convert(p.Purchase.V).Times(p.Nodes.V)
	if months := p.Life.V / unit.SecondsPerMonth; months > 0 {
		capital := bought.Sub(m.tariff.Convert(p.Residual.V).Times(p.Nodes.V)).Over(months).Line()
		out = append(out, part{amount: capital, by: plan.ByMonth, from: began, until: pool.EndOfLife(p).Format(time.DateOnly), view: allot.Amortised})
	}
	// All of it is paid in the month in which the machines come into service.
	first := time.Date(p.InService.V.Year(), p.InService.V.Month(), 1, 0, 0, 0, 0, time.UTC)
	out = append(out, part{
		amount: bought.Line(), by: plan.ByMonth, from: first.Format(time.DateOnly), until: first.AddDate(0, 1, 0).Format(time.DateOnly), view: allot.Purchase,
	})
	// The plan is in force in no month before the one it is made in.
	made := m.w.Settings.AsOf.V.Format("2006-01") + "-01"
	return slices.DeleteFunc(out, func(p part) bool { return p.until != "" && p.until <= made })
}
