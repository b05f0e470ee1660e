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
	b.whole = b.dialect.Day(b.rawColumn(start))
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
	b.holds("t1 >= t0")
	raw := b.rawColumn(end)
	b.check("t0 IS NOT NULL AND t1 IS NOT NULL AND t1 < t0", check{end.Name, "is before the charge begins", b.dialect.Word(raw)})
	return nil
}

func (b *builder) moment(c Column, as string) {
	b.read = append(b.read, b.dialect.Time(c)+" AS "+as)
	raw := b.rawColumn(c)
	b.holds(as+" >= 0", fmt.Sprintf("%s < %d", as, end2200))
	b.check(as+" IS NULL AND "+b.dialect.Missing(raw), check{c.Name, missing, b.dialect.Word(raw)})
	b.check(fmt.Sprintf("%s IS NULL OR %s < 0 OR %s >= %d", as, as, as, end2200), check{c.Name, "is no time", b.dialect.Word(raw)})
}

// holds are conditions of good rows that a quick look tells, too.
func (b *builder) holds(conditions ...string) {
	b.good = append(b.good, conditions...)
	b.easy = append(b.easy, conditions...)
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
	first, quick := b.exact(n.name, c, raw)
	bad := check{c.Name, "is no decimal number", b.dialect.Word(raw)}
	if n.gap == refused {
		b.easy = append(b.easy, quick+" IS NOT NULL")
		b.good = append(b.good, first+" IS NOT NULL")
		b.check(first+" IS NULL AND "+b.dialect.Missing(raw), check{c.Name, missing, bad.shown})
		b.check(first+" IS NULL", bad)
		return
	}
	unless := func(number string) string {
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN TRUE ELSE %s END", number, b.dialect.Missing(raw))
	}
	b.easy = append(b.easy, unless(quick))
	b.good = append(b.good, unless(first))
	b.check(fmt.Sprintf("%s IS NULL AND NOT %s", first, b.dialect.Missing(raw)), bad)
}

// exact reads a number: all parts of it, and the quick one. It tells the names of the
// first part and of the quick one.
func (b *builder) exact(name string, c, raw Column) (first, quick string) {
	n := b.dialect.Exact(c)
	at := len(b.query.numbers)
	b.query.numbers = append(b.query.numbers, name)
	quick = "q" + strconv.Itoa(at)
	first = "a" + strconv.Itoa(len(b.query.parts))
	if n.Quick.SQL == "" {
		b.slow = true
	} else {
		b.quick = append(b.quick, part{at, n.Quick.Scale})
		b.read = append(b.read, n.Quick.SQL+" AS "+quick)
	}
	for _, sum := range b.dialect.Exact(raw).Parts {
		b.query.parts = append(b.query.parts, part{at, sum.Scale})
		b.second = append(b.second, sum.SQL)
	}
	return first, quick
}
