package query

import (
	"fmt"
	"strconv"
	"strings"
)

// BigQuery is the dialect of Google BigQuery (GoogleSQL).
//
// Exact numbers are BIGNUMERIC, which has 38 digits after the point and as many before
// it, so that one sum holds what other engines need two for. Wherever a time has no zone,
// UTC is written out: a project may have another default. The SQL keeps to what the parser
// of the tests knows as well, so BIGNUMERIC is made by PARSE_BIGNUMERIC and not by CAST.
//
// It differs from [DuckDB] in three things that bills do not have: of two labels with one
// key the smaller value counts, not the first; a tag whose value is an object has none;
// and JSON with a number that no double holds is no JSON.
type BigQuery struct{}

var _ Dialect = BigQuery{}

// The forms of numbers and times as texts. BigQuery's own casts take more: hex, commas
// anywhere between digits, one digit for a month.
const (
	bigNumber = `^[+-]?([0-9]{1,99}(\.[0-9]{0,99})?|\.[0-9]{1,99})([eE][+-]?[0-9]{1,3})?$`
	bigMoney  = `^-?[$]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+$|^-?[$][0-9]+(\.[0-9]+)?$`
	bigLocal  = `^[0-9]{4}-[0-9]{2}-[0-9]{2}([ Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?)?$`
	bigMoment = `^[0-9]{4}-[0-9]{2}-[0-9]{2}[ Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?(Z|z| ?UTC|[+-][0-9]{2}(:[0-9]{2})?)$`
	bigShort  = `^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}$`
	bigLong   = `^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$`
)

// bigMost is the first number that is too large to be money, bigTiny the double from
// which on 17 digits do not reach behind the 36th after the point.
const (
	bigMost = "1e20"
	bigTiny = "1e-19"
)

// Name is the engine's.
func (BigQuery) Name() string { return "BigQuery" }

// Literal is a text, quoted: nothing in it can end the quotes.
func (BigQuery) Literal(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// Whole is a whole division of numbers that are not negative.
func (BigQuery) Whole(number string, by int64) string {
	return "DIV(" + number + ", " + strconv.FormatInt(by, 10) + ")"
}

// Add is an exact sum, as a decimal text: a client may not read BIGNUMERIC whole.
func (BigQuery) Add(part string) string { return "CAST(SUM(" + part + ") AS STRING)" }

// Exact reads a number as one decimal.
func (d BigQuery) Exact(c Column) Number { return Number{Parts: []Sum{{SQL: d.exact(c)}}} }

func (d BigQuery) exact(c Column) string {
	switch c.Type {
	case Integer:
		return "CAST(" + c.SQL + " AS NUMERIC)"
	case Decimal:
		return c.SQL
	case Double:
		return bigDouble(c.SQL)
	case Text:
		return bigText("TRIM(" + c.SQL + ")")
	case Records:
		return d.records(c)
	}
	return "CAST(NULL AS NUMERIC)"
}

// records adds up the amounts of a list of records. One that is no number, or that says
// nothing, makes all of it bad: what it would have to be is not known.
func (d BigQuery) records(c Column) string {
	for _, f := range c.Fields {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".amount") {
			continue
		}
		f.SQL = "e.amount"
		return "(SELECT CASE WHEN COUNTIF(v.n IS NULL) = 0 THEN IFNULL(SUM(v.n), " + d.exact(Column{SQL: "0", Type: Integer}) + ") END" +
			" FROM (SELECT " + d.exact(f) + " AS n FROM UNNEST(" + c.SQL + ") AS e) AS v)"
	}
	return "CAST(NULL AS NUMERIC)"
}

// bigDouble is the shortest decimal that reads back as a double: of 15 digits, of 16, or
// of 17, which always do.
func bigDouble(x string) string {
	written := func(digits int) string { return "FORMAT('%." + strconv.Itoa(digits-1) + "e', " + x + ")" }
	reads := func(digits int) string {
		return " WHEN CAST(" + written(digits) + " AS FLOAT64) = " + x + " THEN " + written(digits)
	}
	shortest := "CASE" + reads(15) + reads(16) + " ELSE " + written(17) + " END"
	return "CASE WHEN IS_NAN(" + x + ") OR ABS(" + x + ") >= " + bigMost + " THEN NULL" +
		" WHEN " + x + " = 0 OR ABS(" + x + ") >= " + bigTiny + " THEN PARSE_BIGNUMERIC(" + shortest + ")" +
		" ELSE " + bigText(shortest) + " END"
}

// bigText reads a decimal of at most 36 digits after the point; BigQuery would round a
// finer one without a word.
func bigText(t string) string {
	digits := "LENGTH(RTRIM(IFNULL(REGEXP_EXTRACT(" + t + ", r'\\.([0-9]*)'), ''), '0'))"
	exponent := "IFNULL(CAST(REGEXP_EXTRACT(" + t + ", r'[eE][+]?(-?[0-9]+)') AS INT64), 0)"
	return "CASE WHEN REGEXP_CONTAINS(" + t + ", r'" + bigNumber + "') AND " + digits + " - " + exponent + " <= 36" +
		" AND ABS(SAFE.PARSE_BIGNUMERIC(" + t + ")) < PARSE_BIGNUMERIC('" + bigMost + "') THEN SAFE.PARSE_BIGNUMERIC(" + t + ")" +
		// As a spreadsheet writes money, told from a decimal comma by its point.
		" WHEN REGEXP_CONTAINS(" + t + ", r'" + bigMoney + "') THEN SAFE.PARSE_BIGNUMERIC(REGEXP_REPLACE(" + t + ", r'[$,]', '')) END"
}

