package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/currency"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
)

// wanting is a way in which the words of rows are bad.
type wanting struct {
	// said are the words that make it so; the first is shown.
	said []said
	why  string
}

// said is a word as a bill has it.
type said struct {
	name  string
	value any
}

// want notes that words are wanting, once each.
func (f *Fold) want(w wanting) {
	same := func(o wanting) bool { return o.why == w.why && slices.Equal(o.said, w.said) }
	if len(f.words) < mostWanting && !slices.ContainsFunc(f.words, same) {
		f.words = append(f.words, w)
		slices.SortFunc(f.words, func(x, y wanting) int {
			return strings.Compare(fmt.Sprint(x.said, x.why), fmt.Sprint(y.said, y.why))
		})
	}
}

// currency is that of a group's rows.
func (f *Fold) currency(a answered) (string, *wanting) {
	code := strings.ToUpper(a.word("currency"))
	if code == "" {
		code = f.ask.Currency
	}
	w := &wanting{said: []said{a.said("currency")}}
	if code == "" {
		w.why = missing + ", and the bill's block says none"
		return "", w
	}
	if known := f.codes[code]; known != "" {
		return known, nil
	}
	if _, err := currency.ParseISO(code); err != nil || !money.IsCurrency(code) {
		w.why = "is no currency of ISO 4217"
		return "", w
	}
	f.codes[code] = code
	return code, nil
}

// month is the month that a group's rows belong to.
func (f *Fold) month(a answered) (bill.Month, *wanting) {
	charge := bill.Month{Year: a.day.Year(), Month: a.day.Month()}
	if f.ask.By != bill.ByInvoice {
		return charge, nil
	}
	switch f.ask.Kind {
	case bill.FOCUS:
		said := [2]any{a.said(invoiceWord(0)).value, a.said(invoiceWord(1)).value}
		if m, known := f.months[said]; known {
			return m, nil
		}
		m, wrong := period(a)
		if wrong == nil {
			f.months[said] = m
		}
		return m, wrong
	case bill.GCP:
		return invoiceMonth(a)
	}
	return charge, nil
}

// longestPeriod is a leap year. What is longer stands for "no end", and its middle is in
// a month that nobody asks for.
const longestPeriod = 366 * 24 * time.Hour

// period is the month of the middle of a FOCUS row's billing period.
func period(a answered) (bill.Month, *wanting) {
	begin, end := a.said(invoiceWord(0)), a.said(invoiceWord(1))
	from, err := moment(begin.value)
	if err != nil {
		return bill.Month{}, &wanting{[]said{begin}, noTime(begin)}
	}
	to, err := moment(end.value)
	if err != nil {
		return bill.Month{}, &wanting{[]said{end}, noTime(end)}
	}
	if !to.After(from) {
		return bill.Month{}, &wanting{[]said{end, begin}, "is not after the billing period's start"}
	}
	if to.Sub(from) > longestPeriod {
		return bill.Month{}, &wanting{[]said{end, begin}, "is more than a year after the billing period's start"}
	}
	middle := from.Add(to.Sub(from) / 2)
	return bill.Month{Year: middle.Year(), Month: middle.Month()}, nil
}

func noTime(s said) string {
	if clean(s.value) == "" {
		return missing
	}
	return "is no time"
}

// invoiceMonth is GCP's invoice.month, as in 202610.
func invoiceMonth(a answered) (bill.Month, *wanting) {
	s := a.said(invoiceWord(0))
	text := clean(s.value)
	if text == "" {
		return bill.Month{}, &wanting{[]said{s}, missing}
	}
	if len(text) == len("202610") {
		text = text[:4] + "-" + text[4:]
	}
	m, err := bill.ParseMonth(text)
	if err != nil {
		return bill.Month{}, &wanting{[]said{s}, "is no month as in 202610"}
	}
	return m, nil
}

// AddFault takes a row that answered [Query.Faults]: the file, the row, the check and
// what stands there. Where the file is not told by the source, it is file; line tells
// the line of a row, nil for the row itself.
func (f *Fold) AddFault(q *Query, row []any, place func(file string, row int64, column string) (string, int64)) error {
	if len(row) != 4 {
		return fmt.Errorf("bill %q: a fault of %d columns instead of 4", f.ask.Name, len(row))
	}
	file, _ := row[0].(string)
	number, _ := row[1].(int64)
	code, _ := row[2].(int64)
	fault := bill.Fault{Why: "is odd"}
	if i := int(code) - 1; i >= 0 && i < len(q.checks) {
		fault.Column, fault.Why = q.checks[i].column, q.checks[i].why
	}
	if i := int(code) - len(q.checks) - 2; i >= 0 && i < len(f.words) {
		fault.Column, fault.Why = q.column[f.words[i].said[0].name], f.words[i].why
	}
	if text, shown := row[3].(string); shown && !strings.HasPrefix(fault.Why, missing) {
		fault.Why = fmt.Sprintf("%q %s", clip(text), fault.Why)
	}
	fault.File, fault.Line = place(file, number, fault.Column)
	f.faults = append(f.faults, fault)
	return nil
}
