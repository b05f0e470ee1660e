package rollout

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// builder collects the work of all services.
type builder struct {
	in       *Input
	undoing  bool
	world    *world
	services map[string]*Service
	// wanted are the services that want an object, on any site, by name and namespace.
	wanted map[object.Ref][]string

	items    []item
	touched  []step.Service
	left     []step.Left
	unwanted []place
	// absent are services of which nothing runs where the specs have them.
	absent []absence
	// open are NetworkPolicies that are not made, for what they close runs already.
	open   []place
	last   []string
	made   map[place]int
	spaces map[place]bool
	needs  []need
	bag    object.Bag
	diags  diag.List
}

// Build finds the steps that lead from what the clusters hold to what the services
// want. A service that cannot be carried out as a whole is left, with the reason. An
// error is what makes the whole input unfit; it names all of it.
func Build(in Input) (*Result, error) { return build(in, false) }

// build is Build; undoing, it leaves alone what belongs to no service, and takes a
// service from wherever a run that was cut off has left it.
func build(in Input, undoing bool) (*Result, error) {
	b, err := newBuilder(&in)
	if err != nil {
		return nil, err
	}
	b.undoing = undoing
	names := make([]string, 0, len(in.Services))
	for name := range b.services {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := b.service(b.services[name]); err != nil {
			return nil, err
		}
	}
	if !undoing {
		if err := b.orphans(); err != nil {
			return nil, err
		}
	}
	b.tellAbsent()
	b.tellOpen()
	b.makeNamespaces()
	if err := errors.Join(b.guard(), b.missing()); err != nil {
		return nil, err
	}
	b.diags.Sort()
	work := b.work()
	if err := step.Check(work); err != nil {
		return nil, fmt.Errorf("a fault of berth's own: %w", err)
	}
	return &Result{Work: work, Bag: &b.bag, Diags: b.diags}, nil
}

func newBuilder(in *Input) (*builder, error) {
	if len(in.Services) == 0 {
		return nil, errors.New("no services: an empty workspace is never a reason to delete anything (see berth destroy)")
	}
	b := &builder{in: in, services: map[string]*Service{}, wanted: map[object.Ref][]string{}, made: map[place]int{}, spaces: map[place]bool{}}
	for i := range in.Services {
		s := &in.Services[i]
		if b.services[s.Name] != nil {
			return nil, fmt.Errorf("service %s: is there twice", s.Name)
		}
		b.services[s.Name] = s
	}
	for i := range in.Clusters {
		c := &in.Clusters[i]
		if c.UID == "" {
			return nil, fmt.Errorf("site %s: its cluster has no identity: read it again", c.Site)
		}
		if slices.ContainsFunc(in.Clusters[:i], func(x Cluster) bool { return x.Site == c.Site || x.UID == c.UID }) {
			return nil, fmt.Errorf("site %s: its cluster is another site's, too: give each site its own context", c.Site)
		}
	}
	if err := checkServices(in.Services); err != nil {
		return nil, err
	}
	b.world = look(in.Clusters)
	for name, s := range b.services {
		for _, ref := range b.names(s) {
			b.wanted[ref] = append(b.wanted[ref], name)
		}
	}
	return b, nil
}

// service thinks out the work of one service and takes it as a whole, or leaves the
// service.
func (b *builder) service(s *Service) error {
	d := b.draft(s)
	err := d.plan()
	var l left
	switch {
	case errors.As(err, &l):
		b.left = append(b.left, step.Left{Service: s.Name, Why: l.why})
		return nil
	case err != nil:
		return fmt.Errorf("service %s: %w", s.Name, err)
	}
	return b.take(d)
}

func (b *builder) draft(s *Service) *draft {
	return &draft{b: b, service: s, planned: map[place]spot{}, made: map[place]int{}, spaces: map[place]bool{}}
}

// plan thinks out all stops of a service.
func (d *draft) plan() error {
	s := d.service
	if s.Lacks != "" {
		return leave("%s", s.Lacks)
	}
	if len(s.Stops) == 0 {
		return leave("the plan does not say where it is to be")
	}
	d.at = d.b.where(s)
	d.fit()
	first, before, err := d.begin()
	if err != nil {
		return err
	}
	if sent := d.sent(); sent != nil && !d.stays() {
		before = sent
	}
	from, rests := d.at.runs, d.at.rests
	for _, stop := range s.Stops[first:] {
		rests = minus(rests, stop.sites()) // it is going there: what is there is of use
	}
	for _, stop := range s.Stops[first:] {
		if err := d.travel(from, rests, before, stop); err != nil {
			return err
		}
		from, rests, before = stop.sites(), nil, stop.Shares
	}
	return nil
}

