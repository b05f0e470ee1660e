package query

import (
	"fmt"
	"strings"
)

// Scales of the two parts of a number that is read exactly, and how many digits after
// the point a cast reads at once.
const (
	highScale = 18
	lowScale  = 36
	castScale = 9
)

// duckNumber is SQL for the two parts of a number, both whole: of 10^-18, and of 10^-36
// for what is finer. Both are NULL for what is no number; written is the first as a
// decimal.
type duckNumber struct{ high, low, written string }

// duckText reads a number written as text. Nearly all of a bill is short and plain, which
// a cast to 64 bits reads at once, a hundred times quicker than taking the text apart. A
// cast rounds what is finer than its type, so what is cast is known to have no more
// digits than that: a text of ten characters cannot have more than nine after its point,
// and longer ones are looked at. Casts take exponents, and underscores between digits,
// too, so these are looked for.
func duckText(text string) Number {
	short := fmt.Sprintf("STRLEN(%s) <= %d AND NOT CONTAINS(%s, 'e') AND NOT CONTAINS(%s, 'E') AND NOT CONTAINS(%s, '_')", text, castScale+1, text, text, text)
	long := func(whole, fraction int) string {
		return fmt.Sprintf("REGEXP_FULL_MATCH(%s, '-?[0-9]{1,%d}(\\.[0-9]{0,%d})?')", text, whole, fraction)
	}
	cast := func(scale int) string {
		return fmt.Sprintf("CAST(TRY_CAST(%s AS DECIMAL(18,%d)) AS DECIMAL(38,%d))", text, scale, highScale)
	}
	slow := slowText(text)
	quick := fmt.Sprintf("CASE WHEN %s THEN %s WHEN %s THEN %s WHEN %s THEN %s END", short, cast(castScale), long(9, castScale), cast(castScale), long(3, 15), cast(15))
	return Number{Parts: []Sum{{slow.written, 0}, {"NULLIF(" + slow.low + ", 0)", lowScale}}, Quick: Sum{quick, 0}}
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
	// berth_q.k is where the point is among the digits z, berth_q.c that within bounds: a point further
	// left than 45 digits has nothing but zeros and digits that are too fine after it, one
	// further right than 40 has too many digits before it.
	const cut = `{'s': berth_p.sign, 'z': berth_p.whole || berth_p.fraction, 'd': REPEAT('0', 45) || berth_p.whole || berth_p.fraction || REPEAT('0', 90),
'k': STRLEN(berth_p.whole) + COALESCE(TRY_CAST(berth_p.exponent AS INTEGER), 0), 'c': 45 + GREATEST(LEAST(STRLEN(berth_p.whole) + COALESCE(TRY_CAST(berth_p.exponent AS INTEGER), 0), 40), -45)}`
	good := fmt.Sprintf("STRLEN(berth_q.z) BETWEEN 1 AND 200 AND SUBSTR(berth_q.d, berth_q.c + %d) = REPEAT('0', STRLEN(berth_q.d) - berth_q.c - %d) AND (berth_q.k BETWEEN -45 AND 40 OR berth_q.z = REPEAT('0', STRLEN(berth_q.z)))", lowScale+1, lowScale)
	// A list of one is how DuckDB names a value, so that it is worked out once.
	when := func(part string) string {
		return fmt.Sprintf("LIST_TRANSFORM([%s], LAMBDA berth_p: LIST_TRANSFORM([%s], LAMBDA berth_q: CASE WHEN %s THEN (CASE berth_q.s WHEN '-' THEN -1 ELSE 1 END) * %s END)[1])[1]",
			taken, cut, good, part)
	}
	whole := "TRY_CAST(TRY_CAST(SUBSTR(berth_q.d, 1, berth_q.c) AS HUGEINT) AS DECIMAL(20,0))"
	fraction := fmt.Sprintf("CAST(CAST(SUBSTR(berth_q.d, berth_q.c + 1, %d) AS BIGINT) AS DECIMAL(18,0)) * CAST(0.000000000000000001 AS DECIMAL(18,18))", highScale)
	return duckNumber{
		high:    when(fmt.Sprintf("TRY_CAST(SUBSTR(berth_q.d, 1, berth_q.c + %d) AS HUGEINT)", highScale)),
		low:     when(fmt.Sprintf("TRY_CAST(SUBSTR(berth_q.d, berth_q.c + %d, %d) AS HUGEINT)", highScale+1, lowScale-highScale)),
		written: when(fmt.Sprintf("(CAST(%s AS DECIMAL(38,%d)) + CAST(%s AS DECIMAL(38,%d)))", whole, highScale, fraction, highScale)),
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
func duckDouble(d string) Number {
	var high, low strings.Builder
	for _, t := range tiers {
		k := fmt.Sprintf("TRY_CAST(%s * 1e%d AS BIGINT)", d, t.digits)
		test := fmt.Sprintf(" WHEN ABS(%s) < %s AND %s / 1e%d = %s THEN ", d, t.limit, k, t.digits, d)
		if t.digits <= highScale {
			fmt.Fprintf(&high, "%sCAST(%s AS HUGEINT) * %s", test, k, ten(highScale-t.digits))
			fmt.Fprintf(&low, "%sNULL", test)
			continue
		}
		unit := ten(t.digits - highScale)
		fmt.Fprintf(&high, "%sCAST(%s // %s AS HUGEINT)", test, k, unit)
		fmt.Fprintf(&low, "%sNULLIF(CAST(%s %% %s AS HUGEINT) * %s, 0)", test, k, unit, ten(lowScale-t.digits))
	}
	text := slowText("CAST(" + d + " AS VARCHAR)")
	plainHigh, plainLow := plainDouble(d)
	k := fmt.Sprintf("TRY_CAST(%s * 1e%d AS BIGINT)", d, tiers[0].digits)
	return Number{
		Parts: []Sum{
			{fmt.Sprintf("CASE%s%s ELSE %s END", high.String(), plainHigh, text.high), highScale},
			{fmt.Sprintf("CASE%s%s ELSE NULLIF(%s, 0) END", low.String(), plainLow, text.low), lowScale},
		},
		Quick: Sum{fmt.Sprintf("CASE WHEN ABS(%s) < %s AND %s / 1e%d = %s THEN %s END", d, tiers[0].limit, k, tiers[0].digits, d, k), tiers[0].digits},
	}
}

// ten is a power of ten.
func ten(n int) string { return "1" + strings.Repeat("0", n) }

// plainDouble are branches for doubles that DuckDB writes without an exponent, of at most
// 17 digits and 21 of them after the point: those that computations leave, as 0.1 + 0.2
// does. The text without its point is a whole number, to be multiplied or divided by a
// power of ten.
func plainDouble(d string) (high, low string) {
	text := "CAST(" + d + " AS VARCHAR)"
	digits := fmt.Sprintf("TRY_CAST(REPLACE(%s, '.', '') AS BIGINT)", text)
	after := fmt.Sprintf("(STRLEN(%s) - STRPOS(%s, '.'))", text, text)
	when := fmt.Sprintf(" WHEN ABS(%s) BETWEEN 0.0001 AND 1e9 THEN ", d)
	down := fmt.Sprintf("%s[%s - %d]", powers("BIGINT", 1, 5), after, highScale)
	up := fmt.Sprintf("%s[%d - %s]", powers("HUGEINT", 0, 18), highScale+1, after)
	high = fmt.Sprintf("%sCASE WHEN %s > %d THEN CAST(%s // %s AS HUGEINT) ELSE CAST(%s AS HUGEINT) * %s END", when, after, highScale, digits, down, digits, up)
	low = fmt.Sprintf("%sCASE WHEN %s > %d THEN NULLIF(CAST(%s %% %s AS HUGEINT) * %s[%d - %s], 0) END", when, after, highScale, digits, down, powers("HUGEINT", 13, 18), lowScale-13+1, after)
	return high, low
}

// powers is a list of powers of ten.
func powers(kind string, from, to int) string {
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, ten(n))
	}
	return "CAST([" + strings.Join(out, ", ") + "] AS " + kind + "[])"
}

