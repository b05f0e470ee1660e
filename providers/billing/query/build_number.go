package query

import (
	"fmt"
	"strconv"
)

// times reads when charges begin and end.
func (b *builder) times() error {
	start, err := b.need(b.kind.start)
	if err != nil {
		return err
	}
	b.moment(start, "t0")
	if b.kind.end == nil {
		return nil
	}
	end, ok, err := b.source.find(b.kind.end)
	if err != nil {
		return err
	}
	if !ok {
		b.note("the bill has no column %s: a charge is taken to end when it begins", b.kind.end[0])
		return nil
	}
	b.ends = true
	b.moment(end, "t1")
	b.good = append(b.good, "t1 >= t0")
	raw := b.rawColumn(end)
	b.check("t0 IS NOT NULL AND t1 IS NOT NULL AND t1 < t0", check{end.Name, "is before the charge begins", b.dialect.Word(raw)})
	return nil
}

func (b *builder) moment(c Column, as string) {
	b.read = append(b.read, b.dialect.Time(c)+" AS "+as)
	raw := b.rawColumn(c)
	b.good = append(b.good, as+" >= 0", fmt.Sprintf("%s < %d", as, end2200))
	b.check(as+" IS NULL AND "+b.dialect.Missing(raw), check{c.Name, missing, b.dialect.Word(raw)})
	b.check(fmt.Sprintf("%s IS NULL OR %s < 0 OR %s >= %d", as, as, as, end2200), check{c.Name, "is no time", b.dialect.Word(raw)})
}

// end2200 is when the year 2200 begins, in microseconds: no bill has times of later, and
// one that has them (9999-12-31 stands for "no end") would move a row's month.
const end2200 = 7_258_118_400_000_000

// missing is why a row is bad that says nothing where it has to.
const missing = "is missing"

// numbers reads the exact numbers.
func (b *builder) numbers() error {
	for _, n := range b.kind.numbers {
		c, ok, err := b.source.find(n.columns)
		if err == nil && !ok && bool(n.need) {
			_, err = b.need(n.columns)
		}
		if err != nil {
			return err
		}
		if ok {
			b.number(n, c)
		}
	}
	return nil
}

func (b *builder) number(n number, c Column) {
	raw := b.rawColumn(c)
	first := b.exact(n.name, c, raw)
	bad := check{c.Name, "is no decimal number", b.dialect.Word(raw)}
	if n.gap == refused {
		b.good = append(b.good, first+" IS NOT NULL")
		b.check(first+" IS NULL AND "+b.dialect.Missing(raw), check{c.Name, missing, bad.shown})
		b.check(first+" IS NULL", bad)
		return
	}
	b.good = append(b.good, fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN TRUE ELSE %s END", first, b.dialect.Missing(raw)))
	b.check(fmt.Sprintf("%s IS NULL AND NOT %s", first, b.dialect.Missing(raw)), bad)
}

// exact reads the parts of a number: at once in the first layer, or, where the dialect
// has a quick way for most, in the second one what the first left. It is the name of the
// first part.
func (b *builder) exact(name string, c, raw Column) string {
	sums := b.dialect.Exact(c)
	quick := ""
	if sums[0].Quick != "" {
		quick = "q" + strconv.Itoa(len(b.query.parts))
		b.read = append(b.read, sums[0].Quick+" AS "+quick)
		sums = b.dialect.Exact(raw)
	}
	b.query.numbers = append(b.query.numbers, name)
	first := "a" + strconv.Itoa(len(b.query.parts))
	for i, sum := range sums {
		as := "a" + strconv.Itoa(len(b.query.parts))
		b.query.parts = append(b.query.parts, part{len(b.query.numbers) - 1, sum.Scale, i > 0})
		if i > 0 {
			b.fine = append(b.fine, as+" IS NULL")
		}
		switch {
		case quick == "":
			b.read = append(b.read, sum.SQL+" AS "+as)
		case i == 0:
			b.second = append(b.second, fmt.Sprintf("COALESCE(%s, %s) AS %s", quick, sum.SQL, as))
		default:
			b.second = append(b.second, fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN NULL ELSE %s END AS %s", quick, sum.SQL, as))
		}
	}
	return first
}
