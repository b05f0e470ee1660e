package reports

import (
	"cmp"
	"slices"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/reports/page"
	"berth.dev/reports/page/chart"
)

// mostTeams is how many rows the heat map of teams and the tables of an axis hold.
const mostTeams = 100

// dearestFirst sorts sums by what they cost, nobody's last.
func dearestFirst(sums []MonthSum) []MonthSum {
	out := slices.Clone(sums)
	slices.SortStableFunc(out, func(a, b MonthSum) int {
		if (a.Name == "") != (b.Name == "") {
			return cmp.Compare(b.Name, a.Name)
		}
		return cmp.Or(b.Actual.Cmp(a.Actual.Amount), b.Planned.Cmp(a.Planned.Amount), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// leaves says how many rows a table leaves out, "" for none.
func (p *monthPage) leaves(words string, n, most int) string {
	if n <= most {
		return ""
	}
	words = strings.ReplaceAll(strings.ReplaceAll(words, "%[1]d", "%[1]s"), "%[2]d", "%[2]s")
	return told(words, Number(most), Number(n-most))
}

// siteNames are the columns of the heat map.
func (p *monthPage) siteNames() (out []string) {
	for _, s := range p.m.Axes.Site {
		out = append(out, cmp.Or(s.Name, p.t.noSite))
	}
	return out
}

// teamRows are teams × sites, and the sums of sites below.
func (p *monthPage) teamRows() (out []page.TeamRow, note string) {
	cells := map[[2]string]MonthCell{}
	largest := 0.0
	for _, c := range p.m.Cells {
		cells[[2]string{c.Team, c.Site}] = c
		largest = max(largest, c.Actual.Float())
	}
	teams := dearestFirst(p.m.Axes.Team)
	for _, team := range teams[:min(len(teams), mostTeams)] {
		row := page.TeamRow{Name: cmp.Or(team.Name, p.t.noTeam), Nobody: team.Name == "", Total: quantity(team.Actual)}
		for _, site := range p.m.Axes.Site {
			c, known := cells[[2]string{team.Name, site.Name}]
			row.Cells = append(row.Cells, p.teamCell(c, known, largest))
		}
		out = append(out, row)
	}
	sum := page.TeamRow{Name: p.t.all, Sum: true, Total: quantity(p.m.Actual)}
	for _, site := range p.m.Axes.Site {
		sum.Cells = append(sum.Cells, page.TeamCell{Amount: quantity(site.Actual), Delta: p.deltaWords(site.Delta)})
	}
	return append(out, sum), p.leaves(p.t.dearest, len(teams), mostTeams)
}

func (p *monthPage) teamCell(c MonthCell, known bool, largest float64) page.TeamCell {
	if !known || c.Actual.IsZero() && c.Planned.IsZero() {
		return page.TeamCell{}
	}
	out := page.TeamCell{Amount: quantity(c.Actual), Delta: p.deltaWords(Money{c.Actual.Sub(c.Planned.Amount)})}
	if largest > 0 {
		out.Share = c.Actual.Float() / largest
	}
	return out
}

// deltaWords is a difference, "" where there is none or nothing was planned.
func (p *monthPage) deltaWords(d Money) string {
	if p.m.Plan == nil || unseen(d) {
		return ""
	}
	return signed(d.Amount)
}

// axes are the sums by team, product and site, the chosen one first.
func (p *monthPage) axes() (out []page.Axis) {
	for _, a := range []struct {
		id   string
		sums []MonthSum
		none string
	}{{"team", p.m.Axes.Team, p.t.noTeam}, {"product", p.m.Axes.Product, p.t.noName}, {"site", p.m.Axes.Site, p.t.noSite}} {
		axis := page.Axis{ID: a.id, Title: p.t.by[a.id], Rows: p.axisRows(a.sums, a.none), Note: p.leaves(p.t.dearest, len(a.sums), mostTeams)}
		if a.id == p.by {
			out = slices.Insert(out, 0, axis)
			continue
		}
		out = append(out, axis)
	}
	return out
}

func (p *monthPage) axisRows(sums []MonthSum, none string) (out []page.AxisRow) {
	whole := 0.0
	for _, s := range sums {
		whole = max(whole, s.Actual.Float(), s.Planned.Float())
	}
	row := func(name string, s MonthSum) page.AxisRow {
		r := page.AxisRow{Name: name, Actual: quantity(s.Actual), Planned: page.Quantity{Text: p.t.none}, Delta: page.Quantity{Text: p.t.none}, Level: chart.Level{Mark: -1}}
		if whole > 0 {
			r.Level.Parts = []chart.LevelPart{{Share: s.Actual.Float() / whole}}
		}
		if p.m.Plan != nil {
			r.Planned, r.Delta, r.Tone = quantity(s.Planned), changed(s.Delta), dearer(s.Delta)
			if whole > 0 {
				r.Level.Mark = max(0, s.Planned.Float()/whole)
			}
		}
		return r
	}
	sums = dearestFirst(sums)
	for _, s := range sums[:min(len(sums), mostTeams)] {
		r := row(cmp.Or(s.Name, none), s)
		r.Nobody = s.Name == ""
		out = append(out, r)
	}
	sum := row(p.t.total, MonthSum{Planned: p.m.Planned, Actual: p.m.Actual, Delta: p.m.Delta})
	sum.Sum = true
	return append(out, sum)
}

// services are all services, the dearest first, with the lines that they consist of.
func (p *monthPage) services() (out []page.Spent) {
	lines := p.linesByService()
	units := map[string]MonthUnit{}
	for _, u := range p.m.Units {
		units[u.Service] = u
	}
	for _, s := range dearestFirst(p.m.Axes.Service) {
		one := page.Spent{
			Name: cmp.Or(s.Name, p.t.noName), Nobody: s.Name == "", Actual: quantity(s.Actual), State: "same",
			Planned: page.Quantity{Text: p.t.none, Sort: -1e18}, Delta: page.Quantity{Text: p.t.none, Sort: -1e18}, Unit: page.Quantity{Text: p.t.none, Sort: -1e18},
		}
		if p.m.Plan != nil {
			one.Planned, one.Delta, one.Tone = quantity(s.Planned), changed(s.Delta), dearer(s.Delta)
			one.State = map[int]string{-1: "under", 0: "same", 1: "over"}[s.Delta.Sign()]
			one.Unplanned = s.Planned.IsZero() && !s.Actual.IsZero()
		}
		if u, known := units[s.Name]; known && s.Name != "" {
			one.Unit = quantity(u.PerMillion)
			if u.Planned != nil {
				one.UnitPlanned = rounded(u.Planned.Amount)
			}
		}
		if l := lines[s.Name]; l != nil {
			p.open(&one, l)
		}
		out = append(out, one)
	}
	return out
}

// serviceLines are a service's lines of both ledgers, those of one thing together.
type serviceLines struct {
	keys            []lineKey
	planned, actual map[lineKey]MonthLine
}

// lineKey is what a line is of, whatever its amount.
type lineKey struct{ kind, site, product, team, part, unit string }

func (p *monthPage) linesByService() map[string]*serviceLines {
	out := map[string]*serviceLines{}
	of := func(l MonthLine) (*serviceLines, lineKey) {
		s := out[l.Service]
		if s == nil {
			s = &serviceLines{planned: map[lineKey]MonthLine{}, actual: map[lineKey]MonthLine{}}
			out[l.Service] = s
		}
		k := lineKey{l.Kind, l.Site, l.Product, l.Team, l.Part, l.Unit}
		if _, seen := s.planned[k]; !seen {
			if _, seen = s.actual[k]; !seen {
				s.keys = append(s.keys, k)
			}
		}
		return s, k
	}
	for _, l := range p.m.Lines {
		s, k := of(l)
		s.actual[k] = l
	}
	for _, l := range p.m.Expected {
		s, k := of(l)
		s.planned[k] = l
	}
	return out
}

// mostLines is how many lines of one service the page holds.
const mostLines = 60

// open says whose a service is, and what it consists of.
func (p *monthPage) open(s *page.Spent, l *serviceLines) {
	kinds := ledger.Kinds()
	slices.SortStableFunc(l.keys, func(a, b lineKey) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, ledger.Kind(a.kind)), slices.Index(kinds, ledger.Kind(b.kind))),
			cmp.Compare(a.site, b.site), cmp.Compare(a.part, b.part))
	})
	var sites []string
	for i, k := range l.keys {
		if _, spent := l.actual[k]; spent {
			sites = append(sites, k.site)
		}
		if !s.Nobody {
			s.Product, s.Team = cmp.Or(s.Product, k.product), cmp.Or(s.Team, k.team)
		}
		if i < mostLines {
			s.Lines = append(s.Lines, p.spentLine(l, k))
		}
	}
	if more := len(l.keys) - mostLines; more > 0 {
		s.Lines = append(s.Lines, page.SpentLine{What: strings.ReplaceAll(p.t.moreOf, "%[1]d", Number(more).String())})
	}
	if s.Team == "" && !s.Nobody {
		s.Team = p.t.noTeam
	}
	s.Sites = strings.Join(slices.DeleteFunc(nobodyLast(sites), func(site string) bool { return site == "" }), p.t.join)
}

func (p *monthPage) spentLine(l *serviceLines, k lineKey) page.SpentLine {
	out := page.SpentLine{What: cmp.Or(p.t.kinds[ledger.Kind(k.kind)], k.kind), Site: k.site, Part: k.part, Planned: p.t.none, Actual: p.t.none}
	if a, spent := l.actual[k]; spent {
		out.Actual = rounded(a.Amount.Amount)
		if k.unit != "" {
			out.Quantity = a.Quantity.String() + " " + k.unit
		}
	}
	if a, expected := l.planned[k]; expected {
		out.Planned = rounded(a.Amount.Amount)
	}
	return out
}
