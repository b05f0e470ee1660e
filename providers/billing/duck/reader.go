//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing"
)

// Available tells whether this berth can read bills by DuckDB.
const Available = true

// Reader reads bills by DuckDB.
type Reader struct {
	options Options
}

// Open makes a reader. Nothing is started before the first bill is read.
func Open(o Options) (*Reader, error) { return &Reader{o}, nil }

// Read answers what is asked of a bill. See [bill.Reader].
func (r *Reader) Read(ctx context.Context, ask bill.Ask) (*bill.Answer, error) {
	return nil, billing.ErrUnavailable
}
