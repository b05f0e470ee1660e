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
)

// monthPage turns a month into the page that shows it.
type monthPage struct {
	m *Month
	t *tongue
	// by is the axis that is shown first, "" for the common order.
	by string
}

// writeMonthPage writes a month as a page for a browser.
func writeMonthPage(w io.Writer, o Options, m *Month) error {
	words, err := tongueOf(o.Lang)
	if err != nil {
		return err
	}
	p := monthPage{m, words, o.By}
	out := page.Month{
		Lang: p.t.lang, Currency: p.t.unit(m.Currency), Name: fmt.Sprintf(p.t.name, named(m.Month, p.t.month)), Title: p.title(), Facts: p.facts(),
		State: p.t.provisional, StateTone: "doubtful", Tiles: p.tiles(), Warnings: p.warnings(),
		Fall: p.fallChart(), Effects: p.effectRows(), Causes: p.causeRows(),
		Stack: p.stackChart(), Past: p.pastRows(), Days: p.daysChart(),
		Sites: p.siteNames(), Axes: p.axes(), ServicesFirst: o.By == "service",
		Budgets: p.budgetRows(), Flips: p.flipRows(), Paybacks: p.paybackRows(),
		Commitments: p.commitmentRows(), Pools: p.poolRows(),
		Bills: p.billRows(), Read: p.readLines(), Unknown: p.foreign(m.Unknown), Rules: m.Rules,
	}
	if m.State.Reconciled {
		out.State, out.StateTone = p.t.reconciled, "good"
	}
	out.StateWhy = p.stateLine()
	out.Why, out.WhyNone = p.reasons()
	out.Do, out.DoMore, out.DoNone = p.acts()
	if begin := out.Fall.Near(); begin > 0 {
		out.Fall.Begin, out.FallNote = begin, fmt.Sprintf(p.t.begins, p.amountOf(begin))
	}
	out.Teams, out.TeamsNote = p.teamRows()
	out.Services = p.services()
	out.Nobody, out.NobodyNote = p.nobodyRows()
	for _, a := range m.Ahead {
		how := p.said(a.How)
		how.Text = named(a.Month, p.t.month) + ": " + how.Text
		out.Ahead = append(out.Ahead, how)
	}
	for _, r := range m.Rates {
		out.Rates = append(out.Rates, page.Rate{Currency: r.Currency, Value: p.t.sum(r.Value.Decimal(), r.Value.Currency()), Date: p.t.date(r.Date), Source: r.Source})
	}
	for _, pin := range m.Pins {
		out.Pins = append(out.Pins, page.Pin(pin))
	}
	return page.WriteMonth(w, out)
}

// other is the language of the engine's own sentences, "" on a page in that language.
func (p *monthPage) other() string {
	if p.t.lang == page.English {
		return ""
	}
	return page.English
}

// said is a sentence of the engine in the page's language where that is known, else as it
// is.
func (p *monthPage) said(text string) page.Said {
	if words, known := p.t.read(text); known {
		return page.Said{Text: words}
	}
	return page.Said{Text: text, Lang: p.other()}
}

// foreign are sentences of the engine.
func (p *monthPage) foreign(texts []string) (out []page.Said) {
	for _, s := range texts {
		out = append(out, p.said(s))
	}
	return out
}

// amount is money with its currency; amountOf is one that a drawing names.
func (p *monthPage) amount(m Money) string { return p.t.sum(rounded(m.Amount), p.m.Currency) }

func (p *monthPage) amountOf(f float64) string {
	return p.amount(Money{money.FromFloat(f, p.m.Currency)})
}

// quantity is money in a column, changed one with its sign.
func quantity(m Money) page.Quantity { return amountQuantity(m.Amount) }

func changed(m Money) page.Quantity {
	q := amountQuantity(m.Amount)
	if q.Text = signed(m.Amount); unseen(m) {
		q.Text = "0"
	}
	return q
}

// unseen tells whether all digits that are shown of an amount are noughts: then it has no
// sign and no tone.
func unseen(m Money) bool { return strings.Trim(rounded(m.Amount), "−0.") == "" }

// dearer is the tone of a change: more money is bad.
func dearer(m Money) string {
	if unseen(m) {
		return ""
	}
	return map[int]string{-1: "good", 1: "bad"}[m.Sign()]
}