// Time reads a moment as microseconds since 1970.
func (d BigQuery) Time(c Column) string {
	switch c.Type {
	case Zoned:
		return "UNIX_MICROS(" + c.SQL + ")"
	case Local, Date:
		return "UNIX_MICROS(TIMESTAMP(" + c.SQL + ", 'UTC'))"
	case Text:
		return "UNIX_MICROS(" + bigTime("TRIM("+c.SQL+")") + ")"
	}
	return "CAST(NULL AS INT64)"
}

// bigTime reads a time that is written out. BigQuery wants seconds, and six digits of
// them at most.
func bigTime(t string) string {
	full := "REGEXP_REPLACE(REGEXP_REPLACE(UPPER(" + t + "), r'(\\.[0-9]{6})[0-9]+', r'\\1'), r'^(.{13}:[0-9]{2})([^:0-9.]|$)', r'\\1:00\\2')"
	return "CASE WHEN REGEXP_CONTAINS(" + t + ", r'" + bigLocal + "') THEN SAFE_CAST(CONCAT(" + full + ", '+00') AS TIMESTAMP)" +
		" WHEN REGEXP_CONTAINS(" + t + ", r'" + bigMoment + "') THEN SAFE_CAST(REGEXP_REPLACE(" + full + ", r' ?UTC$|Z$', '+00') AS TIMESTAMP)" +
		" WHEN REGEXP_CONTAINS(" + t + ", r'" + bigShort + "') THEN SAFE.PARSE_TIMESTAMP('%m/%d/%y', " + t + ", 'UTC')" +
		" WHEN REGEXP_CONTAINS(" + t + ", r'" + bigLong + "') THEN SAFE.PARSE_TIMESTAMP('%m/%d/%Y', " + t + ", 'UTC') END"
}

// Day tells whether a time is a day alone: no text of ten characters has a time, too.
func (BigQuery) Day(c Column) string {
	switch c.Type {
	case Date:
		return "TRUE"
	case Text:
		return "LENGTH(TRIM(" + c.SQL + ")) <= 10"
	}
	return ""
}

// Word reads anything that can be written as a text.
func (BigQuery) Word(c Column) string {
	switch c.Type {
	case Text:
		return c.SQL
	case Double, Decimal, Integer, Date, Local, Odd:
		return "CAST(" + c.SQL + " AS STRING)"
	case Zoned:
		return "FORMAT_TIMESTAMP('%Y-%m-%d %H:%M:%E*S+00', " + c.SQL + ", 'UTC')"
	}
	return "TO_JSON_STRING(" + c.SQL + ")"
}

// Tag reads the value of a name of tags or labels.
func (d BigQuery) Tag(c Column, name string) string {
	switch c.Type {
	case Pairs:
		return "(SELECT MIN(e.value) FROM UNNEST(" + c.SQL + ") AS e WHERE e.key = " + d.Literal(name) + ")"
	case Struct:
		for _, f := range c.Fields {
			if strings.EqualFold(f.Name[strings.LastIndexByte(f.Name, '.')+1:], name) {
				return d.Word(f)
			}
		}
	case Text:
		return d.json(c.SQL, name)
	}
	return "CAST(NULL AS STRING)"
}

// json reads the value of a name in JSON that is a text. A path can hold any name, but
// for one that has both kinds of quotes, or a backslash; nobody has been seen to use it.
// Text that is no JSON is never read: SAFE makes NULL of it first.
func (d BigQuery) json(text, name string) string {
	parsed := "SAFE.PARSE_JSON(" + text + ")"
	path := ""
	switch {
	case strings.Contains(name, `\`):
	case !strings.Contains(name, `"`):
		path = "JSON_VALUE(" + parsed + ", " + d.Literal(`$."`+name+`"`) + ")"
	case !strings.Contains(name, `'`):
		path = "JSON_EXTRACT_SCALAR(" + parsed + ", " + d.Literal(`$['`+name+`']`) + ")"
	}
	if path == "" {
		path = "CAST(NULL AS STRING)"
	}
	return "CASE WHEN STARTS_WITH(LTRIM(" + text + "), '[')" +
		" THEN (SELECT MIN(JSON_VALUE(e, '$.value')) FROM UNNEST(JSON_QUERY_ARRAY(" + parsed + ")) AS e WHERE JSON_VALUE(e, '$.key') = " + d.Literal(name) + ")" +
		" ELSE " + path + " END"
}

// Missing is true where a column says nothing.
func (BigQuery) Missing(c Column) string {
	switch c.Type {
	case Text:
		return "IFNULL(UPPER(TRIM(" + c.SQL + ")) IN ('', 'NULL'), TRUE)"
	case Pairs, Records:
		return "IFNULL(ARRAY_LENGTH(" + c.SQL + ") = 0, TRUE)"
	}
	return "(" + c.SQL + " IS NULL)"
}

// Odd is true where tags are texts that hold neither an object nor a list of JSON.
func (d BigQuery) Odd(c Column) string {
	if c.Type != Text {
		return ""
	}
	return "(NOT " + d.Missing(c) + " AND (SAFE.PARSE_JSON(" + c.SQL + ") IS NULL OR NOT REGEXP_CONTAINS(" + c.SQL + ", r'^\\s*[{\\[]')))"
}

// BigQueryName is a name of a table or a column between BigQuery's quotes.
func BigQueryName(name string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(name) + "`"
}
