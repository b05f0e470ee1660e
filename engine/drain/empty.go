package drain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/target"
)

const (
	// tick is how often a node is looked at, and a pod asked for again that was refused.
	// The first looks come sooner: most pods are gone within a second.
	tick      = 2 * time.Second
	firstTick = 250 * time.Millisecond
	// returns is how often something may start a pod anew on a node that is closed.
	returns = 3
)

// host is one node while it is emptied.
type host struct {
	*drain
	name string
	// known are the pods seen so far, by UID.
	known map[string]bool
	// came counts the pods that an owner has put onto the node since it is closed.
	came map[string]int
	// next is when a pod may be asked for again, trouble what was answered last, by UID.
	next    map[string]time.Time
	trouble map[string]string
	// renewed is set once new credentials were tried.
	renewed bool
	// silent says that the node's kubelet does not answer.
	silent bool
}

// empty evicts the pods of a node that is closed and waits until they are gone.
func (d *drain) empty(ctx context.Context, name string) error {
	h := &host{drain: d, name: name, came: map[string]int{}, next: map[string]time.Time{}, trouble: map[string]string{}}
	for look := 0; ; look++ {
		left, err := h.round(ctx)
		if err != nil || len(left) == 0 {
			return err
		}
		if d.over() {
			return h.late(ctx, left)
		}
		d.say(h.waits(left))
		if err := d.o.Clock.Sleep(ctx, min(firstTick<<min(look, 10), tick, d.o.Limit-d.waited())); err != nil {
			return fmt.Errorf("node %s: stopped while it was emptied: %w", name, err)
		}
	}
}

// round looks at the node once, asks for what may be asked for, and returns the pods
// that have to go and are there.
func (h *host) round(ctx context.Context) ([]pod, error) {
	gone, err := h.closed(ctx)
	if gone || err != nil {
		return nil, err
	}
	all, err := h.pods(ctx, h.name)
	if err != nil {
		return nil, err
	}
	first := h.known == nil
	if first {
		h.known = map[string]bool{}
	}
	var left []pod
	var stuck []Stuck
	for i := range all {
		p := &all[i]
		if p.finished() {
			continue
		}
		if p.bound() || !first && !h.known[p.uid()] && p.returns() {
			h.stayed = append(h.stayed, p.ref())
			continue
		}
		left = append(left, *p)
		stuck = append(stuck, h.meet(p, first)...)
	}
	if len(stuck) > 0 {
		return nil, h.blocked(stuck)
	}
	return left, h.ask(ctx, left)
}

// closed tells whether the node was removed, and fails where somebody has opened it.
func (h *host) closed(ctx context.Context) (gone bool, err error) {
	node, err := h.get(ctx, nodeRef(h.name))
	if err != nil {
		return false, fmt.Errorf("node %s: %w", h.name, err)
	}
	h.silent = isSilent(node)
	switch h.standing[h.name] = standing(node); h.standing[h.name] {
	case Gone:
		return true, nil
	case Open:
		words := "somebody has made node " + h.name + " schedulable while it was emptied: ask them, and begin anew"
		return false, h.blocked([]Stuck{{Node: h.name, Reason: Reopened, Words: words}})
	}
	return false, nil
}

// meet looks at a pod that has to go, and says why it cannot.
func (h *host) meet(p *pod, first bool) (stuck []Stuck) {
	late := !first && !h.known[p.uid()]
	h.known[p.uid()] = true
	if p.ending() {
		return nil
	}
	if late && p.owner() != "" {
		h.came[p.owner()]++
	}
	if h.came[p.owner()] > returns {
		stuck = append(stuck, p.stuck(Returning, "it is started on node %s again and again although that is closed: its owner names the node", h.name))
	}
	return append(stuck, h.losses(p)...)
}

// ask evicts the pods whose time has come.
func (h *host) ask(ctx context.Context, pods []pod) error {
	for i := range pods {
		p, now := &pods[i], h.o.Clock.Now()
		if p.ending() || now.Before(h.next[p.uid()]) {
			continue
		}
		h.next[p.uid()] = now.Add(tick)
		h.point("evict %s", p.ref())
		err := h.cluster.Evict(ctx, p.ref(), p.uid(), p.grace(h.o.Grace))
		h.point("evict %s done", p.ref())
		if err := h.answered(p, err); err != nil {
			return fmt.Errorf("node %s: %w", h.name, err)
		}
	}
	return nil
}

// answered sorts the answer to an eviction: an error ends the drain. What is there, and
// what is not, the next look shows; to ask twice for one UID does no harm.
func (h *host) answered(p *pod, err error) error {
	switch class := target.ClassOf(err); class {
	case "":
		delete(h.trouble, p.uid())
		if h.asked[p.uid()].IsZero() {
			h.evicted = append(h.evicted, p.ref())
			h.asked[p.uid()] = h.o.Clock.Now()
		}
	case target.Absent, target.Conflict:
	case target.Busy, target.Unclear, target.Invalid:
		h.trouble[p.uid()] = says(err)
		if after := min(wish(err), maxPause); after > tick {
			h.next[p.uid()] = h.o.Clock.Now().Add(after)
		}
	case target.Unauthorized:
		if h.renewed {
			return err
		}
		h.renewed = true
	default:
		return err
	}
	return nil
}

// says is what a cluster says in a fault, without what was asked.
func says(err error) string {
	var f *target.Fault
	if errors.As(err, &f) {
		return f.Says
	}
	return err.Error()
}

// wish is how long the cluster asks to wait, 0 where it does not.
func wish(err error) time.Duration {
	var f *target.Fault
	if errors.As(err, &f) {
		return f.After
	}
	return 0
}
