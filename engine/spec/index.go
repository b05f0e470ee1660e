package spec

import (
	"cmp"
	"slices"
)

// index finds blocks by name, and the workspace that another one came from.
type index struct {
	sites     map[string]*Site
	links     map[[2]string]*Link
	endpoints map[string]*Endpoint
	teams     map[string]*Team
	classes   map[string]*Class
	products  map[string]*Product
	services  map[string]*Service
	books     map[string]*PriceBook
	metrics   map[string]*Metrics
	envs      map[string]*Environment
	rates     map[string]*Rate

	// written is the workspace before it was filled; nil where nothing was.
	written *Workspace
}

// byName indexes blocks; of two with one name the first stays.
func byName[T any](items []T, name func(T) string) map[string]T {
	m := make(map[string]T, len(items))
	for _, i := range items {
		if _, there := m[name(i)]; !there {
			m[name(i)] = i
		}
	}
	return m
}

func (w *Workspace) buildIndex() {
	w.index = index{
		sites:     byName(w.Sites, func(x *Site) string { return x.Name }),
		links:     map[[2]string]*Link{},
		endpoints: byName(w.Endpoints, func(x *Endpoint) string { return x.Name }),
		teams:     byName(w.Teams, func(x *Team) string { return x.Name }),
		classes:   byName(w.Classes, func(x *Class) string { return x.Name }),
		products:  byName(w.Products, func(x *Product) string { return x.Name }),
		services:  byName(w.Services, func(x *Service) string { return x.Name }),
		books:     byName(w.PriceBooks, func(x *PriceBook) string { return x.Name }),
		metrics:   byName(w.Metrics, func(x *Metrics) string { return x.Name }),
		envs:      byName(w.Environments, func(x *Environment) string { return x.Name }),
		rates:     byName(w.Rates, func(x *Rate) string { return x.Name }),
		written:   w.index.written,
	}
	for _, l := range w.Links {
		key := pairOf(l.A, l.B)
		if w.index.links[key] == nil {
			w.index.links[key] = l
		}
	}
}

func pairOf(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

// Site returns the site of that name, or nil.
func (w *Workspace) Site(name string) *Site { return w.index.sites[name] }

// Link returns the link between two sites, or nil where there is none.
func (w *Workspace) Link(a, b string) *Link { return w.index.links[pairOf(a, b)] }

// Endpoint returns the endpoint of that name, or nil.
func (w *Workspace) Endpoint(name string) *Endpoint { return w.index.endpoints[name] }

// Team returns the team of that name, or nil.
func (w *Workspace) Team(name string) *Team { return w.index.teams[name] }

// Class returns the class of that name, or nil.
func (w *Workspace) Class(name string) *Class { return w.index.classes[name] }

// Product returns the product of that name, or nil.
func (w *Workspace) Product(name string) *Product { return w.index.products[name] }

// Service returns the service of that name, or nil.
func (w *Workspace) Service(name string) *Service { return w.index.services[name] }

// PriceBook returns the price book of that name, or nil.
func (w *Workspace) PriceBook(name string) *PriceBook { return w.index.books[name] }

// Rate returns the rate of a currency, or nil.
func (w *Workspace) Rate(currency string) *Rate { return w.index.rates[currency] }

// Environment returns the environment of that name, or nil.
func (w *Workspace) Environment(name string) *Environment { return w.index.envs[name] }

// sortBlocks orders everything by name, so that the order of files never shows.
// Blocks of one name keep the order of their places, for the reports of
// duplicates.
func (w *Workspace) sortBlocks() {
	sortBy(w.Rates, func(x *Rate) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Sites, func(x *Site) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Links, func(x *Link) (string, Origin) {
		p := pairOf(x.A, x.B)
		return p[0] + " " + p[1], x.Origin
	})
	sortBy(w.Endpoints, func(x *Endpoint) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Teams, func(x *Team) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Environments, func(x *Environment) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Classes, func(x *Class) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Products, func(x *Product) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Services, func(x *Service) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.PriceBooks, func(x *PriceBook) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Metrics, func(x *Metrics) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Bills, func(x *Bill) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Usages, func(x *Usage) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Shares, func(x *Share) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Criteria, func(x *Criterion) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Policies, func(x *Policy) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Constraints, func(x *Constraint) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Checks, func(x *Check) (string, Origin) { return x.Name, x.Origin })
	sortBy(w.Exceptions, func(x *Exception) (string, Origin) { return x.Name, x.Origin })
}

func sortBy[T any](items []T, key func(T) (string, Origin)) {
	slices.SortFunc(items, func(a, b T) int {
		an, ao := key(a)
		bn, bo := key(b)
		return cmp.Or(cmp.Compare(an, bn), cmp.Compare(ao.file, bo.file), cmp.Compare(ao.start, bo.start))
	})
}
