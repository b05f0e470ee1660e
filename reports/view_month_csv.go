package reports

import (
	"io"
	"math"
	"strconv"
)

// What a line of a CSV file was taken from.
const (
	csvPlanned = "planned"
	csvActual  = "actual"
)

// writeMonthCSV writes a row for each name along an axis, or one for each line of both
// ledgers where no axis is named.
func writeMonthCSV(w io.Writer, by string, m *Month) error {
	if by == "" {
		return writeLinesCSV(w, m)
	}
	p, err := newCSV(w, "month", "currency", by, "planned", "actual", "delta")
	if err != nil {
		return err
	}
	for _, s := range m.Axes.axis(by) {
		planned, delta := csvNumber(s.Planned.Decimal()), csvNumber(s.Delta.Decimal())
		if m.Plan == nil {
			planned, delta = csvCell{}, csvCell{} // nothing was planned, which is not 0
		}
		if err := p.row(csvText(m.Month), csvText(m.Currency), csvText(s.Name), planned, csvNumber(s.Actual.Decimal()), delta); err != nil {
			return err
		}
	}
	return p.end()
}

func writeLinesCSV(w io.Writer, m *Month) error {
	p, err := newCSV(w, "month", "currency", "ledger", "kind", "team", "product", "service", "site", "part", "quantity", "unit", "amount")
	if err != nil {
		return err
	}
	for _, l := range []struct {
		name  string
		lines []MonthLine
	}{{csvPlanned, m.Expected}, {csvActual, m.Lines}} {
		for _, x := range l.lines {
			if err := p.row(csvText(m.Month), csvText(m.Currency), csvText(l.name), csvText(x.Kind), csvText(x.Team), csvText(x.Product),
				csvText(x.Service), csvText(x.Site), csvText(x.Part), x.quantity(), csvText(x.Unit), csvNumber(x.Amount.Decimal())); err != nil {
				return err
			}
		}
	}
	return p.end()
}

// quantity is empty where nothing is counted, or nothing that is a number.
func (l *MonthLine) quantity() csvCell {
	if q := float64(l.Quantity); l.Unit == "" || math.IsNaN(q) || math.IsInf(q, 0) {
		return csvCell{}
	}
	return csvNumber(strconv.FormatFloat(float64(l.Quantity), 'f', -1, 64))
}
