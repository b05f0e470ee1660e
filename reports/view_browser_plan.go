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

// writePlanPage writes a plan as a page for a browser.
func writePlanPage(w io.Writer, p *Plan) error {
	out := page.Plan{
		Title: p.title(), Tiles: p.tiles(), Verdict: p.verdictLines(), Currency: p.Currency,
		Facts: []string{
			count(p.Services, "service"), count(p.Sites, "site"), "as of " + p.AsOf, p.counted(), objectiveWords(p.Objective),
		},
		Fall: p.fall(), Assumed: p.Assumed, Digest: p.Digest, Robust: p.robustPage(),
	}
	for i := range p.Moves {
		out.Moves = append(out.Moves, p.Moves[i].page())
	}
	for _, s := range p.Stuck {
		out.Stuck = append(out.Stuck, page.Named{Name: s.Service, Text: s.Why})
	}
	for _, f := range p.Bill {
		line := page.Money{What: f.What, Today: "–", Plan: rounded(f.Plan.Amount), Change: "–", Total: f.Total}
		if f.Today != nil {
			line.Today, line.Change = rounded(f.Today.Amount), signed(f.change())
		}
		out.Money = append(out.Money, line)
	}
	for i := range p.Owners {
		o := &p.Owners[i]
		today, change := o.was()
		out.Owners = append(out.Owners, page.Money{What: o.words(), Today: today, Plan: rounded(o.Plan.Amount), Change: change})
	}
	out.OwnersNote, out.BesideNote, out.MovesNotes = ownersNote, besideNote, p.movesNotes()
	out.Graph, out.GraphNote = p.graph()
	out.Crossings = p.crossings()
	out.Heat, out.HeatNote, out.Other = p.heat()
	for _, b := range p.Beside {
		line := page.Beside{Name: b.Name, Cost: rounded(b.Cost.Amount), More: p.more(&b)}
		if !b.Fits {
			line.Lacks = b.Lacks
		}
		out.Beside = append(out.Beside, line)
	}
	for i := range p.Placed {
		out.Services = append(out.Services, p.Placed[i].page())
	}
	return page.WritePlan(w, out)
}

// partly marks figures of today that leave services out.
func (p *Plan) partly() string {
	if len(p.NoToday) == 0 {
		return ""
	}
	return " without " + count(len(p.NoToday), "service")
}

// title says what the plan does.
func (p *Plan) title() string {
	if len(p.Moves) == 0 {
		return "Nothing moves: " + stay(p.Staying) + " where they are"
	}
	return count(len(p.Moves), "move") + ", " + stay(p.Staying)
}

// tiles are the figures at the top.
func (p *Plan) tiles() []page.Tile {
	out := []page.Tile{
		{Value: rounded(p.Cost.Amount), Label: p.Currency + " a month that the plan decides"},
		{Value: rounded(p.Floor.Amount), Label: "proven floor"},
		{Value: percent(p.Gap), Label: "gap", Tone: map[bool]string{true: "good"}[p.Gap == 0]},
	}
	if last := p.last(); last != nil && last.Today != nil {
		change := last.change()
		out = append(out, page.Tile{Value: signed(change), Label: "against today", Tone: map[int]string{-1: "good", 1: "doubtful"}[change.Sign()]})
	}
	if i := p.billed(); i >= 0 && p.Bill[i].Today != nil {
		out = append(out, page.Tile{Value: rounded(p.Bill[i].Plan.Amount), Label: "a month's bill; today " + rounded(p.Bill[i].Today.Amount) + p.partly()})
	}
	out = append(out, page.Tile{Value: Number(len(p.Moves)).String(), Label: "moves"})
	if all := fullest(p.Full); len(all) > 0 && !all[0].Committed {
		out = append(out, page.Tile{Value: fmt.Sprintf("%.0f %%", 100*float64(all[0].Share)), Label: "fullest: " + all[0].What})
	}
	return out
}

// billed is the index of the bill's total, -1 without one.
func (p *Plan) billed() int {
	return slices.IndexFunc(p.Bill, func(f Figure) bool { return f.What == monthsBill })
}

// last is what the plan makes small, or nil.
func (p *Plan) last() *Figure {
	if len(p.Bill) == 0 {
		return nil
	}
	return &p.Bill[len(p.Bill)-1]
}

// verdictLines say how good the plan is.
func (p *Plan) verdictLines() []string {
	out := []string{fmt.Sprintf("No placement by the options listed costs less than the floor: that is proved. Gap %s: %s.", percent(p.Gap), p.stopped())}
	if parts := p.gapLine(); parts != "" {
		out = append(out, parts)
	}
	if words := p.noToday(); words != "" {
		out = append(out, words)
	}
	return out
}

