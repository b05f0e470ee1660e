package optimise

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// search is one run over one problem.
type search struct {
	problem *place.Problem
	options Options
	axis    *axis
	board   *improve.Board
	all     []place.Set
	// pieces is how much one cut counts for the effort.
	pieces float64
	// scale is a cost that counts as one for tolerances; dearest is above what any
	// placement costs.
	scale   float64
	dearest int64
	workers []*worker
	pseudo  *pseudo
	keep    keeper
	// nodeStep is the step that nodes begin with.
	nodeStep float64

	root  *node
	first rootBounds
	open  nodes
	// least is the lowest floor of the parts that are closed.
	least int64
	made  int
	nodes int
	stop  Stop
	ctx   context.Context
	// alone says that the search is one of a neighbourhood, which searches none itself.
	alone bool
	// strict says that only placements that pack count, also for what splitting is
	// measured by.
	strict bool
	// rounds counts rounds, regions the neighbourhoods searched; size is how many
	// services the next one frees; saved is the effort that they may take, share how
	// much of the effort of splitting is saved for them, aside what they took.
	rounds, regions, size int
	saved, share          float64
	// rate is by how much an effort of one closed the gap lately: by splitting, and by
	// neighbourhoods.
	rate  [2]float64
	aside float64
}

// rootBounds are what was proven before branching.
type rootBounds struct {
	floor  int64
	prices [][]int64
}

// Solve searches for the cheapest placement and proves how near it is. The error is
// an [*InfeasibleError] or a [*NotFoundError] where it ends without a placement.
func Solve(ctx context.Context, p *place.Problem, o Options) (*Result, error) {
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("problem: %w", err)
	}
	s := newSearch(ctx, p, o)
	s.run()
	return s.result()
}

// overhead is what a cut costs beside looking at services and pairs, in their unit:
// the model of its prices.
const overhead = 800

func newSearch(ctx context.Context, p *place.Problem, o Options) *search {
	if o.Workers <= 0 {
		o.Workers = 2
	}
	s := &search{
		ctx: ctx, problem: p, options: o, axis: newAxis(p), board: improve.New(p),
		all:    make([]place.Set, len(p.Services)),
		pieces: float64(len(p.Services)+len(p.Pairs)+overhead) / 1e6,
		pseudo: newPseudo(p), dearest: dearest(p), size: regionSize, share: firstShare, least: math.MaxInt64,
	}
	x := make(place.Placement, len(p.Services))
	for i := range s.all {
		s.all[i] = place.All(p.Width(int32(i)))
	}
	relaxed := relax.New(p)
	for k := range o.Workers {
		if k > 0 {
			relaxed = relaxed.Clone()
		}
		s.workers = append(s.workers, &worker{
			probe: newProbe(p, s.axis, relaxed), state: s.board.State(x), domains: make([]place.Set, len(p.Services)),
		})
	}
	if v := s.workers[0].probe.views; v != nil {
		s.pieces += float64(v.splitter.Corners()) / 1e6
	}
	return s
}

// dearest is a cost that no placement reaches, purchases included.
func dearest(p *place.Problem) int64 {
	var sum int64
	for i := range p.Services {
		top := int64(math.MinInt64)
		for l := range p.Services[i].Options {
			top = max(top, p.Services[i].Options[l].Cost)
		}
		sum += top
	}
	for k := range p.Pairs {
		var top int64
		for _, v := range p.Pairs[k].Cost {
			top = max(top, v)
		}
		sum += top
	}
	most := mostUse(p)
	for b := range p.Blocks {
		block := &p.Blocks[b]
		sum += block.Firm * block.FirmMax
		for t, over := range block.Over {
			sum += over * max(0, most[b][t]-block.Cap[t])
		}
	}
	return sum + 1
}

// run searches until a reason to stop is found.
func (s *search) run() {
	s.begin()
	for s.stop == "" && len(s.open) > 0 {
		if s.stop = s.reason(); s.stop == "" {
			s.round()
			s.report()
		}
	}
	s.finish()
}

