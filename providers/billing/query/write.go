package query

import (
	"fmt"
	"strconv"
	"strings"
)

// write joins the layers.
func (b *builder) write() *Query {
	q := b.query
	file, row := "NULL", "NULL"
	if b.source.File != "" {
		file = b.source.File
	}
	if b.source.Row != "" {
		row = b.source.Row
	}
	first := append([]string{file + " AS f", row + " AS n"}, b.read...)
	good := strings.Join(b.good, " AND ")
	whole := good
	if len(b.fine) > 0 {
		whole += " AND " + strings.Join(b.fine, " AND ")
		b.wrong = append([]string{fmt.Sprintf("WHEN %s THEN %d", good, fineRow)}, b.wrong...)
	}
	read := fmt.Sprintf("SELECT %s\n FROM %s", strings.Join(first, ",\n  "), b.source.From)
	if len(b.second) > 0 {
		read = fmt.Sprintf("SELECT *, %s\nFROM (%s) v", strings.Join(b.second, ",\n  "), read)
	}
	q.inner = fmt.Sprintf("SELECT *,\n CASE WHEN %s THEN 0\n  %s\n  ELSE %d END AS b,\n %s AS dd\nFROM (%s) x",
		whole, strings.Join(b.wrong, "\n  "), len(q.checks)+1, day(b.dialect, q.ask, "t0"), read)
	q.SQL = b.outer(coarse)
	if len(b.fine) > 0 {
		q.fine = b.outer(exactly)
	}
	return q
}

// longest is a month in microseconds. A charge for longer, as a commitment that is paid
// for a year, says nothing of how far a bill has come.
const longest = 32 * 24 * 3600 * 1_000_000

// fineRow stands in b for a good row with a number of more digits than one part holds.
const fineRow = -1

// fineness says which rows and parts a query adds up.
type fineness bool

const (
	coarse  fineness = false
	exactly fineness = true
)

// outer adds up: all rows by the first parts of their numbers, or those rows alone that
// need all parts.
func (b *builder) outer(fine fineness) string {
	q := b.query
	groups := []string{"b"}
	if b.source.File != "" {
		groups = append(groups, "f")
	}
	groups = append(append(groups, q.words...), "dd")
	columns := []string{"b", "f"}
	if b.source.File == "" {
		columns[1] = "NULL AS f"
	}
	columns = append(append(columns, q.words...), "dd")
	for i := range q.parts {
		sum := "NULL"
		if !q.parts[i].fine || bool(fine) {
			sum = b.dialect.Add("a" + strconv.Itoa(i))
		}
		columns = append(columns, sum+" AS s"+strconv.Itoa(i))
	}
	last := "t0"
	if b.ends {
		last = fmt.Sprintf("CASE WHEN t1 - t0 <= %d THEN t1 ELSE t0 END", longest)
	}
	columns = append(columns, "COUNT(*) AS c", "MIN(t0) AS m0", "MAX("+last+") AS m1")
	where := ""
	if fine {
		where = fmt.Sprintf("WHERE b = %d\n", fineRow)
	}
	return fmt.Sprintf("SELECT %s\nFROM (%s) y\n%sGROUP BY %s", strings.Join(columns, ", "), q.inner, where, strings.Join(groups, ", "))
}

// Faults is the query for the first bad rows of its source: those whose numbers and
// times cannot be read, and those whose words the fold found wanting. Columns are the
// file, the row, the number of the check, and what stands there; no more than most rows
// come. A source whose Row is set tells rows by their order.
func (q *Query) Faults(f *Fold, most int) string {
	which, shown := []string{"WHEN b > 0 THEN b"}, []string{}
	for i, c := range q.checks {
		shown = append(shown, fmt.Sprintf("WHEN %d THEN %s", i+1, c.shown))
	}
	for i, w := range f.words {
		condition := q.condition(w)
		if condition == "" {
			continue
		}
		code := len(q.checks) + 2 + i
		which = append(which, fmt.Sprintf("WHEN %s THEN %d", condition, code))
		shown = append(shown, fmt.Sprintf("WHEN %d THEN %s", code, q.text(q.words[q.at[w.said[0].name]])))
	}
	return fmt.Sprintf("SELECT f, n, k, CASE k %s ELSE NULL END AS v\nFROM (SELECT *, CASE %s ELSE 0 END AS k FROM (%s) y) z\nWHERE k <> 0\nORDER BY f, n, k, v\nLIMIT %d",
		strings.Join(shown, " "), strings.Join(which, " "), q.inner, most)
}

// text is a column of the inner query as text.
func (q *Query) text(name string) string {
	return q.dialect.Word(Column{Name: name, SQL: name, Type: Odd})
}

// condition is SQL that is true for rows whose words are wanting in the way of w, ""
// where the source has no such words.
func (q *Query) condition(w wanting) string {
	var all []string
	for _, said := range w.said {
		at, known := q.at[said.name]
		if !known || at < 0 {
			return ""
		}
		if said.value == nil {
			all = append(all, q.words[at]+" IS NULL")
			continue
		}
		all = append(all, fmt.Sprintf("%s = %s", q.text(q.words[at]), q.dialect.Literal(fmt.Sprint(said.value))))
	}
	return strings.Join(all, " AND ")
}
