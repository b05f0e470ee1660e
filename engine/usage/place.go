package usage

import (
	"slices"

	"berth.dev/engine/spec"
)

// on is how much of a service runs on a site, 0 to 1.
func (m *maker) on(s *spec.Service, site string) float64 {
	sites := s.RunsOn.V
	if !slices.Contains(sites, site) {
		return 0
	}
	if len(sites) == 1 {
		return 1
	}
	sum := 0.0
	for _, other := range sites {
		sum += max(0, m.Split[s.Name][other])
	}
	if !(sum > 0) {
		m.note("no plan says how much of %s runs where: each of its sites is counted with the same share", s.Name)
		return 1 / float64(len(sites))
	}
	return max(0, m.Split[s.Name][site]) / sum
}
