package lease

import (
	"context"
	"time"
)

// Clock is the time of one machine.
type Clock interface {
	// Boot is the time since the machine started, with the time that it or the process
	// was asleep.
	Boot() time.Duration
	// Sleep waits for d, or returns the context's error when it ends sooner.
	Sleep(ctx context.Context, d time.Duration) error
}

// Options are how leases are held.
type Options struct {
	Clock Clock
	// Duration is for how long a lease is good after its last renewal, in whole
	// seconds. It is renewed each third of it.
	Duration time.Duration
	// Margin is how long before its end a lease is no more used: for clocks that do not
	// run alike, and for requests under way.
	Margin time.Duration
	// Poll is how often another's lease is looked at.
	Poll time.Duration
}

// DefaultOptions are 15 seconds with a margin of 2, on the given clock.
func DefaultOptions(c Clock) Options {
	return Options{Clock: c, Duration: 15 * time.Second, Margin: 2 * time.Second, Poll: time.Second}
}
