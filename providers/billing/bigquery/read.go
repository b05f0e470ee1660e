package bigquery

import (
	"context"
	"errors"

	"berth.dev/engine/bill"
)

// Read answers what is asked of a bill. See [bill.Reader].
func (r *Reader) Read(ctx context.Context, ask bill.Ask) (*bill.Answer, error) {
	if _, err := tableOf(ask, r.options.Project); err != nil {
		return nil, err
	}
	return nil, errors.New("BigQuery: not built")
}