// absolute is an amount without its sign.
func absolute(m Money) Money {
	if m.Sign() < 0 {
		return Money{m.TimesInt(-1)}
	}
	return m
}

// part is one amount as a share of another, false where there is none.
func part(of, whole Money) (float64, bool) {
	share := of.Float() / whole.Float()
	return share, !whole.IsZero() && !math.IsNaN(share) && !math.IsInf(share, 0)
}

// shareWords is such a share for a person.
func (p *monthPage) shareWords(of, whole Money) string {
	if share, known := part(of, whole); known {
		return p.t.share(share)
	}
	return p.t.none
}

// title is the answer in one sentence.
func (p *monthPage) title() string {
	month, actual := named(p.m.Month, p.t.month), p.amount(p.m.Actual)
	words := p.t.alone
	if p.m.Plan != nil {
		words = map[int]string{-1: p.t.less, 0: p.t.same, 1: p.t.more}[p.m.Delta.Sign()]
	}
	if !p.m.State.Reconciled {
		words = p.t.soFar + words
	}
	// Each sentence takes as many of these as it says.
	args := []any{month, actual, p.amount(absolute(p.m.Delta)), p.shareWords(absolute(p.m.Delta), p.m.Planned)}
	return told(words, args...)
}

// told fills a sentence in; it may leave arguments out.
func told(words string, args ...any) string {
	for i, arg := range args {
		words = strings.ReplaceAll(words, fmt.Sprintf("%%[%d]s", i+1), fmt.Sprint(arg))
	}
	return words
}

// facts say what the report is of.
func (p *monthPage) facts() []string {
	view := p.t.amortised
	if p.m.View == "purchase" {
		view = p.t.purchase
	}
	out := []string{view, told(p.t.zone, p.m.Zone)}
	if p.m.Plan != nil {
		out = append(out, told(p.t.plan, p.m.Plan.File, p.t.date(p.m.Plan.AsOf)))
	}
	out = append(out, told(p.t.asOf, p.t.date(p.m.State.AsOf)))
	if p.m.Version != "" {
		out = append(out, told(p.t.madeBy, p.m.Version))
	}
	return out
}

func (p *monthPage) warnings() (out []page.Said) {
	if p.m.State.Bad > 0 {
		out = append(out, page.Said{Text: told(p.t.bad, Number(p.m.State.Bad))})
	}
	return out
}

// tiles are the figures at the top.
func (p *monthPage) tiles() []page.Tile {
	out := []page.Tile{{Value: rounded(p.m.Actual.Amount), Label: told(p.t.actual, p.t.unit(p.m.Currency))}}
	if p.m.Plan != nil {
		out = append(out,
			page.Tile{Value: rounded(p.m.Planned.Amount), Label: p.t.planned},
			page.Tile{Value: signed(p.m.Delta.Amount), Label: told(p.t.delta, p.shareWords(p.m.Delta, p.m.Planned)), Tone: dearer(p.m.Delta)})
	}
	if len(p.m.Ahead) > 0 {
		next := p.m.Ahead[0]
		label := told(p.t.ahead, named(next.Month, p.t.month))
		if next.banded() {
			label += p.t.join + told(p.t.between, p.t.large(next.Low.Float()), p.t.large(next.High.Float()))
		}
		out = append(out, page.Tile{Value: rounded(next.Mean.Amount), Label: label})
	}
	if i := slices.IndexFunc(p.m.Axes.Team, func(s MonthSum) bool { return s.Name == "" }); i >= 0 {
		sum := p.m.Axes.Team[i].Actual
		out = append(out, page.Tile{Value: rounded(sum.Amount), Label: told(p.t.nobodyOf, p.shareWords(sum, p.m.Actual))})
	}
	return out
}

// mostEffects is how many effects the top of the page names, mostCauses how many
// services it names for each.
const (
	mostEffects = 4
	mostCauses  = 3
)

// reasons are the largest effects with who caused them.
func (p *monthPage) reasons() (out []page.Reason, none string) {
	if p.m.Plan == nil {
		return nil, p.t.noPlan
	}
	effects := slices.DeleteFunc(slices.Clone(p.m.Bridge), func(e MonthEffect) bool { return e.Amount.IsZero() })
	slices.SortStableFunc(effects, func(a, b MonthEffect) int { return absolute(b.Amount).Cmp(absolute(a.Amount).Amount) })
	for _, e := range effects[:min(len(effects), mostEffects)] {
		out = append(out, page.Reason{
			Amount: signed(e.Amount.Amount), Tone: dearer(e.Amount), Name: cmp.Or(p.t.effects[e.Name], e.Name), Text: p.behind(e),
		})
	}
	if len(out) == 0 {
		return nil, p.t.noDelta
	}
	return out, ""
}

