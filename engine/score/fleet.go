package score

import (
	"cmp"
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Fleet is everything decisions are made from. It is never changed after
// [New] returned it.
type Fleet struct {
	Workspace *spec.Workspace
	Tariff    *price.Tariff
	Suite     *policies.Suite
	// Profiles are the load of services by name, in the unit of the series;
	// what is missing there is unknown.
	Profiles map[string]profile.Profile

	callers map[string][]inbound
	axes    []axis
	brief   bool
	// placed says where neighbours run instead of today, by service.
	placed map[string][]string
	common policies.Workspace
	// optional are the fields of policies.Service that only a series can give
	// and that some rule reads.
	reads map[string]bool
	// relational are the constraints that a neighbour's place can change; adds tells
	// whether one of them reads a sum.
	relational []*policies.Constraint
	adds       bool
}

// axis is a criterion with the run of the suite's policies that score it.
type axis struct {
	*policies.Criterion
	from, to int
}

// axesOf finds every criterion's policies, which the suite keeps together.
func axesOf(suite *policies.Suite) (out []axis) {
	for _, c := range suite.Criteria {
		a := axis{Criterion: c}
		for a.from < len(suite.Policies) && suite.Policies[a.from].Criterion() != c.Name {
			a.from++
		}
		for a.to = a.from; a.to < len(suite.Policies) && suite.Policies[a.to].Criterion() == c.Name; {
			a.to++
		}
		out = append(out, a)
	}
	return out
}

// inbound is a call seen from its other end.
type inbound struct {
	from *spec.Service
	call *spec.Call
}

// New prepares the decisions of a workspace.
func New(w *spec.Workspace, suite *policies.Suite, profiles map[string]profile.Profile) *Fleet {
	basis := w.Settings.CostBasis.Or(price.FullyLoaded)
	f := &Fleet{
		Workspace: w, Tariff: price.NewTariff(w, basis), Profiles: profiles, callers: map[string][]inbound{},
		common: policies.Workspace{
			Currency:      w.Settings.Currency.V,
			ReferenceSite: w.Settings.ReferenceSite.V,
			CostBasis:     basis,
		},
	}
	for _, s := range w.Services {
		for _, c := range s.CallBlocks {
			if w.Service(c.Name) != nil {
				f.callers[c.Name] = append(f.callers[c.Name], inbound{s, c})
			}
		}
	}
	return f.Under(suite)
}

// Under returns the fleet under other rules.
func (f *Fleet) Under(suite *policies.Suite) *Fleet {
	g := *f
	g.Suite, g.axes, g.reads = suite, axesOf(suite), map[string]bool{}
	g.relational = reading(suite, append(named(), summed()...))
	g.adds = len(g.Adding()) > 0
	for _, p := range suite.Policies {
		for _, r := range p.Reads() {
			g.reads[r.Name] = true
		}
	}
	for _, c := range suite.Constraints {
		for _, r := range c.Reads() {
			g.reads[r.Name] = true
		}
	}
	return &g
}

// OnBasis returns the fleet with its money on another cost basis.
func (f *Fleet) OnBasis(basis string) *Fleet {
	g := *f
	g.Tariff, g.common.CostBasis = price.NewTariff(f.Workspace, basis), basis
	return &g
}

// Brief returns the fleet with decisions cut short, for lists of many: they hold
// the option chosen alone, with its bill and without reasons.
func (f *Fleet) Brief() *Fleet {
	g := *f
	g.brief = true
	return &g
}

// Placing returns the fleet with every service's neighbours on the sites that a plan puts
// them on, by service, instead of where they run today.
func (f *Fleet) Placing(sites map[string][]string) *Fleet {
	g := *f
	g.placed = sites
	return &g
}

// Basis returns the cost basis of all money of the fleet.
func (f *Fleet) Basis() string { return f.common.CostBasis }

// option is one way to run a service, before anything is known of it.
type option struct {
	id   string
	kind string
	// site is the only site, or the base of a hybrid; burst its cloud.
	site, burst *spec.Site
	link        *spec.Link // of a hybrid
}

// options lists every site, and every on-prem site with a cloud that a link
// joins where the service may be split, by kind and name.
func (f *Fleet) options(s *spec.Service) []option { return f.optionsOf(splittable(s)) }

// optionsOf lists them for a service that may be split, or may not.
func (f *Fleet) optionsOf(split bool) []option {
	var out []option
	for _, site := range f.Workspace.Sites {
		out = append(out, option{id: site.Name, kind: site.Kind.V, site: site})
	}
	if split {
		for _, base := range f.Workspace.Sites {
			for _, burst := range f.Workspace.Sites {
				link := f.Workspace.Link(base.Name, burst.Name)
				if base.Kind.V == "onprem" && burst.Kind.V == "cloud" && link != nil {
					out = append(out, option{id: base.Name + "+" + burst.Name, kind: "hybrid", site: base, burst: burst, link: link})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b option) int {
		return cmp.Or(cmp.Compare(kindOrder(a.kind), kindOrder(b.kind)), cmp.Compare(a.id, b.id))
	})
	return out
}

// OptionNames returns the IDs of a service's options, in the order of the matrix.
func (f *Fleet) OptionNames(s *spec.Service) (ids []string) {
	for _, o := range f.options(s) {
		ids = append(ids, o.id)
	}
	return ids
}

func kindOrder(kind string) int { return slices.Index([]string{"onprem", "cloud", "hybrid"}, kind) }

// splittable tells whether the service may run on two sites at once.
func splittable(s *spec.Service) bool {
	return !s.Stateful.V && len(s.Volumes) == 0 && s.Job == nil && s.Concurrency.V != "one"
}

// sites returns an option's sites, the base first.
func (o *option) sites() []string {
	if o.burst == nil {
		return []string{o.site.Name}
	}
	return []string{o.site.Name, o.burst.Name}
}

// onprem returns the option's on-prem site, or nil.
func (o *option) onprem() *spec.Site {
	if o.site.Kind.V == "onprem" {
		return o.site
	}
	return nil
}
