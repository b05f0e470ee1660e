package lease

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Cluster is what a lease needs of a cluster: [target.Target] has it.
type Cluster interface {
	Get(ctx context.Context, ref object.Ref) (object.Object, error)
	Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error)
	Replace(ctx context.Context, o object.Object) (object.Object, error)
}

// Site is a cluster to be leased.
type Site struct {
	Name    string
	Cluster Cluster
	// Floor is the highest epoch that is known from elsewhere (the cluster's record):
	// the new one is above it even if somebody deleted the Lease.
	Floor int64
}

// tries is how often a request is made that fails without a verdict.
const tries = 5

// Acquire takes the leases of all sites, in the order of their names, or of none. A
// lease that another holds is a *[Busy]; it takes up to one duration to tell a
// holder that is dead from one that lives.
func Acquire(ctx context.Context, sites []Site, h Holder, o Options) (*Held, error) {
	sites = slices.SortedFunc(slices.Values(sites), func(a, b Site) int { return cmp.Compare(a.Name, b.Name) })
	held := newHeld(h, o)
	sights := make([]sight, len(sites))
	for i, s := range sites {
		if i > 0 && s.Name == sites[i-1].Name {
			return nil, fmt.Errorf("%s: named twice among the sites to lease", s.Name)
		}
		c, err := held.look(ctx, s)
		if err == nil && c.holder == h.String() {
			// How long it is good would be reckoned from the wrong time.
			err = fmt.Errorf("%s: the lease is held in the very name that asks for it: take it with a new nonce", s.Name)
		}
		if err != nil {
			held.stop()
			return nil, err
		}
		sights[i] = sight{c.pulse(), o.Clock.Boot()}
	}
	for i, s := range sites {
		l, err := held.take(ctx, s, sights[i])
		if err != nil {
			return nil, errors.Join(err, held.giveBack(ctx))
		}
		held.keep(l)
	}
	return held, nil
}

// sight is what a lease looked like, and since when at the latest.
type sight struct {
	pulse string
	since time.Duration
}

// giveBack releases what was taken, even when the context of the taking has ended.
func (h *Held) giveBack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), h.options.Duration)
	defer cancel()
	return h.Release(ctx)
}

// take contends for one lease until it is ours, or another's.
func (h *Held) take(ctx context.Context, s Site, first sight) (*lock, error) {
	for failed := 0; ; {
		// The time before the request: what it shows was so then or later.
		before := h.options.Clock.Boot()
		c, err := h.look(ctx, s)
		if err != nil {
			return nil, err
		}
		switch alive := c.holder != "" && c.pulse() != first.pulse; {
		case c.holder == h.holder.String():
			return h.lock(s, c) // an answer of ours was lost on its way
		case alive:
			return nil, &Busy{Where: s.Name, Holder: c.holder, Since: c.acquired}
		case c.holder != "" && before-first.since < c.duration:
			if err := h.options.Clock.Sleep(ctx, h.options.Poll); err != nil {
				return nil, fmt.Errorf("%s: waiting for the lease: %w", s.Name, err)
			}
			continue
		}
		made, err := h.claim(ctx, s, c)
		if err == nil {
			return h.lock(s, made)
		}
		if failed++; failed >= tries || !mayPass(err) {
			return nil, fmt.Errorf("%s: taking the lease: %w", s.Name, err)
		}
		if err := h.pause(ctx, failed, err); err != nil {
			return nil, fmt.Errorf("%s: taking the lease: %w", s.Name, err)
		}
	}
}

// claim writes our name into a lease that is free, at the version at which it was
// seen to be free.
func (h *Held) claim(ctx context.Context, s Site, c claim) (claim, error) {
	c.epoch = max(c.epoch, s.Floor) + 1
	c.holder, c.duration = h.holder.String(), h.options.Duration
	c.acquired = h.holder.Since.UTC().Format(micro)
	c.renewed = h.stamp(h.options.Clock.Boot())
	var made object.Object
	var err error
	if c.whole != nil {
		made, err = s.Cluster.Replace(ctx, c.object())
	} else {
		made, err = s.Cluster.Create(ctx, c.object(), target.Write{})
		if target.ClassOf(err) == target.Absent {
			made, err = h.found(ctx, s, c)
		}
	}
	if err != nil {
		return claim{}, err
	}
	return readClaim(made)
}

// found makes the namespace of the lease, then the lease.
func (h *Held) found(ctx context.Context, s Site, c claim) (object.Object, error) {
	_, err := s.Cluster.Create(ctx, system(), target.Write{})
	if err != nil && target.ClassOf(err) != target.Exists {
		return nil, err
	}
	c.renewed = h.stamp(h.options.Clock.Boot())
	return s.Cluster.Create(ctx, c.object(), target.Write{})
}

// look reads a lease, several times if it must.
func (h *Held) look(ctx context.Context, s Site) (claim, error) {
	for failed := 1; ; failed++ {
		o, err := s.Cluster.Get(ctx, leaseRef())
		if err == nil {
			c, err := readClaim(o)
			if err != nil {
				return c, fmt.Errorf("%s: %w", s.Name, err)
			}
			return c, nil
		}
		if failed >= tries || !mayPass(err) {
			return claim{}, fmt.Errorf("%s: reading the lease: %w", s.Name, err)
		}
		if err := h.pause(ctx, failed, err); err != nil {
			return claim{}, fmt.Errorf("%s: reading the lease: %w", s.Name, err)
		}
	}
}

// mayPass tells whether a failure may be over after a pause and another look.
func mayPass(err error) bool {
	switch target.ClassOf(err) {
	case target.Busy, target.Unclear, target.Conflict, target.Exists, target.Unauthorized:
		return true
	}
	return false
}

// pause waits before the next try: 100 ms and then twice as long each time, or as long
// as the cluster asks, but never so long that a lease could end meanwhile.
func (h *Held) pause(ctx context.Context, failed int, err error) error {
	d := 100 * time.Millisecond << (failed - 1)
	var f *target.Fault
	if errors.As(err, &f) && f.After > d {
		d = f.After
	}
	return h.options.Clock.Sleep(ctx, min(d, h.options.Duration/6))
}
