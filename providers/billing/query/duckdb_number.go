package query

import (
	"fmt"
	"strings"
)

// Scales of the two parts of a number that is read exactly.
const (
	highScale = 9
	lowScale  = 36
)

// duckNumber is SQL for the two parts of a number, both whole: of 10^-9, and of 10^-36
// for what is finer. Both are NULL for what is no number.
type duckNumber struct{ fast, high, low, test string }

// sums are the parts. What passes the test is read at once: that is nearly all of a
// bill, and a hundred times quicker.
func (n duckNumber) sums() []Sum {
	return []Sum{
		{fmt.Sprintf("CASE WHEN %s THEN CAST(%s AS DECIMAL(38,9)) ELSE TRY_CAST(%s AS DECIMAL(29,0)) * CAST(0.000000001 AS DECIMAL(9,9)) END", n.test, n.fast, n.high), 0},
		{fmt.Sprintf("CASE WHEN %s THEN NULL ELSE %s END", n.test, n.low), lowScale},
	}
}

// duckText reads a number written as text.
func duckText(text string) duckNumber {
	n := slowText(text)
	n.test = fmt.Sprintf("REGEXP_FULL_MATCH(%s, '-?[0-9]{1,9}(\\.[0-9]{0,9})?')", text)
	n.fast = fmt.Sprintf("TRY_CAST(%s AS DECIMAL(18,9))", text)
	return n
}

// slowText takes any number apart by its digits: with an exponent, with more digits, with
// blanks around it, or as a spreadsheet writes money ("$10,000.00", told from a decimal
// comma by its point).
//
// The digits before and after the point are put into one long text with zeros on both
// sides, and the parts cut out of it: so nothing is ever rounded. What would be finer
// than 10^-36 makes the number bad.
func slowText(text string) duckNumber {
	plain := fmt.Sprintf("CASE WHEN REGEXP_FULL_MATCH(TRIM(%s), '-?\\$?[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+|-?\\$[0-9]+(\\.[0-9]+)?') THEN REPLACE(REPLACE(TRIM(%s), '$', ''), ',', '') ELSE TRIM(%s) END", text, text, text)
	taken := fmt.Sprintf("REGEXP_EXTRACT(%s, '^([+-]?)([0-9]*)\\.?([0-9]*)(?:[eE]\\+?(-?[0-9]{1,3}))?$', ['sign', 'whole', 'fraction', 'exponent'])", plain)
	// q.k is where the point is among the digits z, q.c that within bounds: a point further
	// left than 45 digits has nothing but zeros and digits that are too fine after it, one
	// further right than 40 has too many digits before it.
	const cut = `{'s': p.sign, 'z': p.whole || p.fraction, 'd': REPEAT('0', 45) || p.whole || p.fraction || REPEAT('0', 90),
'k': STRLEN(p.whole) + COALESCE(TRY_CAST(p.exponent AS INTEGER), 0), 'c': 45 + GREATEST(LEAST(STRLEN(p.whole) + COALESCE(TRY_CAST(p.exponent AS INTEGER), 0), 40), -45)}`
	good := fmt.Sprintf("STRLEN(q.z) BETWEEN 1 AND 200 AND SUBSTR(q.d, q.c + %d) = REPEAT('0', STRLEN(q.d) - q.c - %d) AND (q.k BETWEEN -45 AND 40 OR q.z = REPEAT('0', STRLEN(q.z)))", lowScale+1, lowScale)
	// A list of one is how DuckDB names a value, so that it is worked out once.
	when := func(part string) string {
		return fmt.Sprintf("LIST_TRANSFORM([%s], LAMBDA p: LIST_TRANSFORM([%s], LAMBDA q: CASE WHEN %s THEN (CASE q.s WHEN '-' THEN -1 ELSE 1 END) * TRY_CAST(%s AS HUGEINT) END)[1])[1]",
			taken, cut, good, part)
	}
	return duckNumber{
		high: when(fmt.Sprintf("SUBSTR(q.d, 1, q.c + %d)", highScale)),
		low:  when(fmt.Sprintf("SUBSTR(q.d, q.c + %d, %d)", highScale+1, lowScale-highScale)),
	}
}

// tier is a range of doubles that stand for a decimal of so many digits after the point.
//
// A double d below limit stands for the decimal k × 10^-digits, k being d × 10^digits
// rounded, if k / 10^digits is d again: both are exact doubles, so the quotient is the
// double nearest to that decimal. And there is no shorter one: below limit doubles lie
// closer than 10^-digits, so no two such decimals have the same double.
type tier struct {
	digits int
	limit  string
}

// tiers are the ranges, the most common first. 10^21 is still exact as a double.
var tiers = []tier{{9, "8388608"}, {15, "8"}, {18, "0.0078125"}, {21, "7.62939453125e-06"}}

