package query

import (
	"fmt"
	"strconv"
	"strings"
)

// write joins the layers: what stands in the source, with what a quick look makes of it;
// whether that is all there is to a row; where it is not, the numbers read with care; and
// what is wrong with a row.
func (b *builder) write() *Query {
	q := b.query
	rows := fmt.Sprintf("(SELECT %s\n FROM %s) r", strings.Join(append(b.place(), b.read...), ",\n  "), b.source.From)
	if b.slow {
		q.inner = b.judged(b.careful(rows), b.wrong)
		q.SQL = b.outer(q.inner, "a", q.parts)
		return q
	}
	rows = fmt.Sprintf("(SELECT *, CASE WHEN %s THEN TRUE ELSE FALSE END AS easy\nFROM %s) e", strings.Join(b.easy, " AND "), rows)
	wrong := append([]string{"WHEN easy THEN 0"}, b.wrong...)
	rest := *q
	rest.SQL = b.outer(b.judged(b.careful(rows+"\nWHERE NOT easy"), b.wrong), "a", q.parts)
	q.inner = b.judged(b.careful(rows), wrong)
	q.SQL = b.outer(fmt.Sprintf("SELECT *, CASE WHEN easy THEN 0 ELSE %d END AS b,\n %s AS dd\nFROM %s", leftRow, b.day(), rows), "q", b.quick)
	q.parts, q.rest = b.quick, &rest
	return q
}

// leftRow stands in b for a row that a quick look leaves for [Query.Exactly].
const leftRow = -1

// place tells where a row stands.
func (b *builder) place() []string {
	file, row := "NULL", "NULL"
	if b.source.File != "" {
		file = b.source.File
	}
	if b.source.Row != "" {
		row = b.source.Row
	}
	return []string{file + " AS f", row + " AS n"}
}

// careful reads the numbers of rows with care.
func (b *builder) careful(rows string) string {
	if len(b.second) == 0 {
		return rows
	}
	parts := make([]string, len(b.second))
	for i, part := range b.second {
		parts[i] = part
		if !b.slow {
			parts[i] = fmt.Sprintf("CASE WHEN NOT easy THEN %s END", part)
		}
		parts[i] += " AS a" + strconv.Itoa(i)
	}
	return fmt.Sprintf("(SELECT *, %s\nFROM %s) c", strings.Join(parts, ",\n  "), rows)
}

// judged says of rows in b what is wrong with them, 0 for nothing, and their day.
func (b *builder) judged(rows string, wrong []string) string {
	return fmt.Sprintf("SELECT *,\n CASE WHEN %s THEN 0\n  %s\n  ELSE %d END AS b,\n %s AS dd\nFROM %s",
		strings.Join(b.good, " AND "), strings.Join(wrong, "\n  "), len(b.query.checks)+1, b.day(), rows)
}

// day is SQL for the day of a charge by the ask's zone. A day alone is that day of the
// calendar wherever its reader is: only moments are elsewhere on another day.
func (b *builder) day() string {
	moment := day(b.dialect, b.query.ask, "t0")
	if b.whole == "" || alwaysUTC(b.query.ask) {
		return moment
	}
	return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", b.whole, b.dialect.Whole("t0", microsecondsOfDay), moment)
}

// longest is a month in microseconds. A charge for longer, as a commitment that is paid
// for a year, says nothing of how far a bill has come.
const longest = 32 * 24 * 3600 * 1_000_000

// outer adds up the parts of numbers, which stand in columns of a name and a number.
func (b *builder) outer(rows, name string, parts []part) string {
	q := b.query
	groups := []string{"b"}
	columns := []string{"b", "NULL AS f"}
	if b.source.File != "" {
		groups = append(groups, "f")
		columns[1] = "f"
	}
	groups = append(append(groups, q.words...), "dd")
	columns = append(append(columns, q.words...), "dd")
	for i := range parts {
		columns = append(columns, fmt.Sprintf("%s AS s%d", b.dialect.Add(name+strconv.Itoa(i)), i))
	}
	last := "t0"
	if b.ends {
		last = fmt.Sprintf("CASE WHEN t1 - t0 <= %d THEN t1 ELSE t0 END", longest)
	}
	columns = append(columns, "COUNT(*) AS c", "MIN(t0) AS m0", "MAX("+last+") AS m1")
	return fmt.Sprintf("SELECT %s\nFROM (%s) y\nGROUP BY %s", strings.Join(columns, ", "), rows, strings.Join(groups, ", "))
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
