package ground

import (
	"context"
	"time"

	"berth.dev/engine/lease"
)

// hurried is the machine's clock, running faster from an instant on. Processes that agree
// on the instant agree on the time.
type hurried struct {
	// From is when it began to hurry.
	From time.Time
	// Ahead is added to it: time that passed while nobody ran.
	Ahead time.Duration
}

// haste is how much faster it runs: an hour that a cluster may take is two minutes, which
// a busy machine needs.
const haste = 30

// Now is the time.
func (c hurried) Now() time.Time {
	return c.From.Add(haste * time.Since(c.From)).Add(c.Ahead).Truncate(time.Microsecond)
}

// Sleep waits, or returns the context's error.
func (c hurried) Sleep(ctx context.Context, d time.Duration) error {
	return lease.BootClock{}.Sleep(ctx, d/haste)
}

// leaseClock runs faster too, but less: what renews a lease must find the time to.
type leaseClock struct{ real lease.BootClock }

// leaseHaste is by how much.
const leaseHaste = 5

func (c leaseClock) Boot() time.Duration { return c.real.Boot() * leaseHaste }

func (c leaseClock) Sleep(ctx context.Context, d time.Duration) error {
	return c.real.Sleep(ctx, d/leaseHaste)
}
