package wave

import (
	"fmt"

	"berth.dev/engine/place"
)

// Moves is what is to be put in order.
type Moves struct {
	// Problem is the fleet; it has passed [place.Problem.Check].
	Problem *place.Problem
	// From is where each service runs today.
	From []Start
	// To is where each service goes.
	To place.Placement
	// Single says of which services only one copy may run; nil for none.
	Single []bool
	// Traffic is by pair how much the two talk, in any unit; nil takes what the
	// pair's places can cost at most less the least.
	Traffic []int64
}

// Start is where a service runs today.
type Start struct {
	// Option is one of the service's options, or -1.
	Option int
	// Was is a place that is no option any more; nil with Option -1 is nowhere: the
	// service starts.
	Was *place.Option
}

// Nowhere is the start of a service that does not run yet.
func Nowhere() Start { return Start{Option: -1} }

// Options bound the search.
type Options struct {
	// MaxMoves is how many moves a wave has at most.
	MaxMoves int
	// Restarts is how often the order is tried again with other moves put later.
	Restarts int
	// Tries is how many moves are tried when orders are searched one after the
	// other, and again when services are parked.
	Tries int
	// MaxParks is how many services are parked at most to make room for one.
	MaxParks int
}

// DefaultOptions are waves that one team can watch, and a search of a few seconds at
// most.
func DefaultOptions() Options {
	return Options{MaxMoves: 50, Restarts: 8, Tries: 200_000, MaxParks: 6}
}

// Move is a service and the option it goes to.
type Move struct {
	Service int32
	Option  uint8
	// Park says that it goes there only for a while, to make room for service For.
	Park bool
	For  int32
}

// check says what is wrong with the shape of the moves.
func (m *Moves) check() error {
	p := m.Problem
	n := len(p.Services)
	if len(m.From) != n || len(m.To) != n || m.Single != nil && len(m.Single) != n {
		return fmt.Errorf("%d starts, %d ends and %d marks for %d services", len(m.From), len(m.To), len(m.Single), n)
	}
	if m.Traffic != nil && len(m.Traffic) != len(p.Pairs) {
		return fmt.Errorf("traffic of %d pairs of %d", len(m.Traffic), len(p.Pairs))
	}
	for i := range n {
		name := p.Services[i].Name
		if from := m.From[i].Option; from < -1 || from >= p.Width(int32(i)) || int(m.To[i]) >= p.Width(int32(i)) {
			return fmt.Errorf("%s: from option %d to %d, of %d", name, from, m.To[i], p.Width(int32(i)))
		}
		if was := m.From[i].Was; was != nil {
			if m.From[i].Option >= 0 {
				return fmt.Errorf("%s: runs at an option and at a place that is none", name)
			}
			for _, use := range was.Use {
				if use.Block < 0 || int(use.Block) >= len(p.Blocks) || len(use.Amount) != len(p.Blocks[use.Block].Cap) {
					return fmt.Errorf("%s: today's place uses a block %d that is none, or other slots of it", name, use.Block)
				}
			}
		}
	}
	return nil
}

// traffic is by pair how much the two talk.
func (m *Moves) traffic() []int64 {
	if m.Traffic != nil {
		return m.Traffic
	}
	out := make([]int64, len(m.Problem.Pairs))
	for k := range out {
		cost := m.Problem.Pairs[k].Cost
		if len(cost) == 0 {
			continue
		}
		low, high := cost[0], cost[0]
		for _, v := range cost {
			low, high = min(low, v), max(high, v)
		}
		out[k] = high - low
	}
	return out
}
