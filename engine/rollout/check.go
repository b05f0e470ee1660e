package rollout

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// checkServices refuses an input that no plan gives: services in each other's way,
// and ways that lead nowhere.
func checkServices(services []Service) error {
	var all []error
	owners := map[place]string{}
	for _, s := range byName(services) {
		for site, objects := range s.Objects {
			for _, o := range objects {
				p := place{site, o.Ref()}
				if other, taken := owners[p]; taken && p.ref.Kind != namespaceKind {
					all = append(all, fmt.Errorf("%s: services %s and %s both make it: leave it to one of them", p, other, s.Name))
				}
				owners[p] = s.Name
			}
		}
		wave := 0
		for _, stop := range s.Stops {
			if stop.Wave < wave || !stop.isWhole() {
				all = append(all, fmt.Errorf("service %s: after wave %d it is nowhere to be found: its shares are %v", s.Name, stop.Wave, stop.Shares))
			}
			wave = stop.Wave
		}
	}
	slices.SortFunc(all, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return errors.Join(all...)
}

// isWhole tells whether the shares of a stop are all of a service, or none.
func (s Stop) isWhole() bool {
	sum, sites := int64(0), map[string]bool{}
	for _, share := range s.Shares {
		if share.Thousandths < 0 || sites[share.Site] {
			return false
		}
		sites[share.Site] = true
		sum += share.Thousandths
	}
	return sum == 1000 || len(s.Shares) == 0
}

func byName(services []Service) []Service {
	out := slices.Clone(services)
	slices.SortFunc(out, func(a, b Service) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
