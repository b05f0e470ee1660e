package baseline

import (
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

// reach is how many of the best moves of either kind are paired in swaps: on fleets
// up to about this size all of them.
const reach = 1000

// Local starts from [Greedy] and makes single moves and swaps of two services until
// none saves anything.
func Local(p *place.Problem) Result {
	s := improve.New(p).State(Greedy(p).Placement)
	s.Repair()
	for s.Fill()+s.Swap(reach) > 0 {
	}
	return result(p, append(place.Placement(nil), s.Placement()...))
}