// cutoff is the floor from which on a node need not be searched.
func (s *search) cutoff() int64 {
	if !s.keep.found {
		return s.dearest
	}
	return s.keep.cost - int64(s.options.Gap*math.Abs(float64(s.keep.cost)))
}

// reason says why to stop now, if so.
func (s *search) reason() Stop {
	switch err := s.ctx.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return Time
	case err != nil:
		return Interrupted
	case s.effort() >= s.budget():
		return Effort
	}
	return ""
}

func (s *search) cuts() int {
	sum := 0
	for _, w := range s.workers {
		sum += w.probe.cuts
	}
	return sum
}

func (s *search) effort() float64 { return float64(s.cuts())*s.pieces + s.aside + s.packing() }

// floor is what is proven now.
func (s *search) floor() int64 {
	floor := s.least
	if len(s.open) > 0 {
		floor = min(floor, s.open[0].floor)
	}
	if s.keep.found {
		floor = min(floor, s.keep.cost)
	}
	return floor
}

func (s *search) report() {
	if s.options.Progress == nil {
		return
	}
	s.options.Progress(Progress{
		Found: s.keep.packs, Best: s.keep.wholeCost, Floor: s.floor(), Cuts: s.cuts(), Nodes: s.nodes,
	})
}

// task is a piece of a round's work.
type task func(w *worker)

// parallel runs tasks on the workers and waits for all of them. Which worker gets
// which task is chance, so tasks write only what is their own.
func (s *search) parallel(tasks []task) {
	if len(s.workers) == 1 || len(tasks) == 1 {
		for _, t := range tasks {
			t(s.workers[0])
		}
		return
	}
	queue := make(chan task)
	var wait sync.WaitGroup
	for _, w := range s.workers {
		wait.Go(func() {
			for t := range queue {
				t(w)
			}
		})
	}
	for _, t := range tasks {
		queue <- t
	}
	close(queue)
	wait.Wait()
}

// batch is how many nodes are split in a round, in fleets of up to batchUpTo services;
// in larger ones fewer, so that rounds stay short.
const batch, batchUpTo, batchLeast = 8, 2000, 2

// round splits the open nodes with the lowest floors, and searches neighbourhoods of
// the best placement beside.
func (s *search) round() {
	r := s.newRound()
	picked := s.pick(r)
	floor, cost, cuts := s.floor(), s.keep.cost, s.cuts()
	found := make([]*splitting, len(picked))
	regions := s.nextRegions(picked)
	var tasks []task
	for k, n := range picked {
		tasks = append(tasks, func(w *worker) { found[k] = w.split(r, n) })
	}
	for _, g := range regions {
		tasks = append(tasks, func(*worker) { g.search(s, r) })
	}
	s.parallel(tasks)
	for _, f := range found {
		s.take(f)
	}
	effort := float64(s.cuts()-cuts) * s.pieces
	if r.cost < place.Room {
		s.rate[0] = blend(s.rate[0], float64(cost-s.keep.cost+s.floor()-floor)/(effort+s.pieces))
	}
	s.saved += s.share * effort
	s.takeRegions(regions)
}

// pick takes the open nodes with the lowest floors.
func (s *search) pick(r *round) []*node {
	var picked []*node
	most := max(batchLeast, min(batch, batch*batchUpTo/max(1, len(s.all))))
	for len(picked) < most && len(s.open) > 0 {
		n := heap.Pop(&s.open).(*node)
		if n.floor >= r.cutoff {
			n.model = nil
			s.least = min(s.least, n.floor)
			continue
		}
		picked = append(picked, n)
	}
	return picked
}

func (s *search) newRound() *round {
	r := &round{search: s, cutoff: s.cutoff(), cost: place.Room, stopped: func() bool { return s.ctx.Err() != nil }}
	if s.keep.found {
		r.cost = s.keep.cost
	}
	return r
}

// take takes over what a task found.
func (s *search) take(f *splitting) {
	for _, n := range f.leaves {
		s.made++
		n.order = s.made
		heap.Push(&s.open, n)
	}
	s.nodes += f.nodes
	s.least = min(s.least, f.least)
	for _, g := range f.gains {
		s.pseudo.learn(g)
	}
	for _, x := range f.found {
		s.offer(x)
	}
}
