package reports

import (
	"cmp"
	"math"
	"strings"

	"berth.dev/reports/page"
	"berth.dev/reports/page/chart"
)

// nearlySpent is from which share on a budget is doubtful.
const nearlySpent = 0.95

func (p *monthPage) budgetRows() (out []page.Budget) {
	whole := 1.0
	for _, b := range p.m.Budgets {
		whole = max(whole, float64(b.Share))
	}
	for _, b := range p.m.Budgets {
		row := page.Budget{
			Product: b.Product, Team: b.Team, Monthly: quantity(b.Monthly), Actual: quantity(b.Actual), Left: quantity(b.Left), Share: p.t.share(float64(b.Share)),
			Level: chart.Level{Mark: 1 / whole},
		}
		switch {
		case b.Left.Sign() < 0:
			row.Tone = "bad"
		case b.Share >= nearlySpent:
			row.Tone = "doubtful"
		}
		row.Level.Parts = []chart.LevelPart{{Share: float64(b.Share) / whole, Tone: cmp.Or(row.Tone, "a")}}
		out = append(out, row)
	}
	return out
}

func (p *monthPage) flipRows() (out []page.Flip) {
	for _, f := range p.m.Flips {
		row := page.Flip{
			Service: f.Service, Team: f.Team, Was: cmp.Or(f.Was, p.t.none), Now: cmp.Or(f.Now, p.t.none), Saves: quantity(absolute(f.Saves)),
			Waiting: page.Quantity{Text: p.t.none}, Why: p.said(f.Why),
		}
		switch {
		case f.Saves.IsZero():
			row.Saves.Text = p.t.none
		case f.Saves.Sign() > 0:
			row.Brings, row.Tone = p.t.saves, "good"
		default:
			row.Brings, row.Tone = p.t.dearer, "bad"
		}
		if f.Waiting.Sign() > 0 {
			row.Waiting, row.Until = quantity(f.Waiting), told(p.t.months, f.Months)
		}
		out = append(out, row)
	}
	return out
}

// span is a number of months; nil is never.
func (p *monthPage) span(n *Number) string {
	if n == nil {
		return p.t.never
	}
	return told(p.t.months, *n)
}

func (p *monthPage) paybackRows() (out []page.Payback) {
	for _, b := range p.m.Paybacks {
		row := page.Payback{
			Service: b.Service, Team: b.Team, From: cmp.Or(b.From, p.t.none), To: cmp.Or(b.To, p.t.none), Since: named(b.Since, p.t.month),
			Once: quantity(b.Once), Saved: quantity(b.Saved), Left: quantity(b.Left),
			Wanted: p.span(b.Planned), Ahead: p.span(b.Ahead), Why: p.said(b.Why), Level: chart.Level{Mark: -1},
		}
		if share, known := part(b.Saved, b.Once); known {
			row.Level.Parts = []chart.LevelPart{{Share: share, Tone: "a"}}
		}
		switch {
		case b.Left.Sign() <= 0:
			row.Tone = "good"
		case b.Ahead == nil:
			row.Tone = "bad"
		case b.Planned != nil && *b.Ahead > *b.Planned:
			row.Tone = "doubtful"
		}
		out = append(out, row)
	}
	return out
}

// mostNobody is how many things that belong to nobody the page lists.
const mostNobody = 50

func (p *monthPage) nobodyRows() (out []page.Nobody, note string) {
	for _, n := range p.m.Nobody[:min(len(p.m.Nobody), mostNobody)] {
		out = append(out, page.Nobody{
			Bill: n.Bill, Site: n.Site, What: p.said(n.What), Amount: quantity(n.Amount), Rows: Number(n.Rows).String(), Advice: n.Advice,
		})
	}
	return out, p.leaves(p.t.nobodyMore, len(p.m.Nobody), mostNobody)
}

func (p *monthPage) commitmentRows() (out []page.Commitment) {
	for _, c := range p.m.Commitments {
		row := page.Commitment{
			Name: c.Name, Site: c.Site, Owner: cmp.Or(c.Owner, p.t.none), Cost: quantity(c.Cost), Used: quantity(c.Used), Unused: quantity(c.Unused),
			Share: p.t.share(float64(c.Share)),
			Level: chart.Level{Mark: -1, Parts: []chart.LevelPart{{Share: float64(c.Share), Tone: "a"}, {Share: 1 - float64(c.Share), Tone: "b"}}},
		}
		for _, to := range c.To {
			row.To = append(row.To, page.Named{Name: cmp.Or(to.Name, p.t.noName), Text: rounded(to.Amount.Amount)})
		}
		out = append(out, row)
	}
	return out
}

func (p *monthPage) poolRows() (out []page.Pool) {
	for _, l := range p.m.Pools {
		row := page.Pool{
			Name: l.Name, Site: l.Site, Capital: rounded(l.Capital.Amount), Power: rounded(l.Power.Amount), Upkeep: rounded(l.Upkeep.Amount),
			Admin: rounded(l.Administration.Amount), Cost: quantity(l.Cost), Used: quantity(l.Used), Idle: quantity(l.Idle), Spare: quantity(l.Spare),
			UsedShare: p.shareWords(l.Used, l.Cost), IdleShare: p.shareWords(l.Idle, l.Cost), SpareShare: p.shareWords(l.Spare, l.Cost),
			CoreHours: p.t.none, UsedCores: p.t.none, GiBHours: p.t.none, UsedGiB: p.t.none, How: l.How, Level: chart.Level{Mark: -1},
		}
		// Disks have no cores.
		if l.CoreHours > 0 {
			row.CoreHours, row.UsedCores = l.CoreHours.String(), l.UsedCores.String()
		}
		if l.GiBHours > 0 {
			row.GiBHours, row.UsedGiB = l.GiBHours.String(), l.UsedGiB.String()
		}
		for _, one := range []struct {
			amount Money
			tone   string
		}{{l.Used, "a"}, {l.Idle, "b"}, {l.Spare, "c"}} {
			if share, known := part(one.amount, l.Cost); known {
				row.Level.Parts = append(row.Level.Parts, chart.LevelPart{Share: math.Max(0, share), Tone: one.tone})
			}
		}
		out = append(out, row)
	}
	return out
}

// exact writes an amount with all its digits.
func exact(m Money) string {
	_, fraction, _ := strings.Cut(m.Decimal(), ".")
	return strings.Replace(m.Amount.Rounded(len(fraction)), "-", "−", 1)
}

// billRows are what the total consists of, to the last digit.
func (p *monthPage) billRows() (out []page.PaidBill) {
	for _, b := range p.m.Bills {
		row := page.PaidBill{Name: b.Name, Site: b.Site, Rows: Number(b.Rows).String(), Amount: exact(b.Amount), Owned: b.Owned}
		if !b.Owned {
			row.Own = exact(b.Own) + " " + b.OwnCurrency
		}
		out = append(out, row)
	}
	return append(out, page.PaidBill{Name: p.t.total, Amount: exact(p.m.Actual), Sum: true})
}
