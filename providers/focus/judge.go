package focus

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"berth.dev/engine/money"
	"berth.dev/providers/focus/rule"
)

// longestList is how many bytes a list of currencies may have; there are not 200.
const longestList = 1 << 20

// Judge holds rows against the rules that the working group of FOCUS publishes: model is
// its requirements model (JSON), codes its list of national currencies (CSV with the
// column currency_codes), nil for none.
func Judge(rows []Row, model, codes io.Reader) (*rule.Report, error) {
	m, err := rule.Load(model)
	if err != nil {
		return nil, err
	}
	p := rule.Provider{Supports: Supports()}
	if codes != nil {
		if p.Currencies, err = currencies(codes); err != nil {
			return nil, err
		}
	}
	cells := make([][]string, len(rows))
	for i := range rows {
		cells[i] = rows[i].Cells()
	}
	table, err := rule.NewTable(Columns(), cells)
	if err != nil {
		return nil, err
	}
	return m.Check(table, p)
}

// currencies reads a list of national currencies.
func currencies(r io.Reader) ([]string, error) {
	lines, err := csv.NewReader(io.LimitReader(r, longestList)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("list of currencies: %w", err)
	}
	if len(lines) < 2 || !slices.Contains(lines[0], "currency_codes") {
		return nil, fmt.Errorf("list of currencies: it needs a column currency_codes, and a currency in each line")
	}
	at := slices.Index(lines[0], "currency_codes")
	var out []string
	for n, l := range lines[1:] {
		if !money.IsCurrency(l[at]) {
			return nil, fmt.Errorf("list of currencies: line %d: %.20q is not three capital letters", n+2, l[at])
		}
		out = append(out, l[at])
	}
	return out, nil
}