// begin is the first stop to travel to: after a run that was cut off, the last one
// that has been reached at least in part.
func (d *draft) begin() (first int, before []Share, err error) {
	stops, runs := d.service.Stops, d.at.runs
	last := -1
	for i, stop := range stops {
		sites := stop.sites()
		if len(sites) > 0 && len(minus(sites, runs)) == 0 {
			last = i
		}
	}
	isToday := len(stops) > 1 && stops[0].Wave == 0
	switch {
	case last == 0 && isToday && len(minus(runs, stops[0].sites())) == 0:
		return 1, stops[0].Shares, nil
	case last == 0 && d.stays() && len(minus(runs, stops[0].sites())) == 0:
		return 0, stops[0].Shares, nil // it stays as it is split, and so do its callers
	case last > 0:
		before = stops[last-1].Shares
		if len(minus(stops[last-1].sites(), runs)) > 0 {
			before = stops[last].Shares // an old side is gone: callers have moved before that
		}
		return last, before, nil
	case last == 0 && !isToday || len(runs) == 0:
		if isToday {
			return 1, nil, nil
		}
		return 0, nil, nil
	case len(stops[len(stops)-1].Shares) == 0 || d.b.undoing:
		return len(stops) - 1, nil, nil
	}
	return 0, nil, leave("it runs on %s, and the plan counts on %s: correct runs_on and plan again", strings.Join(runs, " and "), strings.Join(stops[0].sites(), " and "))
}

// take makes a draft part of the work.
func (b *builder) take(d *draft) error {
	b.bag.Join(&d.bag)
	for p, wave := range d.made {
		b.made[p] = wave
	}
	for p := range d.spaces {
		b.spaces[p] = true
	}
	b.note(d)
	b.diags = append(b.diags, d.diags...)
	b.unwanted = append(b.unwanted, d.unwanted...)
	b.open = append(b.open, d.open...)
	b.items = append(b.items, d.items...)
	goal := []string{}
	if n := len(d.service.Stops); n > 0 {
		goal = d.service.Stops[n-1].sites()
	}
	if len(goal) == 0 && len(d.at.runs) > 0 && len(d.items) > 0 || d.runsOut() {
		b.last = append(b.last, d.service.Name)
	}
	if len(d.items) > 0 {
		b.touched = append(b.touched, touch(d, goal))
	}
	return nil
}

// wantedElse tells whether another service wants the object at a place.
func (b *builder) wantedElse(s *Service, p place) bool {
	return slices.ContainsFunc(b.wanted[p.ref], func(name string) bool {
		return name != s.Name && slices.ContainsFunc(b.services[name].Objects[p.site], func(o object.Object) bool { return o.Ref() == p.ref })
	})
}

func (b *builder) warn(code, summary, format string, args ...any) {
	b.diags.Warnf(code, diag.Range{}, summary, format, args...)
}

// orphans removes what is berth's and of a service that is no more.
func (b *builder) orphans() error {
	names := map[string]*Service{}
	for _, site := range b.world.sites {
		side := b.world.sides[site]
		for name, refs := range side.owned {
			if b.services[name] != nil || names[name] != nil {
				continue
			}
			set := side.sets[side.live[refs[0]].Label(object.LabelPartOf)]
			names[name] = &Service{Name: name, Product: set.Product, Namespace: set.Namespace, Stops: []Stop{{}}}
		}
	}
	all := make([]*Service, 0, len(names))
	for _, s := range names {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, c *Service) int { return cmp.Compare(a.Name, c.Name) })
	for _, s := range all {
		if err := b.service(s); err != nil {
			return err
		}
	}
	return nil
}

// makeNamespaces adds the namespaces that the work needs and that are not there.
func (b *builder) makeNamespaces() {
	for p := range b.spaces {
		if b.world.sides[p.site].has(p.ref) {
			continue
		}
		content := object.Object{"apiVersion": "v1", "kind": namespaceKind, "metadata": map[string]any{
			"name": p.ref.Name, "labels": map[string]any{object.LabelManagedBy: object.Manager},
		}}
		after, err := b.bag.Add(content)
		if err != nil {
			continue // a name and a label always go into a bag
		}
		b.items = append(b.items, item{0, namespaces, step.Step{Kind: step.Create, Site: p.site, Object: &p.ref, After: after, Why: "services are to run in it"}})
		b.made[p] = 0
	}
}

// setID is the identifier of the set that a service's objects are in.
func setID(s *Service) string { return record.SetID(s.Product, s.Namespace) }
