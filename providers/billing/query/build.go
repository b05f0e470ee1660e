package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"berth.dev/engine/bill"
)

// Query is the canonical query about a bill in an engine's dialect.
type Query struct {
	// SQL is the query. It has no parameters.
	SQL string
	// Notes are what a person should know of the source, as in columns it lacks.
	Notes []string

	ask     bill.Ask
	dialect Dialect
	inner   string
	// rest answers for the rows that this one leaves out, nil for a query that leaves none.
	rest *Query
	// words are the columns that the query groups by, numbers the parts of its sums.
	words   []string
	numbers []string
	parts   []part
	// at tells where a word is that Fold knows by name, -1 where the source lacks it;
	// column what the source calls it. keys tell where the asked keys are.
	at     map[string]int
	column map[string]string
	keys   []int
	checks []check
}

// Exactly is the query for the rows that the answer to q leaves out, because a quick look
// at them was not enough: those that are bad, and those with a number that has to be
// read with more care. It is asked where [Fold.Fine] says so, and added to the fold in
// the same way. It is nil for a query that leaves out nothing.
func (q *Query) Exactly() *Query { return q.rest }

// part is a part of the sum of a number.
type part struct {
	// number is its place among the query's numbers.
	number int
	scale  int
}

// check is what may be wrong with a row.
type check struct {
	column, why string
	// shown is SQL, in the names of the inner query, for what stands there.
	shown string
}

// ErrColumn means that a source lacks a column without which nothing can be said.
var ErrColumn = errors.New("a column is missing")

// Build writes the query that answers an ask about a source.
func Build(d Dialect, from Source, ask bill.Ask) (*Query, error) {
	k, err := kindOf(ask.Kind)
	if err != nil {
		return nil, err
	}
	if err := checkAsk(ask); err != nil {
		return nil, err
	}
	b := &builder{
		dialect: d, source: from, kind: k,
		query: &Query{ask: ask, dialect: d, at: map[string]int{}, column: map[string]string{}},
		raw:   map[string]string{}, word: map[string]int{}, told: map[string]bool{},
	}
	for _, step := range []func() error{b.times, b.numbers, b.texts, b.invoiceWords, b.currency, b.keys} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
		}
	}
	return b.write(), nil
}

func checkAsk(ask bill.Ask) error {
	if ask.From == (bill.Month{}) || ask.To.Compare(ask.From) < 0 {
		return fmt.Errorf("bill %q: no months are asked for", ask.Name)
	}
	for _, key := range ask.Keys {
		if err := bill.CheckKey(key); err != nil {
			return fmt.Errorf("bill %q: %w", ask.Name, err)
		}
	}
	return nil
}

// builder gathers the columns of the three layers of the query.
type builder struct {
	dialect Dialect
	source  Source
	kind    kind
	query   *Query
	// read are the columns of the first layer: SQL with its name, in order.
	read []string
	// second are the parts of all numbers, SQL in the names of the first layer.
	second []string
	// raw tells where a source's column stands in the first layer as it is.
	raw map[string]string
	// good are conditions of a row that has nothing wrong, wrong the branches of others.
	good, wrong []string
	// easy are conditions of a row of which a quick look tells all, quick the numbers that
	// it tells. slow says that a number has no quick way.
	easy  []string
	quick []part
	slow  bool
	// word tells where a group's column is, by its SQL.
	word map[string]int
	// whole is SQL that is true where a charge's beginning is a day without a time, "" where
	// that cannot be.
	whole string
	// ends says that the source tells when charges end.
	ends bool
	// told are columns of tags that are checked already.
	told map[string]bool
}

// rawColumn is a source's column in the names of the first layer.
func (b *builder) rawColumn(c Column) Column {
	name, known := b.raw[c.SQL]
	if !known {
		name = "r" + strconv.Itoa(len(b.raw))
		b.raw[c.SQL] = name
		b.read = append(b.read, c.SQL+" AS "+name)
	}
	c.SQL = name
	return c
}

// check notes what is wrong where a condition holds.
func (b *builder) check(condition string, c check) {
	b.query.checks = append(b.query.checks, c)
	b.wrong = append(b.wrong, fmt.Sprintf("WHEN %s THEN %d", condition, len(b.query.checks)))
}

// need finds a column that has to be there.
func (b *builder) need(names []string) (Column, error) {
	c, ok, err := b.source.find(names)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s. Columns are %s%s", ErrColumn, strings.Join(names, " or "), b.list(), b.source.meant(b.query.ask.Kind))
	}
	return c, err
}

// mostNames is how many columns an error lists.
const mostNames = 12

func (b *builder) list() string {
	var names []string
	for i, c := range b.source.Columns {
		if i == mostNames {
			names = append(names, fmt.Sprintf("and %d more", len(b.source.Columns)-i))
			break
		}
		names = append(names, strconv.Quote(clip(c.Name)))
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func (b *builder) note(format string, args ...any) {
	b.query.Notes = append(b.query.Notes, fmt.Sprintf(format, args...))
}
