package reports

import (
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/diag"
)

// WriteBills writes what bills have, in one of [Formats].
func WriteBills(w io.Writer, o Options, b Bills) error {
	return write(w, o, b, func() []block { return b.view(o) })
}

// fewBillRows is how many values of a key are shown unless all are asked for.
const fewBillRows = 10

func (b *Bills) view(o Options) []block {
	most := fewBillRows
	if o.Verbose {
		most = 1 << 30
	}
	blocks := []block{heading{1, []text{{"Bills of " + b.Month, strong}, say(count(len(b.Bills), "bill")), {b.Zone + ", " + b.View, dim}}}}
	for i := range b.Bills {
		blocks = append(blocks, b.Bills[i].view(most)...)
	}
	return blocks
}

func (b *BillRead) view(most int) []block {
	blocks := []block{heading{2, []text{{b.Name, strong}, say(b.Kind + ", " + b.Site)}}, paragraph{parts: []text{say(b.read())}}}
	if b.Refused {
		blocks = append(blocks, paragraph{parts: []text{{"Refused: too many of its rows are bad, so no report is made of it.", bad}}})
	}
	blocks = append(blocks, sentences(b.Faults, most)...)
	blocks = append(blocks, sentences(b.Notes, most)...)
	t := table{columns: []column{{name: "in the month"}, {name: "rows", right: true}, {name: "amount", right: true}, {name: "unallocated", right: true}}}
	for _, x := range b.Totals {
		nobodys := text{x.Nobodys.Decimal(), plain}
		if !x.Nobodys.IsZero() {
			nobodys.tone = bad
		}
		t.rows = append(t.rows, row{cells: []text{say(x.Currency), say(exactly(x.Rows)), {x.Amount.Decimal(), strong}, nobodys}})
	}
	if len(b.Totals) == 0 {
		return append(blocks, paragraph{parts: []text{{"It has nothing of this month.", bad}}})
	}
	blocks = append(blocks, someRows(t, most)...)
	for i := range b.Keys {
		blocks = append(blocks, b.Keys[i].view(most)...)
	}
	return append(blocks, b.left(most)...)
}

// read says in a sentence what was read.
func (b *BillRead) read() string {
	words := fmt.Sprintf("%s read from %s", count(int(b.Rows), "row"), count(len(b.Files), "file"))
	if len(b.Files) == 1 {
		words = fmt.Sprintf("%s read from %s", count(int(b.Rows), "row"), b.Files[0].Name)
	}
	if b.First != "" {
		words += fmt.Sprintf(", %s to %s", b.First, b.Last)
	}
	words += fmt.Sprintf("; %s bad", exactly(b.Bad))
	if b.Duplicates > 0 {
		words += fmt.Sprintf(", %s twice to the last byte, which are counted twice", exactly(b.Duplicates))
	}
	return words + "."
}

func (k *BillKey) view(most int) []block {
	head := []text{{k.Key, strong}}
	if !k.Ruled {
		head = append(head, text{"no rule asks for it", dim})
	}
	t := table{columns: []column{{name: "value", wraps: true}, {name: "amount", right: true}, {name: "", drop: 1}, {name: "rows", right: true, drop: 2}, {name: "whose"}}}
	digits := decimals{}
	for _, v := range k.Values[:min(len(k.Values), most)] {
		digits.see(v.Amount)
	}
	for _, v := range k.Values {
		value, tone := v.Value, strong
		if value == "" {
			value, tone = "none", dim
		}
		t.rows = append(t.rows, row{cells: []text{{value, tone}, say(digits.show(v.Amount)), say(v.Currency), say(exactly(v.Rows)), whose(v.Owners)}})
	}
	blocks := append([]block{paragraph{parts: head}}, someRows(t, most)...)
	if k.More > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("%s more values are cheaper than these.", exactly(k.More)), dim}}, indent: 2})
	}
	return blocks
}

// decimals are how many digits after the point amounts of a column have, by currency:
// beside 93.00 a 4,384 without a point looks smaller than it is.
type decimals map[string]int

func (d decimals) see(a Money) {
	d[a.Currency()] = max(d[a.Currency()], moneyDigits(a.Amount))
}

func (d decimals) show(a Money) string {
	return strings.Replace(a.Rounded(d[a.Currency()]), "-", "−", 1)
}

// mostWhose is how many owners of a value's rows are named.
const mostWhose = 3

// whose names the owners of rows.
func whose(owners []string) text {
	tone := plain
	var names []string
	for i, name := range owners {
		if name == "" {
			tone = bad
		}
		if i < mostWhose || name == "" {
			names = append(names, orNobody(name))
		}
	}
	if more := len(owners) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%s more", exactly(more)))
	}
	return text{strings.Join(names, ", "), tone}
}

// left tells what is nobody's, with rules to paste.
func (b *BillRead) left(most int) []block {
	if len(b.Left) == 0 {
		return []block{paragraph{parts: []text{{"All of it is somebody's.", good}}}}
	}
	t := table{columns: []column{{name: "belongs to nobody", wraps: true}, {name: "amount", right: true}, {name: "", drop: 1}, {name: "rows", right: true, drop: 2}}}
	var rules []string
	digits := decimals{}
	for _, l := range b.Left[:min(len(b.Left), most)] {
		digits.see(l.Amount)
	}
	for i, l := range b.Left {
		t.rows = append(t.rows, row{cells: []text{say(l.What), {digits.show(l.Amount), strong}, say(l.Currency), say(exactly(l.Rows))}})
		if i < min(most, mostAdvised) {
			rules = append(rules, strings.TrimRight(diag.Clean(l.Advice), "\n"))
		}
	}
	blocks := someRows(t, most)
	for _, x := range b.Rest {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("Cheaper things that are nobody's: %s %s, %s.", x.Amount.Decimal(), x.Currency, count(int(x.Rows), "row")), dim}}, indent: 2})
	}
	return append(blocks,
		paragraph{parts: []text{{"Rules that would give it to somebody, to be pasted into the bill's block and mended:", dim}}, indent: 2},
		source{strings.Join(rules, "\n"), "hcl"})
}
