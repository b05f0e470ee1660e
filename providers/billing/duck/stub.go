//go:build !(cgo && (linux || darwin) && (amd64 || arm64))

package duck

import (
	"context"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing"
)

// Available tells whether this berth can read bills by DuckDB.
const Available = false

// Reader reads bills by DuckDB, which is not built in here.
type Reader struct{}

// Open says that DuckDB is not there.
func Open(Options) (*Reader, error) { return nil, billing.ErrUnavailable }

// Read says that DuckDB is not there.
func (*Reader) Read(context.Context, bill.Ask) (*bill.Answer, error) {
	return nil, billing.ErrUnavailable
}
