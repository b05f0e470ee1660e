package crash

import (
	"context"
	"sync"
	"time"

	"berth.dev/engine/lease"
)

// jumping is time that passes when somebody waits, and only then.
type jumping struct {
	mu  sync.Mutex
	now time.Time
}

func (c *jumping) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *jumping) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	return ctx.Err()
}

// fast is the machine's clock for leases, running faster: also while the process is
// stopped.
type fast struct {
	mu    sync.Mutex
	real  lease.BootClock
	times time.Duration
	// from and was are the machine's time and this clock's when its speed last changed.
	from, was time.Duration
}

func newFast(times int) *fast {
	c := &fast{times: time.Duration(times)}
	c.from = c.real.Boot()
	c.was = c.from
	return c
}

func (c *fast) Boot() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.was + (c.real.Boot()-c.from)*c.times
}

// run sets the speed from now on.
func (c *fast) run(times int) {
	now := c.Boot()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from, c.was, c.times = c.real.Boot(), now, time.Duration(times)
}

func (c *fast) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	times := c.times
	c.mu.Unlock()
	return c.real.Sleep(ctx, d/times)
}
