package prepare_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/lease"
	"berth.dev/engine/prepare"
	"berth.dev/engine/target"
)

// TestOfManyMachinesOneAtATimeIsAtWorkAndAllIsDoneOnce lets machines carry out one plan
// at the same time, with real leases, while API servers go down under each program,
// requests are slow, and processes are killed anywhere and come back with their state
// folder or without it.
func TestOfManyMachinesOneAtATimeIsAtWorkAndAllIsDoneOnce(t *testing.T) {
	races := uint64(50)
	if testing.Short() {
		races = 10
	}
	killed := 0
	for seed := range races {
		synctest.Test(t, func(t *testing.T) { killed += race(t, seed) })
	}
	t.Logf("%d races, %d processes killed", races, killed)
	if killed == 0 {
		t.Error("nobody was killed")
	}
}

// race lets machines carry out one plan, and counts the processes that were killed.
func race(t *testing.T, seed uint64) (killed int) {
	first := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("w1", "v1.34", "v1.35"), resize("3", "5"),
		upgrade("", "v1.35", "v1.36"), upgrade("w1", "v1.35", "v1.36"))
	first.clock.real = true
	deaths := make([]int, 2+seed%3)
	var all sync.WaitGroup
	for n := range deaths {
		m := &machine{scene: first, n: n, chance: rand.New(rand.NewPCG(seed, uint64(n)))}
		all.Go(func() { deaths[n] = m.live(t) })
	}
	all.Wait()
	if diff := cmp.Diff([]string{"g1", "g2", "g3", "g4", "g5"}, first.world.done()); diff != "" {
		t.Errorf("race %d: %s", seed, diff)
	}
	for _, n := range deaths {
		killed += n
	}
	return killed
}

// machine runs one process after another until the plan is done.
type machine struct {
	*scene
	n, lives int
	mu       sync.Mutex
	chance   *rand.Rand
}

func (m *machine) draw(n int) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.chance.IntN(n)
}

// live returns how many processes were killed before one found that all is done.
func (m *machine) live(t *testing.T) (killed int) {
	var folder string
	var kept *paper
	for ; m.lives < 200; m.lives++ {
		if kept == nil || m.draw(2) == 0 {
			folder, kept = fmt.Sprintf("boot-%d-%d", m.n, m.lives), &paper{}
		}
		time.Sleep(time.Until(m.world.unlocked(folder)))
		p := m.process(folder, kept)
		_, err := p.run()
		if err == nil {
			return killed
		}
		var stale *prepare.Stale
		if errors.As(err, &stale) {
			t.Errorf("machine %d: %v", m.n, err)
			return killed
		}
		if !p.life.alive() {
			killed++
		}
		time.Sleep(time.Duration(m.draw(600)) * time.Second)
	}
	t.Errorf("machine %d never saw the plan done", m.n)
	return killed
}

// process is a new process of the machine, which one time in two will be killed.
func (m *machine) process(folder string, kept *paper) *scene {
	p := &scene{
		t: m.t, clock: m.clock, world: m.world, life: &life{}, clusters: map[string]*memory{}, work: m.work, folder: folder, paper: kept,
	}
	kept.life = p.life
	if m.draw(2) == 0 {
		p.life.begin(1 + m.draw(120))
	}
	for site, c := range m.clusters {
		p.clusters[site] = &memory{store: c.store, life: p.life, fault: func(when, _ string) error { return m.road(site, when) }}
	}
	nonce := 0
	p.leases = prepare.Leases{
		Holder: func() lease.Holder {
			nonce++
			return lease.Holder{Host: folder, PID: m.lives, Nonce: fmt.Sprint(m.n, ".", m.lives, ".", nonce), Since: time.Now()}
		},
		Options: lease.DefaultOptions(bubble{time.Now().Add(-time.Duration(m.draw(1e9)))}),
	}
	return p
}

// road is the way of a request to a site and of its answer: it takes time, and may end at
// an API server that is down under a program.
func (m *machine) road(site, when string) error {
	time.Sleep(time.Duration(m.draw(50)) * time.Millisecond)
	if m.draw(200) == 0 {
		time.Sleep(time.Duration(m.draw(40)) * time.Second)
	}
	if m.world.down(site) {
		return unanswered(target.Busy)
	}
	if m.draw(50) == 0 {
		return unanswered(target.Unclear)
	}
	return nil
}

// down tells whether a site's API server does not answer: for the first minutes of each
// program that changes the control plane.
func (w *world) down(site string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.programs {
		if p.step.Site == site && p.step.Kind == ground.Upgrade && p.step.Part == "" && time.Since(p.begun) < 4*time.Minute {
			return true
		}
	}
	return false
}

// bubble is the clock of a machine inside a bubble of testing/synctest.
type bubble struct{ start time.Time }

func (b bubble) Boot() time.Duration { return time.Since(b.start) }

func (b bubble) Sleep(ctx context.Context, d time.Duration) error {
	return lease.BootClock{}.Sleep(ctx, d)
}
