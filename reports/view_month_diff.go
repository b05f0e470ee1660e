package reports

import (
	"fmt"
	"io"

	"berth.dev/engine/ledger"
)

// WriteMonthDiff writes what differs between two months, in one of [Formats].
func WriteMonthDiff(w io.Writer, o Options, d MonthDiff) error {
	if err := checkBy(o.By); err != nil {
		return err
	}
	if o.Format == Markdown {
		return writeComment(w, mostMonthRows, func(most int) []block { return d.comment(o, most) })
	}
	return write(w, o, d, func() []block { return d.view(o) })
}

// month is the difference as one between planned and actual, whose words it shares.
func (d *MonthDiff) month() *Month {
	return &Month{
		Month: d.To, Currency: d.Currency, View: d.View, Plan: &MonthPlan{}, Planned: d.Before, Actual: d.After, Delta: d.Delta,
		Bridge: d.Bridge, Causes: d.Causes,
	}
}

func (d *MonthDiff) headline() string {
	m := d.month()
	return fmt.Sprintf("%s cost %s, %s.", d.To, m.money(d.After), m.against(d.Delta.Amount, d.Before.Amount, "in "+d.From))
}

// answer says why the months differ.
func (d *MonthDiff) answer() []block {
	return []block{
		paragraph{parts: []text{{"Why:", strong}, say(d.why())}},
		paragraph{parts: []text{{fmt.Sprintf("%s view · to the last digit %s against %s %s", d.View, d.After.Decimal(), d.Before.Decimal(), d.Currency), dim}}},
	}
}

func (d *MonthDiff) why() string {
	if len(d.Bridge) == 0 {
		return "no causes are told."
	}
	return d.month().why()
}

func (d *MonthDiff) view(o Options) []block {
	most := mostMonthRows
	if o.Verbose {
		most = unlimited
	}
	if o.Width <= 0 {
		o.Width = DefaultOptions().Width
	}
	blocks := append([]block{heading{1, []text{{d.headline(), d.month().tone()}}}}, d.answer()...)
	for _, s := range d.sections(o, most) {
		blocks = append(append(blocks, heading{2, []text{{s.title, strong}}}), s.blocks...)
	}
	return blocks
}

func (d *MonthDiff) comment(o Options, most int) []block {
	o.Width = commentWidth
	blocks := append([]block{marker{"berth:report-diff"}, heading{3, []text{say(d.headline())}}}, d.answer()...)
	for _, s := range d.sections(o, most) {
		blocks = append(append(blocks, heading{4, []text{say(s.title)}}), s.blocks...)
	}
	return blocks
}

func (d *MonthDiff) sections(o Options, most int) (parts []monthSection) {
	add := func(title string, blocks []block) {
		if len(blocks) > 0 {
			parts = append(parts, monthSection{title: title, blocks: blocks})
		}
	}
	if len(d.Bridge) > 0 {
		steps := fall(fallStep{name: d.From, amount: d.Before.Amount}, d.Bridge, fallStep{name: d.To, amount: d.After.Amount})
		add(fmt.Sprintf("From %s to %s, %s", d.From, d.To, d.Currency), append([]block{waterfall(steps, o.Width)}, effectsView(d.Bridge)...))
	}
	add("Who made the difference, "+d.Currency, causesTable(shown(d.Causes, o), few(most)))
	for _, by := range (&Month{}).axesOf(o.By) {
		add(fmt.Sprintf("By %s, %s", by, d.Currency), d.axisView(by, most))
	}
	add("Inputs that are not the same", sentences(d.Moved, most))
	return parts
}

// axis are the sums along an axis.
func (a *DiffAxes) axis(by string) []DiffSum {
	switch ledger.Axis(by) {
	case ledger.Product:
		return a.Product
	case ledger.Service:
		return a.Service
	case ledger.Site:
		return a.Site
	}
	return a.Team
}

func (d *MonthDiff) axisView(by string, most int) []block {
	sums := each(d.Axes.axis(by), func(s DiffSum) twoSums {
		return twoSums{s.Name, s.Before.Amount, s.After.Amount, s.Delta.Amount}
	})
	if len(sums) == 0 {
		return nil
	}
	total := twoSums{before: d.Before.Amount, after: d.After.Amount, delta: d.Delta.Amount}
	return []block{sumTable([3]string{by, d.From, d.To}, sums, total, most)}
}