func (m *Move) page() page.Move {
	wave := fmt.Sprint(m.Wave)
	if m.Wave == 0 {
		wave = "–"
	}
	out := page.Move{
		Wave: wave, Service: m.Service, From: m.From, To: m.To, Why: m.Why,
		Once: amountQuantity(m.Once.Amount),
		// What is not known, or never, stands at the end.
		Saves: page.Quantity{Text: m.saves(), Sort: -1e18}, Payback: page.Quantity{Text: m.payback(), Sort: 1e18},
	}
	if m.Saves != nil {
		out.Saves = amountQuantity(m.Saves.Amount)
	}
	if m.Payback != nil {
		out.Payback.Sort = sortable(float64(*m.Payback))
	}
	return out
}

// amountQuantity is money with what it sorts by.
func amountQuantity(a money.Amount) page.Quantity {
	return page.Quantity{Text: rounded(a), Sort: math.Round(sortable(a.Float())*100) / 100}
}

// mostSteps is how many moves have a bar of their own.
const mostSteps = 10

// fall leads from today's bill to the plan's: the moves that change most, the
// other moves, and the other figures. Without a today there is none.
func (p *Plan) fall() chart.Waterfall {
	out := chart.Waterfall{Name: "The bill of a month, from today to the plan", Unit: p.Currency + " a month"}
	total := p.billed()
	if total < 0 || p.Bill[total].Today == nil {
		return out
	}
	bar := func(name string, a money.Amount) {
		out.Bars = append(out.Bars, chart.Bar{Name: name, Value: a.Float(), Label: signed(a)})
	}
	sum := func(name string, a money.Amount) {
		out.Bars = append(out.Bars, chart.Bar{Name: name, Value: a.Float(), Label: rounded(a), Total: true})
	}
	sum("today's bill", p.Bill[total].Today.Amount)
	// What services cost, their traffic and what goes above commitments is what moves
	// change.
	rest := zeroOf(p.Currency)
	for i := range p.Bill[:total] {
		if f := &p.Bill[i]; f.moved() && f.Today != nil {
			rest = rest.Add(f.change())
		}
	}
	for _, m := range p.biggest() {
		less := m.Saves.Amount.TimesInt(-1)
		bar(m.Service+" → "+m.To, less)
		rest = rest.Sub(less)
	}
	if !rest.IsZero() {
		bar("all other changes of services", rest)
	}
	for i := range p.Bill[:total] {
		if f := &p.Bill[i]; !f.moved() && f.Today != nil && !f.change().IsZero() {
			bar(f.What, f.change())
		}
	}
	if f := &p.Bill[total]; f.Same != nil && f.Same.Amount.Cmp(f.Plan.Amount) != 0 {
		bar("services without a today", f.Plan.Amount.Sub(f.Same.Amount))
	}
	sum("the plan's bill", p.Bill[total].Plan.Amount)
	return out
}

// moved tells whether a line of the bill is what moves of services change.
func (f *Figure) moved() bool {
	return f.What == ofServices || f.What == betweenServices || f.What == aboveCommitted
}

// biggest are the moves that change the bill most, what saves first.
func (p *Plan) biggest() []Move {
	known := slices.DeleteFunc(slices.Clone(p.Moves), func(m Move) bool { return m.Saves == nil || m.Saves.Amount.IsZero() })
	slices.SortStableFunc(known, func(a, b Move) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Saves.Amount.Float()), math.Abs(a.Saves.Amount.Float())), cmp.Compare(a.Service, b.Service))
	})
	known = known[:min(len(known), mostSteps)]
	slices.SortStableFunc(known, func(a, b Move) int { return b.Saves.Amount.Cmp(a.Saves.Amount) })
	return known
}

// mostLinks is how many links the drawing of traffic holds.
const mostLinks = 60

// graph are the groups of services by place, with the calls that cross.
func (p *Plan) graph() (chart.Graph, string) {
	g := chart.Graph{Name: "Traffic between services on different sites"}
	seen := map[string]bool{}
	for _, s := range p.Placed {
		place := strings.Join(s.Sites, "+")
		at := slices.IndexFunc(g.Places, func(q chart.GraphPlace) bool { return q.Name == place })
		if at < 0 {
			at = len(g.Places)
			g.Places = append(g.Places, chart.GraphPlace{Name: place})
		}
		if !seen[s.Group] {
			seen[s.Group] = true
			g.Places[at].Nodes = append(g.Places[at].Nodes, chart.GraphNode{Name: s.Group, Moved: s.Moves})
		}
	}
	sortPlaces(g.Places)
	for _, c := range p.Calls {
		if c.Crosses {
			g.Links = append(g.Links, chart.GraphLink{A: c.A, B: c.B, Weight: float64(c.Across), Label: c.Across.String() + " GiB a month, " + rounded(c.Cost.Amount) + " " + p.Currency})
		}
	}
	if len(g.Links) == 0 {
		return g, "No calls between services cross sites."
	}
	kept, links, nodes := g.Heaviest(mostLinks)
	note := "Lines are as wide as the traffic of a month; a framed name moves."
	if links > 0 {
		note += fmt.Sprintf(" Drawn are the %d pairs with most traffic, of %d that cross.", mostLinks, mostLinks+links)
	}
	if nodes > 0 {
		note += fmt.Sprintf(" %s no part in it.", takes(nodes))
	}
	return kept, note
}

