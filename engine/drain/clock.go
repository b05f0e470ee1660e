package drain

import (
	"context"
	"time"
)

// Clock tells the time and lets it pass.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// MachineClock is the machine's own clock.
type MachineClock struct{}

// Now is the time.
func (MachineClock) Now() time.Time { return time.Now() }

// Sleep waits, or returns the context's error.
func (MachineClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