// duckDouble reads a double as its shortest decimal.
func duckDouble(d string) []Sum {
	var high, low strings.Builder
	for _, t := range tiers {
		k := fmt.Sprintf("TRY_CAST(%s * 1e%d AS BIGINT)", d, t.digits)
		test := fmt.Sprintf(" WHEN ABS(%s) < %s AND %s / 1e%d = %s THEN ", d, t.limit, k, t.digits, d)
		if t.digits == highScale {
			fmt.Fprintf(&high, "%sCAST(%s AS HUGEINT)", test, k)
			fmt.Fprintf(&low, "%sNULL", test)
			continue
		}
		unit := "1" + strings.Repeat("0", t.digits-highScale)
		fmt.Fprintf(&high, "%sCAST(%s // %s AS HUGEINT)", test, k, unit)
		fmt.Fprintf(&low, "%sCAST(%s %% %s AS HUGEINT) * 1%s", test, k, unit, strings.Repeat("0", lowScale-t.digits))
	}
	text := slowText("CAST(" + d + " AS VARCHAR)")
	plainHigh, plainLow := plainDouble(d)
	return []Sum{
		{fmt.Sprintf("CASE%s%s ELSE %s END", high.String(), plainHigh, text.high), highScale},
		{fmt.Sprintf("CASE%s%s ELSE %s END", low.String(), plainLow, text.low), lowScale},
	}
}

// plainDouble are branches for doubles that DuckDB writes without an exponent, of at most
// 17 digits and 21 of them after the point: those that computations leave, as 0.1 + 0.2
// does. The text without its point is a whole number, which is divided by a power of ten.
func plainDouble(d string) (high, low string) {
	text := "CAST(" + d + " AS VARCHAR)"
	digits := fmt.Sprintf("TRY_CAST(REPLACE(%s, '.', '') AS BIGINT)", text)
	after := fmt.Sprintf("(STRLEN(%s) - STRPOS(%s, '.'))", text, text)
	when := fmt.Sprintf(" WHEN ABS(%s) BETWEEN 0.0001 AND 1e9 THEN ", d)
	unit := fmt.Sprintf("%s[%s - %d]", powers("BIGINT", 1, 13), after, highScale)
	up := fmt.Sprintf("%s[%d - %s]", powers("BIGINT", 0, 9), highScale+1, after)
	high = fmt.Sprintf("%sCASE WHEN %s > %d THEN CAST(%s // %s AS HUGEINT) ELSE CAST(%s AS HUGEINT) * %s END", when, after, highScale, digits, unit, digits, up)
	low = fmt.Sprintf("%sCASE WHEN %s > %d THEN CAST(%s %% %s AS HUGEINT) * %s[%d - %s] END", when, after, highScale, digits, unit, powers("HUGEINT", 15, 26), lowScale-15+1, after)
	return high, low
}

// powers is a list of powers of ten.
func powers(kind string, from, to int) string {
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, "1"+strings.Repeat("0", n))
	}
	return "CAST([" + strings.Join(out, ", ") + "] AS " + kind + "[])"
}

// isCredits tells whether a column holds GCP's credits, which a flat file may have as a
// list of JSON.
func isCredits(c Column) bool { return spell(c.Name) == "credits" }

// creditsText reads credits that are text: a number, or a list of records as JSON.
func (d DuckDB) creditsText(c Column) []Sum {
	list := Column{
		Name: c.Name, Type: Records, SQL: fmt.Sprintf(`TRY(FROM_JSON(%s, '[{"amount":"VARCHAR"}]'))`, c.SQL),
		Fields: []Column{{Name: c.Name + ".amount", Type: Text}},
	}
	one, many := duckText(c.SQL).sums(), d.records(list)
	high := fmt.Sprintf("CASE WHEN STARTS_WITH(%s, '[') THEN CAST(%s AS DECIMAL(29,0)) * CAST(0.000000001 AS DECIMAL(9,9)) ELSE %s END", c.SQL, many[0].SQL, one[0].SQL)
	low := fmt.Sprintf("CASE WHEN STARTS_WITH(%s, '[') THEN %s ELSE %s END", c.SQL, many[1].SQL, one[1].SQL)
	return []Sum{{high, 0}, {low, lowScale}}
}

// records adds up the amounts of a list of records. One that is no number makes all of
// it bad; one that says nothing is nothing.
func (d DuckDB) records(c Column) []Sum {
	amount := Column{SQL: `x."amount"`, Type: Odd}
	for _, f := range c.Fields {
		if strings.HasSuffix(f.Name, ".amount") {
			amount.Type, amount.Scale = f.Type, f.Scale
		}
	}
	var high, low string
	switch amount.Type {
	case Double:
		sums := duckDouble("CAST(" + amount.SQL + " AS DOUBLE)")
		high, low = sums[0].SQL, sums[1].SQL
	case Text:
		n := slowText(amount.SQL)
		high, low = n.high, n.low
	default:
		n := slowText("CAST(" + amount.SQL + " AS VARCHAR)")
		high, low = n.high, n.low
	}
	said := fmt.Sprintf("LIST_FILTER(%s, LAMBDA x: NOT %s)", c.SQL, d.Missing(amount))
	each := func(part string) string {
		parts := fmt.Sprintf("LIST_TRANSFORM(%s, LAMBDA x: %s)", said, part)
		return fmt.Sprintf("CAST(COALESCE(LIST_SUM(%s), 0) AS HUGEINT)", parts)
	}
	good := fmt.Sprintf("LEN(LIST_FILTER(%s, LAMBDA x: %s IS NULL)) = 0", said, high)
	return []Sum{
		{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN 0 WHEN %s THEN %s END", c.SQL, good, each(high)), highScale},
		{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN NULL WHEN %s THEN %s END", c.SQL, good, each(low)), lowScale},
	}
}
