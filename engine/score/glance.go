package score

import (
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Glance is one service at the typical point of its inputs, for whoever asks about
// thousands and wants to know where it goes and what it costs there: neither the
// reasons nor the proof that a decision is firm are worked out. [Fleet.Evaluate] chooses
// the same option.
//
// A Glance is for one goroutine.
type Glance struct {
	x *subject
	m *moment
}

// Stand is a service in one place.
type Stand struct {
	// Sites are the one site, or a hybrid's base and its burst.
	Sites []string
	// Vars is what rules see there.
	Vars policies.Vars
	// Unpriced says why the service has no bill there.
	Unpriced error

	option *option
	state  state
}

// Glance lays out a service. An error means that the reference site has no price for
// it, as with [Fleet.Evaluate].
func (f *Fleet) Glance(s *spec.Service) (*Glance, error) {
	x := f.subject(s)
	m, err := x.moment(x.typical, false)
	if err != nil {
		return nil, err
	}
	return &Glance{x, m}, nil
}

// Service returns the service's values, as rules see them.
func (g *Glance) Service() *policies.Vars {
	return &policies.Vars{Service: g.m.service, Workspace: g.m.workspace}
}

// On puts the service on sites, in any order; nil where they are no option of it.
func (g *Glance) On(sites []string) *Stand {
	for i := range g.x.options {
		if o := &g.x.options[i]; o.on(sites) {
			return g.stand(o, g.x.at(o, g.m))
		}
	}
	return nil
}

// on tells whether an option is on exactly these sites.
func (o *option) on(sites []string) bool {
	if o.burst == nil {
		return len(sites) == 1 && sites[0] == o.site.Name
	}
	return len(sites) == 2 && slices.Contains(sites, o.site.Name) && slices.Contains(sites, o.burst.Name)
}

func (g *Glance) stand(o *option, s state) *Stand {
	return &Stand{Sites: o.sites(), Vars: s.vars, Unpriced: s.unpriced, option: o, state: s}
}

// Winner puts the service where the decision does; nil where every option is
// forbidden.
func (g *Glance) Winner() (*Stand, error) {
	totals, states := make([]total, len(g.x.options)), make([]state, len(g.x.options))
	for i := range g.x.options {
		var err error
		states[i] = g.x.at(&g.x.options[i], g.m)
		if totals[i], err = g.x.total(i, &states[i]); err != nil {
			return nil, err
		}
	}
	if w := winner(g.x.options, totals); w >= 0 {
		return g.stand(&g.x.options[w], states[w]), nil
	}
	return nil, nil
}

// Forbidden returns every option with what forbids it, in the order of the matrix.
func (g *Glance) Forbidden() ([]*Option, error) {
	var out []*Option
	for i := range g.x.options {
		o := &g.x.options[i]
		s := g.x.at(o, g.m)
		r := &Option{ID: o.id, Kind: o.kind, Sites: o.sites(), Vars: s.vars.Option, Unpriced: s.unpriced}
		if err := g.x.violations(r, &s); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Bill is what the service costs a month in a place, as a decision shows it.
func (g *Glance) Bill(s *Stand) (price.Bill, error) {
	if s.Unpriced != nil {
		return price.Bill{}, s.Unpriced
	}
	return g.x.bill(s.option, &s.state, g.m)
}

// Matrix is the whole decision as [Fleet.Evaluate] makes it, with every option and
// reason, but for whether it is firm and what to measure. [Glance.Prove] adds the first.
func (g *Glance) Matrix() (*Decision, error) { return g.x.matrix() }

// Prove fills in whether a decision of [Glance.Matrix] is firm, and what else may win.
func (g *Glance) Prove(d *Decision) error { return g.x.firmness(d) }
