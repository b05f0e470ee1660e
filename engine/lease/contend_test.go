package lease

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// process is one contender: its requests take their time, some fail, and now and then
// everything in it stands still, or it dies.
type process struct {
	mu     sync.Mutex
	chance *rand.Rand
	frozen time.Time
	dead   bool
	held   *Held
	sites  []string
}

func (p *process) draw(n time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Duration(p.chance.Int64N(int64(n)))
}

// stand waits while the process is frozen, and tells whether it lives.
func (p *process) stand() bool {
	for {
		p.mu.Lock()
		left, dead := time.Until(p.frozen), p.dead
		p.mu.Unlock()
		if dead || left <= 0 {
			return !dead
		}
		time.Sleep(left)
	}
}

// freeze stops the process for up to d, starting now.
func (p *process) freeze(d time.Duration) {
	until := time.Now().Add(p.draw(d))
	p.mu.Lock()
	p.frozen = until
	p.mu.Unlock()
}

// Boot goes on while the process stands still; Sleep does not return until it goes on.
type frozenClock struct {
	bubble
	p *process
}

func (c frozenClock) Sleep(ctx context.Context, d time.Duration) error {
	err := c.bubble.Sleep(ctx, d)
	c.p.stand()
	return err
}

// remote is a cluster as one process reaches it.
type remote struct {
	*memory
	p *process
}

// travel is the way of a request or of its answer.
func (r remote) travel() error {
	time.Sleep(r.p.draw(50 * time.Millisecond))
	switch r.p.draw(20) {
	case 0:
		return fault(target.Unclear)
	case 1:
		time.Sleep(r.p.draw(30 * time.Second))
	}
	return nil
}

func (r remote) trip(do func() (object.Object, error)) (object.Object, error) {
	if !r.p.stand() {
		return nil, fault(target.Broken)
	}
	if err := r.travel(); err != nil {
		return nil, err
	}
	o, err := do()
	if lost := r.travel(); lost != nil {
		o, err = nil, lost
	}
	r.p.stand()
	return o, err
}

// What is on its way is not called back when the process that sent it gives up.
func (r remote) Get(_ context.Context, ref object.Ref) (object.Object, error) {
	return r.trip(func() (object.Object, error) { return r.memory.Get(context.Background(), ref) })
}
func (r remote) Create(_ context.Context, o object.Object, w target.Write) (object.Object, error) {
	return r.trip(func() (object.Object, error) { return r.memory.Create(context.Background(), o, w) })
}
func (r remote) Replace(_ context.Context, o object.Object) (object.Object, error) {
	return r.trip(func() (object.Object, error) { return r.memory.Replace(context.Background(), o) })
}

// believes tells whether a process would get a permit at this instant.
func (p *process) believes(site string) bool {
	p.mu.Lock()
	held, dead := p.held, p.dead
	p.mu.Unlock()
	if held == nil || dead {
		return false
	}
	held.mu.Lock()
	defer held.mu.Unlock()
	mine := held.lost == nil
	on := false
	for _, l := range held.locks {
		mine = mine && held.options.Clock.Boot() < l.until
		on = on || l.site.Name == site
	}
	return mine && on
}

// live is what a process does: it contends, works, gives back or dies, and a new one
// begins in its place.
func (w *world) live(n int, chance *rand.Rand) {
	for life := 0; time.Now().Before(w.end); life++ {
		p := &process{chance: rand.New(rand.NewPCG(chance.Uint64(), 0)), sites: [][]string{{"a", "b"}, {"b", "a"}, {"a"}, {"b"}}[chance.IntN(4)]}
		w.enter(p)
		clock := frozenClock{newBubble(time.Duration(chance.Int64N(1e18)), 0.02*chance.Float64()-0.01), p}
		var sites []Site
		for _, s := range p.sites {
			sites = append(sites, Site{Name: s, Cluster: remote{w.clusters[s], p}})
		}
		h := Holder{Host: "host", PID: n, Nonce: fmt.Sprint(n, ".", life), Since: time.Unix(chance.Int64N(2e9), 0)}
		held, err := Acquire(context.Background(), sites, h, DefaultOptions(clock))
		if err != nil {
			time.Sleep(p.draw(10 * time.Second))
			continue
		}
		p.mu.Lock()
		p.held = held
		p.mu.Unlock()
		w.held()
		time.Sleep(p.draw(2 * time.Minute))
		if chance.IntN(2) == 0 {
			p.mu.Lock()
			p.dead = true
			p.mu.Unlock()
			kill(held)
			continue
		}
		_ = held.Release(context.Background()) // what cannot be given back ends by itself
	}
}

// world is where processes contend, and who watches them.
type world struct {
	clusters map[string]*memory
	end      time.Time
	mu       sync.Mutex
	alive    []*process
	times    int
	problem  string
}

func (w *world) enter(p *process) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.alive = append(w.alive, p)
}

func (w *world) held() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.times++
}

// watch looks at all processes at once, each 100 ms of true time.
func (w *world) watch() {
	for time.Now().Before(w.end) {
		w.mu.Lock()
		for _, site := range []string{"a", "b"} {
			count := 0
			for _, p := range w.alive {
				if p.believes(site) {
					count++
				}
			}
			if count > 1 {
				w.problem = fmt.Sprintf("%d hold %s at %s", count, site, time.Now())
			}
		}
		w.mu.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
}

// freezer stops processes at random for up to 40 seconds.
func (w *world) freezer(chance *rand.Rand) {
	for time.Now().Before(w.end) {
		time.Sleep(time.Duration(chance.Int64N(int64(10 * time.Second))))
		w.mu.Lock()
		if len(w.alive) > 0 {
			w.alive[len(w.alive)-1-chance.IntN(min(8, len(w.alive)))].freeze(40 * time.Second)
		}
		w.mu.Unlock()
	}
}

// rising watches that each new holder of a lease has a higher epoch than all before.
func (w *world) rising(site string) func(object.Object) {
	highest, last := int64(0), ""
	return func(o object.Object) {
		c, err := readClaim(o)
		if err != nil || c.holder == "" {
			return
		}
		if c.holder != last && c.epoch <= highest {
			w.mu.Lock()
			w.problem = fmt.Sprintf("%s: %s has epoch %d after %d of %s", site, c.holder, c.epoch, highest, last)
			w.mu.Unlock()
		}
		last, highest = c.holder, max(highest, c.epoch)
	}
}

// contest lets n processes contend for ten minutes.
func contest(t *testing.T, n int, seed uint64) (w *world) {
	synctest.Test(t, func(*testing.T) {
		w = &world{clusters: map[string]*memory{"a": newMemory(), "b": newMemory()}, end: time.Now().Add(10 * time.Minute)}
		for site, m := range w.clusters {
			m.wrote = w.rising(site)
		}
		var all sync.WaitGroup
		all.Go(w.watch)
		all.Go(func() { w.freezer(rand.New(rand.NewPCG(seed, 1))) })
		for i := range n {
			all.Go(func() { w.live(i, rand.New(rand.NewPCG(seed, uint64(i+2)))) })
		}
		all.Wait()
	})
	return w
}

func TestOfManyContendersAtMostOneHoldsALeaseAtAnyInstant(t *testing.T) {
	times := 0
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.SampledFrom([]int{2, 8}).Draw(rt, "contenders")
		w := contest(t, n, rapid.Uint64().Draw(rt, "seed"))
		if w.problem != "" {
			rt.Fatal(w.problem)
		}
		if w.times == 0 {
			rt.Fatal("nobody ever held a lease")
		}
		times += w.times
	})
	t.Logf("leases were held %d times", times)
}
