package rule

import (
	"encoding/json"
	"math/big"
	"strings"
)

// row is one row of a table, by column. A cell without text is null.
type row struct {
	table *Table
	cells []string
}

// of is the cell of a column, null where there is no such column.
func (r row) of(column string) string {
	i, has := r.table.at[column]
	if !has {
		return ""
	}
	return r.cells[i]
}

// holds tells whether a check holds in a row. known is false for a check that no berth
// knows.
func (c *check) holds(r row, known *bool, currencies map[string]bool) bool {
	switch c.Function {
	case "AND", "OR":
		for i := range c.Items {
			if c.Items[i].holds(r, known, currencies) == (c.Function == "OR") {
				return c.Function == "OR"
			}
		}
		return c.Function == "AND"
	case "CheckValue":
		return same(r.of(c.Column), c.Value)
	case "CheckNotValue":
		return !same(r.of(c.Column), c.Value)
	case "CheckSameValue":
		return r.of(c.ColumnA) == r.of(c.ColumnB)
	case "CheckNotSameValue":
		return r.of(c.ColumnA) != r.of(c.ColumnB)
	case "CheckGreaterOrEqualThanValue":
		cell := r.of(c.Column)
		value, ok := number(cell)
		least, has := number(string(c.Value))
		return cell == "" || ok && has && value.Cmp(least) >= 0
	case "ColumnByColumnEqualsColumnValue":
		return c.product(r)
	case "CheckNationalCurrency":
		return currencies[r.of(c.Column)]
	}
	if form := forms()[c.Function]; form != nil {
		cell := r.of(c.Column)
		return cell == "" || form(cell)
	}
	*known = false
	return true
}

// product tells whether two columns multiply to the third, where all have a value.
func (c *check) product(r row) bool {
	a, b, want := r.of(c.ColumnA), r.of(c.ColumnB), r.of(c.Result)
	if a == "" || b == "" || want == "" {
		return true
	}
	x, okX := number(a)
	y, okY := number(b)
	z, okZ := number(want)
	return okX && okY && okZ && new(big.Rat).Mul(x, y).Cmp(z) == 0
}

// same compares a cell with a value of the model: null, a number or a text.
func same(cell string, value json.RawMessage) bool {
	text := strings.TrimSpace(string(value))
	if text == "null" || text == "" {
		return cell == ""
	}
	if cell == "" {
		return false
	}
	var want string
	if json.Unmarshal(value, &want) == nil {
		return cell == want
	}
	n, ok := number(cell)
	w, is := number(text)
	return ok && is && n.Cmp(w) == 0
}
