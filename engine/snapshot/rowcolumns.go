package snapshot

import (
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot/column"
)

// textColumn is a column of texts of the file of rows, and where it goes.
type textColumn struct {
	name string
	set  func(r *seriesAt, v string)
}

// textColumns are those that readers need; the others are for other tools.
func textColumns() []textColumn {
	return []textColumn{
		{"service", func(r *seriesAt, v string) { r.Service = v }},
		{"kind", func(r *seriesAt, v string) { r.Kind = measure.Kind(v) }},
		{"peer", func(r *seriesAt, v string) { r.Peer = v }},
		{"source", func(r *seriesAt, v string) { r.Source = v }},
		{"query", func(r *seriesAt, v string) { r.QueryID = v }},
		{"query_text", func(r *seriesAt, v string) { r.Query = v }},
		{"digest", func(r *seriesAt, v string) { r.Digest = v }},
		{"unknown", func(r *seriesAt, v string) { r.Unknown = v }},
		{"zone", func(r *seriesAt, v string) { r.zone = v }},
	}
}

// numberColumn is a column of whole numbers of the file of rows, and where it goes.
type numberColumn struct {
	name string
	set  func(r *seriesAt, v int64)
}

func numberColumns() []numberColumn {
	return []numberColumn{
		{"begins", func(r *seriesAt, v int64) { r.From = time.UnixMilli(v).UTC() }},
		{"ends", func(r *seriesAt, v int64) { r.To = time.UnixMilli(v).UTC() }},
		{"cadence_seconds", func(r *seriesAt, v int64) { r.Cadence = time.Duration(v) * time.Second }},
		{"points", func(r *seriesAt, v int64) { r.Points = int(v) }},
	}
}

// readRowGroup reads the rows of a group without their profiles.
func readRowGroup(c *column.File, group int) ([]seriesAt, error) {
	rows := make([]seriesAt, c.Rows(group))
	for i := range rows {
		rows[i].group, rows[i].row = group, i
	}
	for _, t := range textColumns() {
		runs, err := c.Runs(group, t.name)
		if err != nil {
			return nil, err
		}
		at := 0
		for _, run := range runs {
			for range run.Rows {
				t.set(&rows[at], run.Value)
				at++
			}
		}
	}
	var values []int64
	for _, n := range numberColumns() {
		var err error
		if values, err = c.Ints(group, n.name, values[:0]); err != nil {
			return nil, err
		}
		for i, v := range values {
			n.set(&rows[i], v)
		}
	}
	return rows, nil
}
