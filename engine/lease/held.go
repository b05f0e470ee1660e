package lease

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Held are the leases of a run, renewed until they are released. Its methods may be
// called from several goroutines.
type Held struct {
	holder  Holder
	options Options
	// began is the boot time that stands for holder.Since.
	began time.Duration

	// stop ends the renewals, and renewing waits for their end.
	stop     context.CancelFunc
	running  context.Context
	renewing sync.WaitGroup

	// mu guards what follows, and the claims of the locks.
	mu    sync.Mutex
	locks []*lock
	lost  error
}

// lock is one lease that is held.
type lock struct {
	site  Site
	claim claim
	// until is the boot time at which the lease may no more be used.
	until time.Duration
}

func newHeld(h Holder, o Options) *Held {
	held := &Held{holder: h, options: o, began: o.Clock.Boot()}
	held.running, held.stop = context.WithCancel(context.Background())
	return held
}

// stamp is a boot time as a Lease has it.
func (h *Held) stamp(boot time.Duration) string {
	return h.holder.Since.Add(boot - h.began).UTC().Format(micro)
}

// lock reads a claim of ours: how long it is good follows from when the write that
// has arrived was sent, and that is what renewTime says.
func (h *Held) lock(s Site, c claim) (*lock, error) {
	sent, err := time.Parse(micro, c.renewed)
	if err != nil || c.holder != h.holder.String() {
		return nil, fmt.Errorf("%s: the cluster's answer is not the lease that was written", s.Name)
	}
	boot := h.began + sent.Sub(h.holder.Since)
	return &lock{site: s, claim: c, until: boot + h.options.Duration - h.options.Margin}, nil
}

// Epoch is the number of the lease's holder on a site: each one's is above those of
// all before. It is 0 for a site that is not held.
func (h *Held) Epoch(site string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.locks {
		if l.site.Name == site {
			return l.claim.epoch
		}
	}
	return 0
}

// Permit is asked right before each request that writes. It returns a context that
// ends before the first of the leases does, or a *[Lost] that is [ErrLost]: then
// nothing may begin any more, on any site.
func (h *Held) Permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.options.Clock.Boot()
	left := time.Duration(math.MaxInt64)
	for _, l := range h.locks {
		if now >= l.until {
			h.lose(&Lost{l.site.Name, "not renewed since " + l.claim.renewed})
		}
		left = min(left, l.until-now)
	}
	if h.lost != nil {
		return nil, nil, h.lost
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	// A loss ends what is under way too: its outcome is read back by the next holder.
	unhook := context.AfterFunc(h.running, cancel)
	return ctx, func() { unhook(); cancel() }, nil
}

// lose notes the first loss; it is never taken back. The caller holds mu.
func (h *Held) lose(err error) {
	if h.lost == nil {
		h.lost = err
		h.stop()
	}
}

// Release gives the leases back, so that the next holder need not wait. The epochs
// stay in them. What was lost is left alone. No permit is given afterwards.
func (h *Held) Release(ctx context.Context) error {
	h.stop()
	h.renewing.Wait()
	h.mu.Lock()
	lost := h.lost
	h.lose(&Lost{"all sites", "it was given back"})
	h.mu.Unlock()
	if lost != nil {
		return nil
	}
	var errs []error
	for _, l := range slices.Backward(h.locks) {
		if h.options.Clock.Boot() < l.until {
			errs = append(errs, h.free(ctx, l))
		}
	}
	return errors.Join(errs...)
}

// free writes that nobody holds a lease.
func (h *Held) free(ctx context.Context, l *lock) error {
	c := l.claim
	for failed := 1; ; failed++ {
		c.holder = ""
		_, err := l.site.Cluster.Replace(ctx, c.object())
		if err == nil {
			return nil
		}
		if failed < tries && mayPass(err) && h.pause(ctx, failed, err) == nil {
			if c, err = h.look(ctx, l.site); err == nil {
				if c.holder == h.holder.String() {
					continue
				}
				return nil // it is free, or another's: either way not ours any more
			}
		}
		return fmt.Errorf("%s: giving the lease back: %w; it ends by itself after %s", l.site.Name, err, h.options.Duration)
	}
}

// keep renews a lease from now on.
func (h *Held) keep(l *lock) {
	h.mu.Lock()
	h.locks = append(h.locks, l)
	h.mu.Unlock()
	h.renewing.Go(func() {
		for h.options.Clock.Sleep(h.running, h.options.Duration/3) == nil && h.renew(l) {
		}
	})
}

// renew renews a lease once, trying until it has ended. It tells whether the lease
// is still held.
func (h *Held) renew(l *lock) bool {
	for failed := 1; ; failed++ {
		// Permit sees an end as it sees it, and gives the time that is left.
		ctx, cancel, err := h.Permit(h.running)
		if err != nil {
			return false
		}
		err = h.beat(ctx, l)
		cancel()
		var lost *Lost
		if errors.As(err, &lost) {
			h.mu.Lock()
			h.lose(lost)
			h.mu.Unlock()
			return false
		}
		if err == nil {
			return true
		}
		if h.pause(h.running, min(failed, 4), err) != nil {
			return false
		}
	}
}

// beat sends one renewal. When it fails it looks what is there, so that the next one
// starts from it.
func (h *Held) beat(ctx context.Context, l *lock) error {
	h.mu.Lock()
	c := l.claim
	h.mu.Unlock()
	c.renewed = h.stamp(h.options.Clock.Boot())
	o, err := l.site.Cluster.Replace(ctx, c.object())
	if err != nil {
		if class := target.ClassOf(err); class == target.Busy {
			return err
		}
		failure := err
		if o, err = l.site.Cluster.Get(ctx, leaseRef()); err != nil {
			return err
		}
		if err := h.adopt(l, o); err != nil {
			return err
		}
		return failure
	}
	return h.adopt(l, o)
}

// adopt takes over what the Lease says now, if it is still ours.
func (h *Held) adopt(l *lock, o object.Object) error {
	c, err := readClaim(o)
	switch {
	case o == nil:
		return &Lost{l.site.Name, "somebody deleted it"}
	case err != nil:
		return &Lost{l.site.Name, err.Error()}
	case c.holder != h.holder.String() || c.epoch != l.claim.epoch:
		return &Lost{l.site.Name, fmt.Sprintf("%q has taken it over", c.holder)}
	}
	now, err := h.lock(l.site, c)
	if err != nil {
		return &Lost{l.site.Name, err.Error()}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	l.claim, l.until = now.claim, now.until
	return nil
}
