package baseline

import (
	"math"
	"strings"

	"berth.dev/engine/place"
)

// Alone gives every service the option that is cheapest for it, as if there were no
// others: no capacity, no purchases, no calls. Of equals it takes the first.
func Alone(p *place.Problem) Result {
	x := make(place.Placement, len(p.Services))
	for i := range x {
		x[i] = cheapest(p, int32(i), func(place.Option) bool { return true })
	}
	return result(p, x)
}

// Everything gives every service the option of the given name. A service without it
// takes its cheapest option of which the name is the first site ("tokyo+gke@4" for
// tokyo), and where there is none its cheapest.
func Everything(p *place.Problem, name string) Result {
	x := make(place.Placement, len(p.Services))
	for i := range x {
		x[i] = where(p, int32(i), name)
	}
	return result(p, x)
}

func where(p *place.Problem, i int32, name string) uint8 {
	tests := []func(o place.Option) bool{
		func(o place.Option) bool { return o.Name == name },
		func(o place.Option) bool { return strings.HasPrefix(o.Name, name+"+") },
		func(place.Option) bool { return true },
	}
	for _, test := range tests {
		for _, o := range p.Services[i].Options {
			if test(o) {
				return cheapest(p, i, test)
			}
		}
	}
	return 0
}

// cheapest is the option of service i with the least cost of its own among those
// that pass.
func cheapest(p *place.Problem, i int32, pass func(place.Option) bool) uint8 {
	best, least := uint8(0), int64(math.MaxInt64)
	for l, o := range p.Services[i].Options {
		if pass(o) && o.Cost < least {
			best, least = uint8(l), o.Cost
		}
	}
	return best
}
