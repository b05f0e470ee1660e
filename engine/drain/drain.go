package drain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// drain is a drain under way.
type drain struct {
	cluster Cluster
	o       Options
	names   []string
	began   time.Time
	// hosts are the host names of the nodes, by which volumes name them.
	hosts    []string
	standing map[string]Standing
	// asked are the pods that were evicted, by UID, with when.
	asked   map[string]time.Time
	evicted []object.Ref
	stayed  []object.Ref
	// said is what was said last.
	said string
}

// begin fills in what the options leave out. A node that is named twice counts once.
func begin(c Cluster, names []string, o Options) *drain {
	if o.Mark == "" {
		o.Mark = object.Manager
	}
	if o.Limit == 0 {
		o.Limit = Limit
	}
	if o.Clock == nil {
		o.Clock = MachineClock{}
	}
	d := &drain{cluster: c, o: o, began: o.Clock.Now(), standing: map[string]Standing{}, asked: map[string]time.Time{}}
	for _, name := range names {
		if !slices.Contains(d.names, name) {
			d.names = append(d.names, name)
		}
	}
	return d
}

// result is what became of the nodes so far.
func (d *drain) result() *Result {
	r := &Result{Evicted: d.evicted}
	for _, name := range d.names {
		s := d.standing[name]
		if s == "" {
			s = Open
		}
		r.Nodes = append(r.Nodes, State{name, s})
	}
	slices.SortFunc(d.stayed, object.Ref.Compare)
	r.Stayed = slices.Compact(d.stayed)
	return r
}

// waited is how long the drain has taken.
func (d *drain) waited() time.Duration { return d.o.Clock.Now().Sub(d.began) }

// over tells whether its time is up.
func (d *drain) over() bool { return d.waited() >= d.o.Limit }

// say passes words on when they are new.
func (d *drain) say(words string) {
	if d.o.Say != nil && words != d.said {
		d.o.Say(words)
	}
	d.said = words
}

// point names a place where a crash may fall between two requests.
func (d *drain) point(format string, a ...any) {
	if d.o.Point != nil {
		d.o.Point(fmt.Sprintf(format, a...))
	}
}

// blocked is the error of pods that do not go.
func (d *drain) blocked(pods []Stuck) *Blocked {
	slices.SortFunc(pods, func(a, b Stuck) int {
		if c := a.Pod.Compare(b.Pod); c != 0 {
			return c
		}
		return strings.Compare(string(a.Reason), string(b.Reason))
	})
	return &Blocked{Nodes: d.names, Pods: pods, Waited: d.waited()}
}

// The bounds within which a request is repeated.
const (
	maxTries = 5
	pause    = time.Second
	maxPause = 10 * time.Second
)

// again tells whether a request may be repeated after this error, and waits before. A
// drain asks for one thing at a time, so its pauses need no chance in them.
func (d *drain) again(ctx context.Context, try int, err error) bool {
	switch target.ClassOf(err) {
	case target.Busy, target.Unclear, target.Expired, target.Conflict:
	case target.Unauthorized:
		if try > 0 { // credentials are renewed once
			return false
		}
	default:
		return false
	}
	if try+1 >= maxTries || ctx.Err() != nil {
		return false
	}
	return d.o.Clock.Sleep(ctx, wait(try, err)) == nil
}

// wait is as long as the cluster asks for, otherwise longer with each try.
func wait(try int, err error) time.Duration {
	if after := wish(err); after > 0 {
		return min(after, maxPause)
	}
	return min(pause<<try, maxPause)
}

// get reads one object.
func (d *drain) get(ctx context.Context, ref object.Ref) (object.Object, error) {
	for try := 0; ; try++ {
		o, err := d.cluster.Get(ctx, ref)
		if err == nil || !d.again(ctx, try, err) {
			return o, err
		}
	}
}

// list reads the objects of a kind.
func (d *drain) list(ctx context.Context, q target.Query) ([]object.Object, error) {
	for try := 0; ; try++ {
		all, err := d.cluster.List(ctx, q)
		if err == nil || !d.again(ctx, try, err) {
			return all, err
		}
	}
}
