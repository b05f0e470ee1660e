package reports

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/reports/page"
	"berth.dev/reports/page/chart"
)

// browserEvaluation is evaluate as a page for a browser.
type browserEvaluation struct {
	w      io.Writer
	page   *page.Evaluation
	header Header
	// options and forbidden are counted over all services.
	options, forbidden int
}

func (e *browserEvaluation) begin(h Header) error {
	e.header = h
	head := page.Head{
		Facts: []string{
			count(len(h.Sites), "site"), "as of " + h.AsOf, h.Currency + ", " + spoken(h.CostBasis), "reference " + h.ReferenceSite,
		},
		Money: h.Currency + " a month", Hours: "h a month", Count: h.Count,
	}
	for _, o := range h.Options {
		head.Options = append(head.Options, page.Option{Name: o.ID, Kind: kindWord(o.Kind)})
	}
	for _, c := range h.Criteria {
		head.Criteria = append(head.Criteria, page.Named{Name: fmt.Sprintf("%s ×%s", spoken(c.Name), c.Weight), Text: c.Doc})
	}
	var err error
	e.page, err = page.NewEvaluation(e.w, head)
	return err
}

func (e *browserEvaluation) service(s *Service) error {
	out := page.Service{
		Name: s.Name, Product: s.Product, Place: strings.Join(s.Placement.Sites, "+"), Kind: placeWord(s.Placement.Kind),
		Firm: s.Firm, State: firmness(s).words, Reason: s.Reason, Measured: measuredNumbers(s),
		Money: page.Quantity{Text: "–", Sort: -1}, Hours: page.Quantity{Text: "–", Sort: -1},
	}
	if b := s.Placement.Base; b != nil {
		out.Keeps = cores(b)
	}
	if o := s.chosen(); o != nil {
		out.Money, out.Hours = moneyQuantity(o), page.Quantity{Text: o.Hours.String(), Sort: sortable(float64(o.Hours))}
	}
	for _, m := range s.Missing {
		out.Needs = append(out.Needs, m.Name)
	}
	today := ""
	if d := s.Detail; d != nil {
		today = strings.Join(d.RunsOn, "+")
		out.Today, out.NoLoad = today, d.NoLoad
		out.Load, out.Unknown = pageLoad(s.Name, d.Load), pageUnknown(d.Unknown)
	}
	for _, name := range e.header.Options {
		out.Cells = append(out.Cells, e.cell(s, name.ID, today))
	}
	out.Criteria, out.Bills = e.criteria(s), pageBills(s)
	return e.page.Service(out)
}

// placeWord is a placement's kind for a person.
func placeWord(kind string) string {
	if kind == none {
		return "nowhere"
	}
	return kindWord(kind)
}

// sortable makes a number one that a page can sort by.
func sortable(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return -1
	}
	return f
}

func scoreQuantity(s Score) page.Quantity {
	return page.Quantity{Text: s.String(), Sort: math.Round(sortable(float64(s))*1e4) / 1e4}
}

func moneyQuantity(o *Option) page.Quantity {
	if o.Cost == nil {
		return page.Quantity{Text: o.money(), Sort: -1}
	}
	return page.Quantity{Text: o.money(), Sort: math.Round(sortable(o.Cost.Amount.Float())*100) / 100}
}

// option returns the service's option of that ID, or nil.
func (s *Service) option(id string) *Option {
	if i := slices.IndexFunc(s.Options, func(o Option) bool { return o.ID == id }); i >= 0 {
		return &s.Options[i]
	}
	return nil
}

// cell is one option of a service in the matrix.
func (e *browserEvaluation) cell(s *Service, id, today string) page.Cell {
	o := s.option(id)
	if o == nil {
		return page.Cell{Today: id == today}
	}
	e.options++
	c := page.Cell{
		Option: o.ID, Score: scoreQuantity(o.Score), Money: o.money(), Today: id == today,
		Chosen: o == s.chosen(), Possible: !s.Firm && slices.Contains(s.Possible, o.ID),
	}
	for _, v := range o.Violations {
		c.Forbidden = append(c.Forbidden, page.Named{Name: v.Constraint, Text: v.Because})
	}
	if !o.Feasible {
		e.forbidden++
	}
	return c
}

// criteria are the scores, criterion by criterion over the options that the
// service has. What nobody speaks on is left out.
func (e *browserEvaluation) criteria(s *Service) (out []page.Criterion) {
	for i, info := range e.header.Criteria {
		if s.silent(i) {
			continue
		}
		row := page.Criterion{Name: spoken(info.Name), Weight: s.Weights[info.Name].String()}
		for _, name := range e.header.Options {
			o := s.option(name.ID)
			if o == nil {
				continue
			}
			k := o.Criteria[i]
			score := page.CriterionScore{Option: o.ID, Score: page.Quantity{Text: k.cell(), Sort: float64(k.Score)}}
			for _, p := range k.Policies {
				score.Because = append(score.Because, page.Named{Name: p.Name, Text: p.Because})
			}
			row.Scores = append(row.Scores, score)
		}
		out = append(out, row)
	}
	return out
}