func takes(n int) string {
	if n == 1 {
		return "1 service takes"
	}
	return count(n, "service") + " take"
}

// sortPlaces puts sites in the order of their names, and splits between the sites
// that they are split over.
func sortPlaces(places []chart.GraphPlace) {
	var sites []string
	for _, p := range places {
		sites = append(sites, strings.Split(p.Name, "+")...)
	}
	slices.Sort(sites)
	sites = slices.Compact(sites)
	middle := func(place string) float64 {
		parts, sum := strings.Split(place, "+"), 0
		for _, s := range parts {
			sum += slices.Index(sites, s)
		}
		return float64(sum) / float64(len(parts))
	}
	slices.SortFunc(places, func(a, b chart.GraphPlace) int {
		return cmp.Or(cmp.Compare(middle(a.Name), middle(b.Name)), cmp.Compare(a.Name, b.Name))
	})
}

// mostPairs is how many pairs the page lists.
const mostPairs = 200

func (p *Plan) crossings() (out []page.Crossing) {
	for _, c := range p.Crossing[:min(len(p.Crossing), mostPairs)] {
		out = append(out, page.Crossing{
			A: c.A, AOn: c.From, B: c.B, BOn: c.To, Volume: page.Quantity{Text: c.GiB.String()}, Money: amountQuantity(c.Cost.Amount),
		})
	}
	return out
}

// mostCapacities is how many rows the heat map holds.
const mostCapacities = 60

// heat is how full each capacity is by hour; capacities without hours come as
// words.
func (p *Plan) heat() (out chart.Heat, note string, other []page.Named) {
	out = chart.Heat{Name: "How full each capacity is by hour of the week", Zone: "UTC"}
	rows := telling(p.Full)
	if len(rows) > mostCapacities {
		note = fmt.Sprintf("The %d fullest; %d more are less full.", mostCapacities, len(rows)-mostCapacities)
		rows = fullest(rows)[:mostCapacities]
	}
	slices.SortStableFunc(rows, func(a, b Full) int { return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.What, b.What)) })
	for _, f := range rows {
		said := fmt.Sprintf("%s, %s of %s %s", f.share(), f.Used, f.Capacity, f.of())
		if len(f.Hours)%chart.Hours != 0 || len(f.Hours) == 0 {
			other = append(other, page.Named{Name: f.What, Text: said})
			continue
		}
		for i, season := range seasons(len(f.Hours)) {
			used := make([]float64, chart.Hours)
			for h := range used {
				if f.Capacity > 0 {
					used[h] = float64(f.Hours[i*chart.Hours+h] / f.Capacity)
					if f.Committed {
						used[h] = min(1, used[h]) // what is above is rented: not too much
					}
				}
			}
			row := chart.HeatRow{Group: f.Site, Name: strings.TrimPrefix(f.What, f.Site+"/") + season, Used: used}
			if strings.Contains(season, "winter") == strings.HasPrefix(f.Peak, "winter") {
				row.Note = said + ", " + strings.TrimSuffix(f.Peak, " UTC")
			}
			out.Rows = append(out.Rows, row)
		}
	}
	return out, note, other
}

// seasons names the weeks of a row.
func seasons(hours int) []string {
	if hours == 2*chart.Hours {
		return []string{", winter", ", summer"}
	}
	return []string{""}
}

func (s *PlacedService) page() page.Placed {
	out := page.Placed{
		Name: s.Name, Product: s.Product, Today: s.Today, Place: s.Option, Moves: s.Moves, Alone: s.Alone, Why: s.Why,
		Differs: !sameSites(s.Alone, s.Sites), Money: page.Quantity{Text: "–", Sort: -1},
	}
	for _, m := range s.Money {
		if m.Option == s.Option {
			out.Money = amountQuantity(m.Cost.Amount)
		}
		out.Others = append(out.Others, page.Named{Name: m.Option, Text: rounded(m.Cost.Amount)})
	}
	for _, n := range s.Cores {
		out.Cores = append(out.Cores, float64(n))
	}
	return out
}

// sameSites tells whether a place of evaluate is that of the plan, whatever the
// number of replicas that it keeps.
func sameSites(alone string, sites []string) bool {
	alone, _, _ = strings.Cut(alone, "@")
	return alone == strings.Join(sites, "+")
}

// robustPage is how the plan stands up to scenarios, or nil.
func (p *Plan) robustPage() *page.Robust {
	r := p.Robust
	if r == nil {
		return nil
	}
	out := &page.Robust{Title: r.title(), Lead: r.lead(), None: r.noPlan()}
	for _, s := range r.leaning() {
		out.Rows = append(out.Rows, page.Leaning{
			Service: s.Service, Place: s.Place, Kept: s.kept(), Word: s.word().words, Else: s.Else, By: strings.Join(s.By, ", "),
		})
	}
	return out
}
