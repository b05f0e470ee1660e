package trial

import (
	"sync"

	"berth.dev/engine/diag"
	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Measure reads the series of the services of a world that have one, by service.
type Measure func(w *spec.Workspace) (map[string]profile.Profile, diag.List)

// maker makes worlds. It may be used by many goroutines.
type maker struct {
	tests *spec.Tests
	suite *policies.Suite

	mu      sync.Mutex
	measure Measure
	// declared are loads by the blocks that declare them: worlds have most of theirs in
	// common, and each takes longer to lay out than all else of its service.
	declared map[*spec.Traffic]profile.Profile
	// kept is how many services the worlds have that are kept.
	kept int
}

// place is the world of one or more cases.
type place struct {
	*maker
	test *spec.Test
	of   *spec.Case
	// fleet is nil where the world is made anew each time that somebody asks.
	fleet *score.Fleet
}

// mostKept is how many services all worlds that are kept may have: about half a GiB.
// What is more is made anew, which takes time where mistakes are put into rules.
const mostKept = 100_000

// place makes a world for the first time, with what is wrong with it.
func (m *maker) place(t *spec.Test, c *spec.Case) (*place, *score.Fleet, diag.List) {
	p := &place{maker: m, test: t, of: c}
	fleet, diags := p.make()
	if diags.HasErrors() {
		return nil, nil, diags
	}
	if n := len(fleet.Workspace.Services); m.kept+n <= mostKept {
		m.kept += n
		p.fleet = fleet
	}
	return p, fleet, diags
}

// under returns the world under the rules of a suite.
func (p *place) under(s *policies.Suite) *score.Fleet {
	fleet := p.fleet
	if fleet == nil {
		fleet, _ = p.make() // which went well before
	}
	if s == p.suite {
		return fleet
	}
	return fleet.Under(s)
}

// make makes the world.
func (p *place) make() (*score.Fleet, diag.List) {
	w, diags := p.tests.World(p.test, p.of)
	if diags.HasErrors() {
		return nil, diags
	}
	profiles, diags := p.profiles(w)
	diags = append(diags, price.Check(w, price.NewTariff(w, w.Settings.CostBasis.Or(price.FullyLoaded)))...)
	if diags.HasErrors() {
		return nil, diags
	}
	return score.New(w, p.suite, profiles), diags
}

// profiles returns the load of every service that has one.
func (m *maker) profiles(w *spec.Workspace) (map[string]profile.Profile, diag.List) {
	m.mu.Lock()
	defer m.mu.Unlock()
	measured, diags := m.measure(w)
	for _, s := range w.Services {
		if p, known := m.declared[s.Traffic]; known {
			if _, series := measured[s.Name]; !series {
				measured[s.Name] = p
			}
		}
	}
	profiles, more := score.Profiles(w, measured)
	for _, s := range w.Services {
		_, series := measured[s.Name]
		if t := s.Traffic; t != nil && !series && t.MeanRPS.Known() && !t.Like.Set() {
			m.declared[t] = profiles[s.Name]
		}
	}
	return profiles, append(diags, more...)
}