// pageBills opens the bills, the chosen option's first.
func pageBills(s *Service) (out []page.Bill) {
	for i := range s.Options {
		o := &s.Options[i]
		b := page.Bill{Option: o.ID, Chosen: o == s.chosen()}
		if o.Cost != nil {
			b.Total = o.Cost.Amount.Rounded(moneyDigits(o.Cost.Amount))
			for _, l := range o.Cost.Lines {
				b.Lines = append(b.Lines, page.BillLine{
					What: l.What, Site: l.Site, Quantity: Number(l.Quantity).String(), Unit: l.Unit,
					Price: shortPrice(l.Price), Amount: l.Amount.Rounded(2), Origin: l.Origin,
				})
			}
		}
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b page.Bill) int { return cmp.Compare(rank(a.Chosen), rank(b.Chosen)) })
	return out
}

// shortPrice writes a price to be looked at; explain has all its digits.
func shortPrice(a money.Amount) string {
	if math.Abs(a.Float()) < 1 {
		return unitPrice(a)
	}
	return a.Rounded(2)
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

func pageUnknown(inputs []Input) (out []page.Unknown) {
	for _, in := range inputs {
		out = append(out, page.Unknown{
			Name: in.ID, Low: in.Low.String(), Typical: in.Typical.String(), High: in.High.String(), Unit: in.Unit, Settles: in.Measurement,
		})
	}
	return out
}

// pageLoad is the drawn load with the features that are known.
func pageLoad(service string, l *Load) *page.Load {
	if l == nil || len(l.Mean) == 0 {
		return nil
	}
	out := &page.Load{Week: chart.Week{
		Name: "Load of " + service + " by hour of the week", Unit: l.Unit, Zone: "UTC", Mean: l.Mean, P95: l.P95,
	}}
	for _, f := range l.Features {
		if f.Value != nil {
			out.Features = append(out.Features, page.Named{Name: spoken(f.Name), Text: f.text()})
		}
	}
	return out
}

// text writes a known feature: shares and growth in hundredths.
func (f *Feature) text() string {
	if strings.HasSuffix(f.Name, "_share") || f.Name == "trend_per_month" {
		return fmt.Sprintf("%.1f %%", 100*float64(*f.Value))
	}
	return f.Value.String()
}

func (e *browserEvaluation) end(s Summary) error {
	t := s.Totals
	foot := page.Foot{
		Title: placesLine(t), Tiles: e.tiles(s), Notes: []string{totalLine(t)}, RulesLine: rulesLine(s.Rules),
		Measurements: s.Settle.Measurements,
	}
	if t.SharedCalls {
		foot.Notes = append(foot.Notes, sharedLine)
	}
	foot.Notes = append(foot.Notes, s.Notes...)
	if len(s.Errors) > 0 {
		foot.Warnings = append(foot.Warnings, failedLine(s.Errors))
	}
	foot.Settle = settleLine(s)
	for _, r := range s.Rules {
		foot.Rules = append(foot.Rules, page.Rule{Name: r.Name, Kind: r.Kind, Criterion: spoken(r.Criterion), From: r.Origin, State: ruleState(r).words})
	}
	return e.page.End(foot)
}

// placesLine is where the services go, as in "9 services: 4 on-prem, 5 cloud".
func placesLine(t Totals) string {
	if t.Services == 0 {
		return "No service was decided"
	}
	return count(t.Services, "service") + ": " + strings.Join(t.places(), ", ")
}

// tiles are the counts at the top.
func (e *browserEvaluation) tiles(s Summary) []page.Tile {
	t := s.Totals
	tone := func(n int, word string) string {
		if n == 0 {
			return ""
		}
		return word
	}
	open := t.Services - t.Firm
	return []page.Tile{
		{Value: rounded(t.Cost.Amount), Label: t.Cost.Amount.Currency() + " a month, places chosen"},
		{Value: t.Hours.String(), Label: "hours of work a month"},
		{Value: Number(t.Firm).String(), Label: "firm", Tone: tone(t.Firm, "good")},
		{Value: Number(open).String(), Label: "need data", Tone: tone(open, "doubtful")},
		{Value: Number(t.None).String(), Label: "nowhere allowed", Tone: tone(t.None, "bad")},
		{Value: fmt.Sprintf("%s of %s", Number(e.forbidden), Number(e.options)), Label: "options forbidden"},
	}
}

// settleLine introduces what to measure.
func settleLine(s Summary) string {
	open := s.Totals.Services - s.Totals.Firm
	switch {
	case s.Totals.Services == 0:
		return "No service was decided."
	case open == 0:
		return allFirm
	case len(s.Settle.Measurements) == 0:
		return needs(open) + " " + settleNothing(s.Settle)
	}
	return needs(open) + " " + settleLead(s.Settle)
}
