package scenario

import (
	"slices"
	"strings"
)

// Standing is how a service stands.
type Standing struct {
	Service, Place string
	// Kept is the share of the cases with a plan in which it keeps its place; 0 where no
	// case has a plan.
	Kept float64
	// Else is where it goes most often otherwise, and By the kinds of cases it leaves
	// in, in their order.
	Else string
	By   []Kind
}

// Steady is the share of cases from which on a service counts as keeping its place.
const Steady = 0.95

// standings sums up.
func (t *trial) standings(plans int) (out []Standing) {
	for i, s := range t.plan.Fleet.Services {
		for _, name := range s.Members {
			one := Standing{Service: name, Place: s.Options[t.plan.Result.Placement[i]].ID}
			left, most := 0, 0
			for place, n := range t.elsewhere[name] {
				left += n
				if n > most || n == most && place < one.Else {
					one.Else, most = place, n
				}
			}
			if plans > 0 {
				one.Kept = float64(plans-left) / float64(plans)
			}
			for _, kind := range []Kind{Prices, Traffic, Down, Link} {
				if t.by[name][kind] {
					one.By = append(one.By, kind)
				}
			}
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b Standing) int { return strings.Compare(a.Service, b.Service) })
	return out
}
