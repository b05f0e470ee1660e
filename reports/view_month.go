package reports

import (
	"fmt"
	"io"

	"berth.dev/engine/diag"
	"berth.dev/engine/ledger"
)

// WriteMonth writes what a month cost, in one of [MonthFormats].
func WriteMonth(w io.Writer, o Options, m Month) error {
	if err := checkBy(o.By); err != nil {
		return err
	}
	return write(w, o, m, func() []block { return m.view(o) })
}

// WriteMonthDiff writes what differs between two months, in one of [Formats].
func WriteMonthDiff(w io.Writer, o Options, d MonthDiff) error {
	if err := checkBy(o.By); err != nil {
		return err
	}
	return write(w, o, d, func() []block { return d.view(o) })
}

// MonthAxisNames are what [Options].By may be; the first stands for "" in text.
func MonthAxisNames() (names []string) {
	for _, a := range ledger.Axes() {
		names = append(names, string(a))
	}
	return names
}

func checkBy(by string) error {
	for _, name := range MonthAxisNames() {
		if by == name || by == "" {
			return nil
		}
	}
	return fmt.Errorf("a month is not told by %q. %s", by, diag.Meant(by, MonthAxisNames()))
}

func (m *Month) view(Options) []block {
	return []block{heading{1, []text{{m.Month, strong}}}}
}

func (d *MonthDiff) view(Options) []block {
	return []block{heading{1, []text{{d.From + " to " + d.To, strong}}}}
}
