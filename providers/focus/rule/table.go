package rule

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// Table are rows of cost. A cell without text, or with the text "NULL" or "null", is
// null.
type Table struct {
	Columns []string
	Rows    [][]string
	at      map[string]int
}

// mostCells is how many cells a table to be checked may have: a month of 10,000 services
// by the day has 30 million.
const mostCells = 100_000_000

// NewTable makes a table. Columns must be there once, and cells in all rows.
func NewTable(columns []string, rows [][]string) (*Table, error) {
	t := &Table{Columns: columns, Rows: rows, at: map[string]int{}}
	for i, c := range columns {
		if _, twice := t.at[c]; twice {
			return nil, fmt.Errorf("the column %.60q stands twice", c)
		}
		t.at[c] = i
	}
	for n, r := range rows {
		if len(r) != len(columns) {
			return nil, fmt.Errorf("row %d has %d cells, and there are %d columns", n+1, len(r), len(columns))
		}
		for i, cell := range r {
			if cell == "NULL" || cell == "null" {
				r[i] = ""
			}
		}
	}
	return t, nil
}

// ReadTable reads a CSV file with a line of columns.
func ReadTable(r io.Reader) (*Table, error) {
	in := csv.NewReader(r)
	columns, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("the line of columns: %w", err)
	}
	var rows [][]string
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return NewTable(columns, rows)
		}
		if err != nil {
			return nil, err
		}
		if rows = append(rows, cells); len(rows)*len(columns) > mostCells {
			return nil, fmt.Errorf("the file has more than %d cells: check a month alone", mostCells)
		}
	}
}
