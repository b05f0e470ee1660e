package reports

import (
	"fmt"
	"io"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/ledger"
)

// MonthAxisNames are what [Options].By may be; the first stands for "" in text.
func MonthAxisNames() (names []string) {
	for _, a := range ledger.Axes() {
		names = append(names, string(a))
	}
	return names
}

func checkBy(by string) error {
	if by == "" || slices.Contains(MonthAxisNames(), by) {
		return nil
	}
	return fmt.Errorf("a month is not told by %q. %s", by, diag.Meant(by, MonthAxisNames()))
}

// WriteMonth writes what a month cost, in one of [MonthFormats]. Markdown is for a chat
// or a merge request.
func WriteMonth(w io.Writer, o Options, m Month) error {
	if err := checkBy(o.By); err != nil {
		return err
	}
	switch o.Format {
	case HTML:
		return writeMonthPage(w, o, &m)
	case CSV:
		return writeMonthCSV(w, o.By, &m)
	case Markdown:
		return writeComment(w, mostMonthRows, func(most int) []block { return m.comment(o, most) })
	case Text, JSON:
		return write(w, o, m, func() []block { return m.view(o) })
	}
	return unknownFormat(o.Format, MonthFormats())
}

// mostMonthRows is how many rows of a table a person is shown, fewMonthRows of one that
// is read from its top.
const (
	mostMonthRows = 30
	fewMonthRows  = 10
)

// monthSection is a part of a month's report.
type monthSection struct {
	title  string
	blocks []block
	// aside is what a reader of a comment opens; in a terminal it stands with the rest.
	// detail is aside, and in a terminal for those who ask for all.
	aside, detail bool
}

// view is a month for a terminal: the answer first, what it rests on last.
func (m *Month) view(o Options) []block {
	most := mostMonthRows
	if o.Verbose {
		most = unlimited
	}
	blocks := append([]block{heading{1, []text{{m.headline(), m.tone()}}}}, m.answer(true)...)
	if o.Width <= 0 {
		o.Width = DefaultOptions().Width
	}
	for _, s := range m.sections(o, most) {
		if s.detail && !o.Verbose {
			continue
		}
		blocks = append(append(blocks, heading{2, []text{{s.title, strong}}}), s.blocks...)
	}
	if !o.Verbose {
		blocks = append(blocks, paragraph{}, paragraph{parts: []text{{m.elsewhere(), dim}}})
	}
	return blocks
}

// unlimited is more rows than there are.
const unlimited = 1 << 30

// comment is a month for a chat or a merge request.
func (m *Month) comment(o Options, most int) []block {
	blocks := []block{marker{"berth:report"}, heading{3, []text{say(m.headline())}}}
	blocks = append(blocks, m.answer(false)...)
	o.Width = commentWidth
	for _, s := range m.sections(o, most) {
		if s.aside || s.detail {
			blocks = append(blocks, folded{s.title, s.blocks})
			continue
		}
		blocks = append(append(blocks, heading{4, []text{say(s.title)}}), s.blocks...)
	}
	return blocks
}

// commentWidth is how wide a drawing in a comment may be: it is not wrapped there.
const commentWidth = 76

// sections are all parts that have something to say, in the order of a reader's
// questions.
func (m *Month) sections(o Options, most int) []monthSection {
	parts := []monthSection{
		{title: "From planned to actual, " + m.Currency, blocks: m.bridgeView(o.Width)},
		{title: "Who made the difference, " + m.Currency, blocks: causesTable(shown(m.Causes, o), few(most))},
	}
	for _, by := range m.axesOf(o.By) {
		parts = append(parts, monthSection{title: fmt.Sprintf("By %s, %s", by, m.Currency), blocks: m.axisView(by, most)})
	}
	parts = append(parts, []monthSection{
		{title: "Budgets, " + m.Currency, blocks: m.budgetsView(most)},
		{title: "Decisions that this month's actuals would change", blocks: m.flipsView(most)},
		{title: "What moves have paid back, " + m.Currency, blocks: m.paybacksView(most)},
		{title: "Unallocated: what belongs to nobody, " + m.Currency, blocks: m.nobodyView(most)},
		{title: "Commitments, " + m.Currency, blocks: m.commitmentsView(most), aside: true},
		{title: "Owned machines, " + m.Currency, blocks: m.poolsView(most), aside: true},
		{title: "How owned machines were worked out", blocks: m.poolSteps(most), detail: true},
		{title: "What a million requests cost, " + m.Currency, blocks: m.unitsView(few(most)), aside: true},
		{title: "Months so far, " + m.Currency, blocks: m.monthsView(), aside: true},
		{title: "Forecast, " + m.Currency, blocks: m.aheadView(), aside: true},
		{title: "Bills and how well they are known, " + m.Currency, blocks: m.stateView(most), aside: true},
		{title: "What could not be told", blocks: sentences(m.Unknown, few(most)), aside: true},
		{title: "Rows left out", blocks: sentences(m.State.Faults, few(most)), aside: true},
		{title: "Rates of exchange", blocks: m.ratesView(most), aside: true},
		{title: "Rules that gave rows to somebody", blocks: sentences(m.Rules, most), detail: true},
		{title: "Inputs", blocks: m.pinsView(most), detail: true},
	}...)
	return slices.DeleteFunc(parts, func(s monthSection) bool { return len(s.blocks) == 0 })
}

// few is how many rows are shown of a table that is read from its top, all where all are
// asked for.
func few(most int) int {
	if most > mostMonthRows {
		return most
	}
	return min(most, fewMonthRows)
}

// axesOf are the axes that are shown: the one asked for, else whose the money is and
// where it arises.
func (m *Month) axesOf(by string) []string {
	if by != "" {
		return []string{by}
	}
	return []string{string(ledger.Team), string(ledger.Site)}
}

// elsewhere says where a terminal's reader finds what is left out.
func (m *Month) elsewhere() string {
	return fmt.Sprintf("The report rests on %s, %s and %s: -v shows how it was worked out, --format html a page of it, csv each line with all its digits, json all there is.",
		count(len(m.Lines), "line"), count(len(m.Rules), "rule"), count(len(m.Pins), "pinned input"))
}

// sentences are a list of texts, the first of many.
func sentences(words []string, most int) []block {
	if len(words) == 0 {
		return nil
	}
	var list items
	for _, w := range words[:min(len(words), most)] {
		list.entries = append(list.entries, []text{say(w)})
	}
	if more := len(words) - most; more > 0 {
		list.entries = append(list.entries, []text{{fmt.Sprintf("and %s more: -v shows all, as does --format json", exactly(more)), dim}})
	}
	return []block{list}
}

// someRows cuts a table to its first rows, and says how many there are besides.
func someRows(t table, most int) []block {
	if len(t.rows) == 0 {
		return nil
	}
	t.indent = 2
	first, rest := t.cut(most)
	var blocks []block
	if len(first.rows) > 0 {
		blocks = append(blocks, first)
	}
	if n := len(rest.rows); n > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("… and %s more: -v shows all, as does --format json.", exactly(n)), dim}}, indent: 2})
	}
	return blocks
}
