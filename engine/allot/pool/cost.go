package pool

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// gib is the bytes of one.
const gib = unit.GiB

// offer is what a pool has for services in the hours it runs.
func (o *owned) offer() {
	p := o.pool
	usable := max(0, p.Nodes.V-p.Spare.V)
	o.cores = usable * (p.CPU.V - p.Reserved.V.CPU) * o.term.hours
	o.gib = usable * (p.Memory.V - p.Reserved.V.Memory) / gib * o.term.hours
	o.CoreHours, o.GiBHours = o.cores, o.gib
}

// charge works out the parts of a pool's cost, and says how.
func (m *month) charge(o *owned) {
	m.how(o, "in service on %d of %d days, %s hours", o.term.served, o.term.days, figure(o.term.hours))
	m.capital(o)
	p, s := o.pool, o.site
	electricity := m.convert(o, s.Electricity.V.Amount)
	o.Power = electricity.Times(p.Nodes.V).Times(p.PowerMax.V).Over(1000).Times(s.PUE.Or(1)).Times(o.term.hours).Line()
	m.how(o, "power: %s nodes × %s W ÷ 1000 × PUE %s × %s h × %s a kWh = %s", figure(p.Nodes.V), figure(p.PowerMax.V), figure(s.PUE.Or(1)), figure(o.term.hours), electricity, o.Power)
	upkeep := m.convert(o, p.Upkeep.V.Amount)
	o.Upkeep = o.shareOf(upkeep.Times(p.Nodes.V), o.term.served).Line()
	m.how(o, "upkeep: %s nodes × %s × %d ÷ %d days = %s", figure(p.Nodes.V), upkeep, o.term.served, o.term.days, o.Upkeep)
	o.Administration = m.tariff.Zero()
	if p.Administration.V > 0 {
		hour := m.convert(o, m.Workspace.Settings.HourlyRate.V.Amount)
		o.Administration = o.shareOf(hour.Times(p.Administration.V), o.term.served).Line()
		m.how(o, "administration: %s h × %s × %d ÷ %d days = %s", figure(p.Administration.V), hour, o.term.served, o.term.days, o.Administration)
	}
	o.Cost = o.Capital.Add(o.Power).Add(o.Upkeep).Add(o.Administration)
	m.how(o, "cost: capital + power + upkeep + administration = %s", o.Cost)
}

// capital is what the machines themselves cost in the month.
func (m *month) capital(o *owned) {
	p := o.pool
	o.Capital = m.tariff.Zero()
	if p.Purchase.V.IsZero() {
		m.how(o, "capital: 0, the machines cost nothing")
		return
	}
	bought := m.convert(o, p.Purchase.V)
	if m.View == Purchase {
		if !o.term.begins {
			m.how(o, "capital: 0, the machines were paid when they came into service on %s", p.InService.V.Format("2006-01-02"))
			return
		}
		o.Capital = bought.Times(p.Nodes.V).Line()
		m.how(o, "capital: %s nodes × %s, paid in this month = %s", figure(p.Nodes.V), bought, o.Capital)
		return
	}
	if o.term.alive == 0 {
		m.how(o, "capital: 0, the life of the machines ended before %s", EndOfLife(p).Format("2006-01-02"))
		return
	}
	months := p.Life.V / unit.SecondsPerMonth
	rest := m.convert(o, p.Residual.V)
	o.Capital = o.shareOf(bought.Sub(rest).Times(p.Nodes.V).Over(months), o.term.alive).Line()
	m.how(o, "capital: %s nodes × (%s − %s) ÷ %s months × %d ÷ %d days = %s", figure(p.Nodes.V), bought, rest, figure(months), o.term.alive, o.term.days, o.Capital)
}

// shareOf is a month's amount for some of its days.
func (o *owned) shareOf(a money.Amount, days int) money.Amount {
	if days == o.term.days {
		return a
	}
	return a.Times(float64(days)).Over(float64(o.term.days))
}

// convert returns an amount in the workspace's currency, and tells at which rate.
func (m *month) convert(o *owned, a money.Amount) money.Amount {
	c := a.Currency()
	if r := m.Workspace.Rate(c); r != nil && c != m.tariff.Currency && !a.IsZero() {
		m.foreign[c] = true
		step := fmt.Sprintf("1 %s is %s (%s, %s)", c, r.Value.V, r.Source.V, r.Date.V.Format("2006-01-02"))
		if !slices.Contains(o.How, step) {
			o.How = append(o.How, step)
		}
	}
	return m.tariff.Convert(a)
}

func (m *month) how(o *owned, format string, args ...any) {
	o.How = append(o.How, fmt.Sprintf(format, args...))
}

// figure writes a quantity without more digits than a reader can use.
func figure(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64)
}

// parted is a number for people, with a comma between thousands.
func parted(f float64) string {
	_, fraction, _ := strings.Cut(figure(f), ".")
	return money.FromFloat(f, "").Rounded(len(fraction))
}
