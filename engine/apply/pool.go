package apply

import (
	"context"
	"sync"
	"sync/atomic"
)

// each does n things, several at a time, and returns the first error in their order.
// After an error none begins; those under way come to their end.
func each(ctx context.Context, workers, n int, do func(ctx context.Context, i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var stop atomic.Bool
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			for !stop.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[i] = do(ctx, i); errs[i] != nil {
					stop.Store(true)
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
