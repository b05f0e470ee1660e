package optimise

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

const (
	// regionSize is how many services the first neighbourhood searches free; fleets of
	// less than twice as many are searched by splitting alone. A search that ends
	// without a better placement says that more should be free the next time, one that
	// has no effort left that fewer should.
	regionSize             = 120
	regionGrow, regionBack = 1.3, 0.9
	// regionEffort bounds a neighbourhood search that frees regionSize services.
	regionEffort = 8.0
	// Of the effort of splitting a share goes to neighbourhoods: more while they close
	// more of the gap for their effort than splitting does, less while they do not.
	firstShare, leastShare, mostShare = 0.2, 0.03, 2.0
	shareUp, shareDown                = 1.5, 0.75
	// memory is how much of an old rate of closing the gap stays in a new one.
	memory = 0.7
	// regionWait is how many rounds go before the first: a plan that is made anew with
	// little changed ends within them.
	regionWait = 1
	// regionsMost bounds the neighbourhoods of a round.
	regionsMost = 16
)

// region is what a task of neighbourhood search works on: the best placement with
// some services free.
type region struct {
	fragment *fragment
	prices   [][]int64
	found    place.Placement
	effort   float64
	// closed says that nothing better was left.
	closed bool
}

// newRegion frees services that cost little more elsewhere, above all those on which
// the planes of an open node disagree with the best placement, with a few that they
// talk to: whole groups must move together for most of what is left to gain.
func (s *search) newRegion(n *node, random *rand.Rand) *region {
	type seed struct {
		service int32
		key     float64
	}
	const doubtful = 0.1
	x := s.keep.best
	state := s.workers[0].state
	state.Set(x)
	list := s.axis.sparse(s.axis.point(s.first.prices))
	var seeds []seed
	for i := range s.problem.Services {
		options := s.problem.Services[i].Options
		if len(options) < 2 {
			continue
		}
		least, own := -1.0, value(options[x[i]].Use, list)
		for l := range options {
			if uint8(l) == x[i] {
				continue
			}
			d := max(0, float64(state.Delta(int32(i), uint8(l)))+value(options[l].Use, list)-own)
			if least < 0 || d < least {
				least = d
			}
		}
		key := (least + s.scale*1e-6) * random.ExpFloat64()
		if agreement(n.model, int32(i), x[i]) < 1-doubtful {
			key *= doubtful
		}
		seeds = append(seeds, seed{int32(i), key})
	}
	slices.SortFunc(seeds, func(a, b seed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.service, b.service))
	})
	free := make(map[int32]bool, s.size)
	for _, one := range seeds {
		if len(free) >= s.size {
			break
		}
		s.spread(free, one.service, random)
	}
	order := make([]int32, 0, len(free))
	for i := range free {
		order = append(order, i)
	}
	slices.Sort(order)
	return &region{fragment: newFragment(s.problem, x, s.problem.Usage(x), order), prices: s.first.prices}
}

// agreement is the share of a model's weight whose planes give a service this option.
func agreement(m *bundle.Model, i int32, option uint8) float64 {
	var sum float64
	for k, w := range m.Weights {
		if w > 0 && m.Cuts[k].X[i] == option {
			sum += w
		}
	}
	return sum
}

// spread frees a service and some of those that it talks to.
func (s *search) spread(free map[int32]bool, i int32, random *rand.Rand) {
	const company = 2
	free[i] = true
	near := slices.Collect(s.board.Neighbours(i))
	for range min(company, len(near)) {
		if j := near[random.IntN(len(near))]; len(s.problem.Services[j].Options) > 1 {
			free[j] = true
		}
	}
}

// search looks for a better placement of the free services by splitting, as the whole
// search does.
func (g *region) search(s *search, r *round) {
	o := Options{Gap: 2e-6, Effort: regionEffort * float64(len(g.fragment.free)) / regionSize, Workers: 1, Start: []place.Placement{g.fragment.start()}, Prices: g.prices}
	sub := newSearch(s.ctx, g.fragment.problem, o)
	sub.alone = true
	sub.run()
	g.effort, g.closed = sub.effort(), sub.stop == ""
	if sub.keep.found && sub.keep.cost < r.cost {
		g.found = g.fragment.full(sub.keep.best)
	}
}

// nextRegions are the neighbourhoods to search in a round that splits these nodes: as
// many as were saved for.
func (s *search) nextRegions(picked []*node) []*region {
	if s.alone || !s.keep.found || len(picked) == 0 || len(s.problem.Services) < 2*regionSize {
		return nil
	}
	var out []*region
	each := regionEffort * float64(s.size) / regionSize
	if s.rounds++; s.rounds == regionWait+1 {
		s.saved = max(s.saved, each)
	}
	for s.saved >= each && len(out) < regionsMost {
		s.saved -= each
		s.regions++
		out = append(out, s.newRegion(picked[s.regions%len(picked)], rand.New(rand.NewPCG(s.options.Seed, uint64(s.regions)))))
	}
	s.saved = min(s.saved, each)
	return out
}

// takeRegions takes over what neighbourhood searches found. All began from the same
// placement: what the later ones changed is carried over to what the earlier ones
// made of it.
func (s *search) takeRegions(list []*region) {
	if len(list) == 0 {
		return
	}
	before, spent, closed := s.keep.cost, s.aside, 0
	for _, g := range list {
		s.aside += g.effort
		if g.closed {
			closed++
		}
		if g.found == nil {
			continue
		}
		w := s.workers[0]
		w.state.Set(s.keep.best)
		w.state.Price(s.first.prices)
		w.state.Merge(g.found)
		s.offer(slices.Clone(w.state.Placement()))
		s.offer(g.found)
	}
	s.rate[1] = blend(s.rate[1], float64(before-s.keep.cost)/(s.aside-spent+s.pieces))
	if s.rate[1] > s.rate[0] {
		s.share = min(mostShare, s.share*shareUp)
	} else {
		s.share = max(leastShare, s.share*shareDown)
	}
	switch {
	case s.keep.cost < before:
	case 2*closed > len(list):
		s.size = min(int(float64(s.size)*regionGrow), len(s.problem.Services)/2)
	default:
		s.size = max(regionSize/2, int(float64(s.size)*regionBack))
	}
}

func blend(old, now float64) float64 { return memory*old + (1-memory)*now }
