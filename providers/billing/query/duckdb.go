package query

import (
	"fmt"
	"strings"
)

// DuckDB is the dialect of DuckDB. A session that runs its queries has the time zone UTC,
// since texts without a zone are read by the session's.
type DuckDB struct{}

var _ Dialect = DuckDB{}

// Name is "DuckDB".
func (DuckDB) Name() string { return "DuckDB" }

// Literal quotes a text. DuckDB's literals have no escapes but the doubled quote; a NUL
// cannot stand in a query, and nothing that a bill asks for has one.
func (DuckDB) Literal(text string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", "''") + "'"
}

// Whole divides whole numbers.
func (DuckDB) Whole(number string, by int64) string { return fmt.Sprintf("((%s) // %d)", number, by) }

// Add is SUM, which is exact for whole numbers and decimals: it is done in 128 bits and
// fails where these are too few.
func (DuckDB) Add(part string) string { return "SUM(" + part + ")" }

// Exact reads a number in two parts, of 10^-18 and of 10^-36, and most numbers quicker.
func (d DuckDB) Exact(c Column) Number {
	switch c.Type {
	case Integer:
		return simple(fmt.Sprintf("CAST(%s AS HUGEINT)", c.SQL))
	case Decimal:
		if c.Scale <= plainScale {
			return simple(c.SQL)
		}
		return duckText("CAST(" + c.SQL + " AS VARCHAR)")
	case Double:
		return duckDouble(fmt.Sprintf("CAST(%s AS DOUBLE)", c.SQL))
	case Text:
		if isCredits(c) {
			return d.creditsText(c)
		}
		return duckText(c.SQL)
	case Records:
		return d.records(c)
	}
	return duckText("CAST(" + c.SQL + " AS VARCHAR)")
}

// simple is a number that is read at once, whatever it is.
func simple(sql string) Number { return Number{Parts: []Sum{{sql, 0}}, Quick: Sum{sql, 0}} }

// plainScale is how many digits after the point a decimal may have to be added up as it
// is: 18 digits before the point are left for the sum.
const plainScale = 20

// Time reads a moment.
func (DuckDB) Time(c Column) string {
	switch c.Type {
	case Zoned:
		return "EPOCH_US(" + c.SQL + ")"
	case Local, Date:
		return "EPOCH_US(CAST(" + c.SQL + " AS TIMESTAMP))"
	case Text:
		// A cast would read 10/1/25 as a day of the year 10.
		short := fmt.Sprintf("TRY_STRPTIME(CASE WHEN REGEXP_FULL_MATCH(TRIM(%s), '[0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})') THEN TRIM(%s) END, ['%%m/%%d/%%y', '%%m/%%d/%%Y'])", c.SQL, c.SQL)
		return fmt.Sprintf("CASE WHEN CONTAINS(%s, '/') THEN EPOCH_US(%s) ELSE COALESCE(EPOCH_US(TRY_CAST(%s AS TIMESTAMPTZ)), EPOCH_US(TRY_CAST(TRIM(%s) AS TIMESTAMPTZ))) END", c.SQL, short, c.SQL, c.SQL)
	}
	return "CAST(NULL AS BIGINT)"
}

// Day tells whether a time is a day alone: no text of ten characters has a time, too.
func (DuckDB) Day(c Column) string {
	switch c.Type {
	case Date:
		return "TRUE"
	case Text:
		// Most times are long, and cutting blanks off costs more than reading the time does.
		return fmt.Sprintf("CASE WHEN STRLEN(%s) >= 19 THEN FALSE ELSE LENGTH(TRIM(%s)) <= 10 END", c.SQL, c.SQL)
	}
	return ""
}

// Word is a column as text.
func (DuckDB) Word(c Column) string {
	if c.Type == Text {
		return c.SQL
	}
	return "CAST(" + c.SQL + " AS VARCHAR)"
}

// Tag reads the value of a name.
func (d DuckDB) Tag(c Column, name string) string {
	switch c.Type {
	case Map:
		return fmt.Sprintf("CAST(MAP_EXTRACT_VALUE(%s, %s) AS VARCHAR)", c.SQL, d.Literal(name))
	case Struct:
		for _, f := range c.Fields {
			if f.Name == c.Name+"."+name {
				return "CAST(" + f.SQL + " AS VARCHAR)"
			}
		}
		return "CAST(NULL AS VARCHAR)"
	case Pairs:
		return d.pair(c.SQL, name)
	case Text:
		pairs := fmt.Sprintf(`TRY(FROM_JSON(%s, '[{"key":"VARCHAR","value":"VARCHAR"}]'))`, c.SQL)
		return fmt.Sprintf("CASE WHEN STARTS_WITH(%s, '[') THEN %s ELSE TRY(JSON_EXTRACT_STRING(%s, %s)) END",
			c.SQL, d.pair(pairs, name), c.SQL, d.Literal(pointer(name)))
	}
	return "CAST(NULL AS VARCHAR)"
}

func (d DuckDB) pair(list, name string) string {
	return fmt.Sprintf(`CAST(LIST_FILTER(%s, LAMBDA x: x."key" = %s)[1]."value" AS VARCHAR)`, list, d.Literal(name))
}

// pointer is a name as a JSON pointer (RFC 6901), in which any character can be said.
func pointer(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// Missing tells whether a column says nothing.
func (DuckDB) Missing(c Column) string {
	if c.Type == Text {
		return fmt.Sprintf("(%s IS NULL OR UPPER(TRIM(%s)) IN ('', 'NULL'))", c.SQL, c.SQL)
	}
	return "(" + c.SQL + " IS NULL)"
}

// Odd tells whether tags are no JSON object and no list.
func (d DuckDB) Odd(c Column) string {
	if c.Type != Text {
		return ""
	}
	return fmt.Sprintf("(NOT %s AND COALESCE(TRY(JSON_TYPE(%s)) NOT IN ('OBJECT', 'ARRAY', 'NULL'), TRUE))", d.Missing(c), c.SQL)
}
