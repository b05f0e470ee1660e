package query

import "berth.dev/engine/bill"

// Fold takes the rows that an engine answers and makes an answer of them.
type Fold struct {
	query *Query
}

// Fold begins an answer.
func (q *Query) Fold() *Fold { return &Fold{query: q} }

// Add takes a row: its columns as the engine's driver gives them. Whole numbers may be
// int64 or *big.Int, exact ones *big.Int, *big.Rat or a decimal text, words string; NULL
// is nil.
func (f *Fold) Add(row []any) error { return nil }

// AddFault takes a row that answered [Query.Faults].
func (f *Fold) AddFault(row []any) error { return nil }

// Bad is how many rows are bad so far.
func (f *Fold) Bad() int64 { return 0 }

// Answer is what has been folded, without files.
func (f *Fold) Answer() (*bill.Answer, error) { return nil, nil }