// isCredits tells whether a column holds GCP's credits, which a flat file may have as a
// list of JSON.
func isCredits(c Column) bool { return spell(c.Name) == "credits" }

// creditsText reads credits that are text: a number, or a list of records as JSON.
func (d DuckDB) creditsText(c Column) Number {
	list := Column{
		Name: c.Name, Type: Records, SQL: fmt.Sprintf(`TRY(FROM_JSON(%s, '[{"amount":"VARCHAR"}]'))`, c.SQL),
		Fields: []Column{{Name: c.Name + ".amount", Type: Text}},
	}
	one, many := slowText(c.SQL), d.records(list).Parts
	pick := func(many, one string) string {
		return fmt.Sprintf("CASE WHEN STARTS_WITH(%s, '[') THEN %s ELSE %s END", c.SQL, many, one)
	}
	return Number{
		Parts: []Sum{{pick(many[0].SQL, one.high), highScale}, {pick(many[1].SQL, "NULLIF("+one.low+", 0)"), lowScale}},
		Quick: Sum{fmt.Sprintf("CASE WHEN %s = '[]' THEN 0 END", c.SQL), 0},
	}
}

// records adds up the amounts of a list of records. One that is no number, or that says
// nothing, makes all of it bad: what it would have to be is not known.
func (d DuckDB) records(c Column) Number {
	amount := Column{SQL: `x."amount"`, Type: Odd}
	for _, f := range c.Fields {
		if strings.HasSuffix(f.Name, ".amount") {
			amount.Type, amount.Scale = f.Type, f.Scale
		}
	}
	n := recordAmount(amount)
	list := func(part string) string { return fmt.Sprintf("LIST_TRANSFORM(%s, LAMBDA x: %s)", c.SQL, part) }
	whole := func(part string) string {
		return fmt.Sprintf("LEN(LIST_FILTER(%s, LAMBDA x: %s IS NULL)) = 0", c.SQL, part)
	}
	sum := func(part string) string { return fmt.Sprintf("CAST(COALESCE(LIST_SUM(%s), 0) AS HUGEINT)", list(part)) }
	high, low, good := n.Parts[0].SQL, n.Parts[1].SQL, whole(n.Parts[0].SQL)
	out := Number{Parts: []Sum{
		{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN 0 WHEN %s THEN %s END", c.SQL, good, sum(high)), highScale},
		{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN NULL WHEN %s THEN NULLIF(%s, 0) END", c.SQL, good, sum(low)), lowScale},
	}, Quick: Sum{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN 0 END", c.SQL), 0}}
	if n.Quick.SQL != "" {
		out.Quick = Sum{fmt.Sprintf("CASE WHEN LEN(%s) = 0 THEN 0 WHEN %s THEN %s END", c.SQL, whole(n.Quick.SQL), sum(n.Quick.SQL)), n.Quick.Scale}
	}
	return out
}

// recordAmount reads the amount of a record, in two whole parts.
func recordAmount(c Column) Number {
	if c.Type == Double {
		return duckDouble("CAST(" + c.SQL + " AS DOUBLE)")
	}
	text := c.SQL
	if c.Type != Text {
		text = "CAST(" + text + " AS VARCHAR)"
	}
	n := slowText(text)
	return Number{Parts: []Sum{{n.high, highScale}, {n.low, lowScale}}}
}
