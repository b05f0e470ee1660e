package reports

import (
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// each turns every value of a list into the model's; it is never null in JSON.
func each[A, B any](list []A, turn func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, x := range list {
		out = append(out, turn(x))
	}
	return out
}

// NewMonth turns a month's report into the model.
func NewMonth(r *month.Report) Month {
	m := Month{
		Schema: MonthSchema, Version: r.Berth, Month: r.Month.String(), Zone: r.Zone, Currency: r.Currency, View: r.View,
		State:   newMonthState(r.State),
		Planned: Money{r.Planned}, Actual: Money{r.Actual}, Delta: Money{r.Delta},
		Bills: each(r.Bills, newMonthBill), Bridge: each(r.Bridge, newMonthEffect), Causes: each(r.Causes, newMonthCause),
		Axes: MonthAxes{
			Team: each(r.Axes[ledger.Team], newMonthSum), Product: each(r.Axes[ledger.Product], newMonthSum),
			Service: each(r.Axes[ledger.Service], newMonthSum), Site: each(r.Axes[ledger.Site], newMonthSum),
		},
		Cells:  each(r.Cells, func(c month.Cell) MonthCell { return MonthCell{c.Team, c.Site, Money{c.Planned}, Money{c.Actual}} }),
		Months: each(r.Months, newMonthPast), Ahead: each(r.Ahead, newMonthAhead),
		Days:  each(r.Days, func(d month.Day) MonthDay { return MonthDay{d.Site, d.Day, Money{d.Amount}} }),
		Units: each(r.Units, newMonthUnit), Budgets: each(r.Budgets, newMonthBudget), Flips: each(r.Flips, newMonthFlip),
		Paybacks: each(r.Paybacks, newMonthPayback), Nobody: each(r.Nobody, newMonthNobody),
		Commitments: each(r.Commitments, newMonthCommitment), Pools: each(r.Pools, newMonthPool),
		Unknown: list(r.Unknown), Rules: list(r.Rules),
		Rates: each(r.Rates, func(x ledger.Rate) MonthRate { return MonthRate{x.Currency, Money{x.Value}, x.Date, x.Source} }),
		Pins:  each(r.Pins, func(p month.Pin) MonthPin { return MonthPin(p) }),
		Lines: each(r.Lines, newMonthLine), Expected: each(r.Expected, newMonthLine),
	}
	if p := r.Plan; p != nil {
		m.Plan = &MonthPlan{p.File, p.Digest, p.AsOf}
	}
	m.Todo = m.todo()
	return m
}

// list is a list that is never null in JSON.
func list(words []string) []string { return append([]string{}, words...) }

func newMonthState(s month.State) MonthState {
	return MonthState{s.Reconciled, s.Why, s.Last, s.AsOf, s.Rows, s.Bad, s.Duplicates, list(s.Faults), list(s.Notes)}
}

func newMonthBill(b ledger.Bill) MonthBill {
	return MonthBill{b.Name, b.Site, Money{b.Own}, b.Own.Currency(), Money{b.Amount}, b.Rows, b.Owned}
}

func newMonthEffect(e month.Effect) MonthEffect { return MonthEffect{e.Name, Money{e.Amount}, e.Why} }

func newMonthCause(c month.Cause) MonthCause {
	return MonthCause{c.Effect, c.Service, c.Product, c.Team, Money{c.Amount}, c.Why}
}

func newMonthSum(s month.Sum) MonthSum {
	return MonthSum{s.Name, Money{s.Planned}, Money{s.Actual}, Money{s.Delta}}
}

func newMonthPast(p month.Past) MonthPast {
	return MonthPast{p.Month.String(), Money{p.Planned}, Money{p.Actual}, each(p.Sites, newMonthSum)}
}

func newMonthAhead(a month.Ahead) MonthAhead {
	out := MonthAhead{Month: a.Month.String(), Mean: Money{a.Mean}, How: a.How}
	// The engine writes the mean three times where it knows no band.
	if a.Low.Cmp(a.High) != 0 {
		out.Low, out.High = &Money{a.Low}, &Money{a.High}
	}
	return out
}

func newMonthUnit(u month.Unit) MonthUnit {
	return MonthUnit{u.Service, u.Product, u.Team, Number(u.Requests), Money{u.Cost}, Money{u.PerMillion}, known(u.Planned)}
}

// known is an amount, nil for one in no currency, which stands for unknown.
func known(a money.Amount) *Money {
	if a.Currency() == "" {
		return nil
	}
	return &Money{a}
}

func newMonthBudget(b month.Budget) MonthBudget {
	return MonthBudget{b.Product, b.Team, Money{b.Monthly}, Money{b.Actual}, Money{b.Left}, Score(b.Share)}
}

func newMonthFlip(f month.Flip) MonthFlip {
	return MonthFlip{f.Service, f.Team, f.Was, f.Now, Money{f.Saves}, Money{f.Waiting}, Number(f.Months), f.Why}
}

func newMonthPayback(p month.Payback) MonthPayback {
	after := func(months float64) *Number {
		if months < 0 {
			return nil
		}
		n := Number(months)
		return &n
	}
	return MonthPayback{
		p.Service, p.Team, p.From, p.To, p.Since.String(), Money{p.Once}, Money{p.Saved}, Money{p.Left},
		p.Months, after(p.Planned), after(p.Ahead), p.Why,
	}
}

func newMonthNobody(n ledger.Nobody) MonthNobody {
	return MonthNobody{n.Bill, n.Site, n.What, Money{n.Amount}, n.Rows, n.Advice}
}

func newMonthCommitment(c ledger.Commitment) MonthCommitment {
	to := each(c.To, func(s ledger.Sum) MonthUser { return MonthUser{s.Name, Money{s.Amount}} })
	return MonthCommitment{c.Name, c.Site, c.Owner, Money{c.Cost}, Money{c.Used}, Money{c.Unused}, Score(c.Share), to}
}

func newMonthPool(p ledger.Pool) MonthPool {
	return MonthPool{
		Site: p.Site, Name: p.Name, Capital: Money{p.Capital}, Power: Money{p.Power}, Upkeep: Money{p.Upkeep},
		Administration: Money{p.Administration}, Cost: Money{p.Cost}, Used: Money{p.Used}, Idle: Money{p.Idle}, Spare: Money{p.Spare},
		CoreHours: Number(p.CoreHours), GiBHours: Number(p.GiBHours), UsedCores: Number(p.UsedCores), UsedGiB: Number(p.UsedGiB), How: list(p.How),
	}
}

func newMonthLine(l ledger.Line) MonthLine {
	return MonthLine{string(l.Kind), l.Site, l.Service, l.Product, l.Team, l.Part, Number(l.Quantity), l.Unit, Money{l.Amount}}
}

// NewMonthDiff turns a comparison of two months into the model.
func NewMonthDiff(c *month.Change) MonthDiff {
	sum := func(s month.Sum) DiffSum { return DiffSum{s.Name, Money{s.Planned}, Money{s.Actual}, Money{s.Delta}} }
	return MonthDiff{
		Schema: MonthDiffSchema, From: c.From.String(), To: c.To.String(), Currency: c.Currency, View: c.View,
		Before: Money{c.Before}, After: Money{c.After}, Delta: Money{c.Delta},
		Bridge: each(c.Bridge, newMonthEffect), Causes: each(c.Causes, newMonthCause),
		Axes: DiffAxes{
			Team: each(c.Axes[ledger.Team], sum), Product: each(c.Axes[ledger.Product], sum),
			Service: each(c.Axes[ledger.Service], sum), Site: each(c.Axes[ledger.Site], sum),
		},
		Moved: list(c.Moved),
	}
}
