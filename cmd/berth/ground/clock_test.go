package ground

import (
	"context"
	"sync"
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

// clock is that of a scene, of Google too, which a test may put forward.
type clock struct {
	mu sync.Mutex
	at hurried
}

// read is the clock as processes get it.
func (c *clock) read() hurried {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Now() time.Time { return c.read().Now() }

// pass lets time pass at once.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at.Ahead += d
}

// leaseClock runs faster too, but less: what renews a lease must find the time to.
type leaseClock struct{ real lease.BootClock }

// leaseHaste is by how much.
const leaseHaste = 5

func (c leaseClock) Boot() time.Duration { return c.real.Boot() * leaseHaste }

func (c leaseClock) Sleep(ctx context.Context, d time.Duration) error {
	return c.real.Sleep(ctx, d/leaseHaste)
}