// owner is whose a cause is, in the page's words.
func (p *monthPage) owner(c MonthCause) string {
	switch {
	case c.Service != "":
		return c.Service
	case c.Product != "":
		return told(p.t.ofProduct, c.Product)
	case c.Team != "":
		return told(p.t.ofTeam, c.Team)
	}
	return p.t.noName
}

// behind names the services behind an effect, or says what it consists of.
func (p *monthPage) behind(e MonthEffect) string {
	var causes []MonthCause
	for _, c := range p.m.Causes {
		// One that goes the other way does not explain it.
		if c.Effect == e.Name && c.Amount.Sign() == e.Amount.Sign() && c.owner() != "" {
			causes = append(causes, c)
		}
	}
	slices.SortStableFunc(causes, func(a, b MonthCause) int { return absolute(b.Amount).Cmp(absolute(a.Amount).Amount) })
	var words []string
	for _, c := range causes[:min(len(causes), mostCauses)] {
		words = append(words, told(p.t.cause, p.owner(c), signed(c.Amount.Amount)))
	}
	if len(words) == 0 {
		if why := p.said(e.Why); why.Text != "" && why.Lang == "" {
			return why.Text
		}
		return p.t.means[e.Name]
	}
	return told(p.t.mostly, strings.Join(words, p.t.join))
}

// mostActs is how many things to do the top of the page names, mostOfKind how many of
// one kind: twenty moves must not push out the budget that is broken.
const (
	mostActs   = 6
	mostOfKind = 3
)

// acts are what to do first.
func (p *monthPage) acts() (out []page.Act, more, none string) {
	if len(p.m.Todo) == 0 {
		return nil, "", p.t.doneNone
	}
	seen := map[string]int{}
	for _, t := range p.m.Todo {
		if seen[t.What]++; seen[t.What] > mostOfKind || len(out) == mostActs {
			continue
		}
		act := page.Act{Text: p.act(t), Money: p.t.none, Who: t.Team, Href: "#" + actPlace(t.What)}
		if t.Amount != nil {
			// What a dearer move costs more is told by its words.
			act.Money = rounded(absolute(*t.Amount).Amount)
		}
		out = append(out, act)
	}
	if left := len(p.m.Todo) - len(out); left > 0 {
		more = strings.ReplaceAll(p.t.andMo, "%[1]d", Number(left).String())
	}
	return out, more, ""
}

// actPlace is where the page says more.
func actPlace(what string) string {
	switch what {
	case TodoMove:
		return "flips"
	case TodoAssign:
		return "nobody"
	case TodoUse:
		return "commitments"
	case TodoBudget:
		return "budgets"
	}
	return "how"
}

// Moves that rules ask for, though they cost more, or though nobody can tell what they
// cost.
const (
	moveDearer   = TodoMove + ", dearer"
	moveUnpriced = TodoMove + ", unpriced"
)

// act says what to do; for a move also what it costs to wait.
func (p *monthPage) act(t MonthTodo) string {
	words, kind, amount := t.Words, t.What, ""
	switch {
	case t.Amount != nil:
		amount = p.amount(absolute(*t.Amount))
		if kind == TodoMove && t.Amount.Sign() < 0 {
			kind = moveDearer
		}
	case kind == TodoMove:
		kind = moveUnpriced
	}
	if form := p.t.todo[kind]; form != "" {
		words = told(strings.ReplaceAll(form, "%[5]d", "%[5]s"), p.said(t.Name).Text, cmp.Or(t.From, p.t.none), cmp.Or(t.To, p.t.none), amount, Number(t.Count))
	}
	i := slices.IndexFunc(p.m.Flips, func(f MonthFlip) bool { return f.Service == t.Name })
	if t.What == TodoMove && i >= 0 && p.m.Flips[i].Waiting.Sign() > 0 {
		f := p.m.Flips[i]
		words += told(p.t.waiting, told(p.t.months, f.Months), p.amount(f.Waiting))
	}
	return words
}
