package query

import (
	"math/big"

	"berth.dev/engine/bill"
)

// Fold takes the rows that an engine answers and makes an answer of them.
type Fold struct {
	ask bill.Ask
}

// NewFold begins an answer. A bill in several sources (files that do not have the same
// columns) is several queries and one fold.
func NewFold(ask bill.Ask) *Fold { return &Fold{ask: ask} }

// Add takes a row that answered a query: its columns in order. Whole numbers are int64,
// sums int64, *big.Int, *big.Rat, [Unscaled] or a decimal text, words string; NULL is nil.
func (f *Fold) Add(q *Query, row []any) error { return nil }

// Unscaled is the number Value × 10^-Scale.
type Unscaled struct {
	Value *big.Int
	Scale int
}

// AddFault takes a row that answered [Query.Faults].
func (f *Fold) AddFault(q *Query, row []any) error { return nil }

// Bad is how many rows are bad so far.
func (f *Fold) Bad() int64 { return 0 }

// Answer is what has been folded, without files.
func (f *Fold) Answer() (*bill.Answer, error) { return nil, nil }
