package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/reports/page"
	"berth.dev/reports/page/chart"
)

// fallChart leads from planned to actual. Effects of nothing are left out of it; the
// table below has them.
func (p *monthPage) fallChart() chart.Waterfall {
	out := chart.Waterfall{Name: told(p.t.fall, named(p.m.Month, p.t.month)), Unit: p.t.unit(p.m.Currency)}
	if p.m.Plan == nil || len(p.m.Bridge) == 0 {
		return out
	}
	out.Bars = append(out.Bars, chart.Bar{Name: p.t.planned, Value: p.m.Planned.Float(), Label: rounded(p.m.Planned.Amount), Total: true})
	for _, e := range p.m.Bridge {
		if !e.Amount.IsZero() {
			out.Bars = append(out.Bars, chart.Bar{Name: p.effectName(e.Name), Value: e.Amount.Float(), Label: signed(e.Amount.Amount)})
		}
	}
	out.Bars = append(out.Bars, chart.Bar{Name: p.t.spent, Value: p.m.Actual.Float(), Label: rounded(p.m.Actual.Amount), Total: true})
	return out
}

func (p *monthPage) effectName(name string) string { return cmp.Or(p.t.effects[name], name) }

func (p *monthPage) effectRows() (out []page.Effect) {
	for _, e := range p.m.Bridge {
		out = append(out, page.Effect{
			Name: p.effectName(e.Name), Amount: changed(e.Amount), Tone: dearer(e.Amount), Means: p.t.means[e.Name], Why: p.said(e.Why),
		})
	}
	return out
}

// mostCauseRows is how many causes the page lists.
const mostCauseRows = 12

func (p *monthPage) causeRows() (out []page.Cause) {
	causes := shown(p.m.Causes, Options{})
	for _, c := range causes[:min(len(causes), mostCauseRows)] {
		out = append(out, page.Cause{
			Service: p.owner(c), Team: cmp.Or(c.Team, p.t.noTeam), Effect: p.effectName(c.Effect),
			Amount: changed(c.Amount), Tone: dearer(c.Amount), Why: p.said(c.Why),
		})
	}
	return out
}

// pastSites are the sites of all months that are drawn, "" last.
func (p *monthPage) pastSites() (sites []string) {
	for _, past := range p.m.Months {
		for _, s := range past.Sites {
			sites = append(sites, s.Name)
		}
	}
	return nobodyLast(sites)
}

// nobodyLast sorts names, each once, "" at the end.
func nobodyLast(names []string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) > 0 && names[0] == "" {
		names = append(names[1:], "")
	}
	return names
}

func (p *monthPage) stackChart() chart.Stack {
	sites := p.pastSites()
	out := p.newStack(told(p.t.stack, ""), sites)
	for _, past := range p.m.Months {
		c := chart.Column{
			Name: named(past.Month, p.t.brief), Label: p.t.large(past.Actual.Float()), Values: p.valuesOf(past.Sites, sites), Planned: -1, Now: past.Month == p.m.Month,
		}
		if !past.Planned.IsZero() {
			c.Planned = past.Planned.Float()
		}
		out.Columns = append(out.Columns, c)
	}
	for _, a := range p.m.Ahead {
		mean := a.Mean.Float()
		c := chart.Column{Name: named(a.Month, p.t.brief), Label: p.t.large(mean), Planned: -1, Ahead: true, Low: mean, Mean: mean, High: mean}
		if a.banded() {
			c.Low, c.High = a.Low.Float(), a.High.Float()
		}
		out.Columns = append(out.Columns, c)
	}
	return out
}

// newStack begins a drawing by site.
func (p *monthPage) newStack(name string, sites []string) chart.Stack {
	out := chart.Stack{Name: name, Unit: p.t.unit(p.m.Currency), Planned: p.t.planned, Expected: p.t.expected, Band: p.t.band, Axis: p.t.large}
	for _, s := range sites {
		out.Parts = append(out.Parts, cmp.Or(s, p.t.noSite))
	}
	return out
}

// valuesOf are what sums hold of each site.
func (p *monthPage) valuesOf(sums []MonthSum, sites []string) []float64 {
	out := make([]float64, len(sites))
	for _, s := range sums {
		if i := slices.Index(sites, s.Name); i >= 0 {
			out[i] = s.Actual.Float()
		}
	}
	return out
}

// pastRows are the drawing in words.
func (p *monthPage) pastRows() (out []page.PastMonth) {
	sites := p.pastSites()
	for _, past := range p.m.Months {
		row := page.PastMonth{Name: named(past.Month, p.t.month), Planned: p.t.none, Actual: rounded(past.Actual.Amount)}
		if !past.Planned.IsZero() {
			row.Planned = rounded(past.Planned.Amount)
		}
		for _, site := range sites {
			words := p.t.none
			if i := slices.IndexFunc(past.Sites, func(s MonthSum) bool { return s.Name == site }); i >= 0 {
				words = rounded(past.Sites[i].Actual.Amount)
			}
			row.Sites = append(row.Sites, words)
		}
		out = append(out, row)
	}
	for _, a := range p.m.Ahead {
		row := page.PastMonth{Name: named(a.Month, p.t.month), Planned: p.t.none, Actual: rounded(a.Mean.Amount), Ahead: true, Range: p.t.expected}
		if a.banded() {
			row.Range = p.t.band + ": " + told(p.t.between, rounded(a.Low.Amount), rounded(a.High.Amount))
		}
		out = append(out, row)
	}
	return out
}

// fewestDays is how many days make a course.
const fewestDays = 7

// daysChart is what bills cost day by day, from the first day with a bill to the last; of
// few days it has no columns: what is charged by the month shows no course.
func (p *monthPage) daysChart() chart.Stack {
	var sites, days []string
	for _, d := range p.m.Days {
		sites, days = append(sites, d.Site), append(days, d.Day)
	}
	if sites, days = nobodyLast(sites), nobodyLast(days); len(days) < fewestDays {
		return chart.Stack{}
	}
	days = unbroken(days)
	out := p.newStack(told(p.t.days, named(p.m.Month, p.t.month)), sites)
	for _, day := range days {
		values := make([]float64, len(sites))
		for _, d := range p.m.Days {
			if d.Day == day {
				values[slices.Index(sites, d.Site)] = d.Amount.Float()
			}
		}
		// Below a column stands the day of the month alone.
		short := strings.TrimPrefix(day[max(0, len(day)-2):], "0")
		out.Columns = append(out.Columns, chart.Column{Name: short, Values: values, Planned: -1, Title: fmt.Sprintf("%s: %s", p.t.date(day), p.dayWords(day, sites))})
	}
	return out
}

// unbroken has the days between the first and the last, too: a day without a bill has its
// place in the drawing. Days that are none stay as they are.
func unbroken(days []string) (out []string) {
	first, err := time.Parse(time.DateOnly, days[0])
	last, err2 := time.Parse(time.DateOnly, days[len(days)-1])
	if err != nil || err2 != nil || last.Sub(first) > 62*24*time.Hour {
		return days
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		out = append(out, day.Format(time.DateOnly))
	}
	return out
}

// dayWords are a day's bills, for who points at its column.
func (p *monthPage) dayWords(day string, sites []string) string {
	var words []string
	for _, d := range p.m.Days {
		if d.Day == day && slices.Contains(sites, d.Site) {
			words = append(words, cmp.Or(d.Site, p.t.noSite)+" "+rounded(d.Amount.Amount))
		}
	}
	return strings.Join(words, p.t.join)
}
