package rollout

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// Undoing is a plan to take back.
type Undoing struct {
	// Plan is its digest.
	Plan string
	Work *step.Work
	Bag  *object.Bag
}

// CannotUndo is an error: a plan cannot be taken back honestly.
type CannotUndo struct {
	Why []string
	// Secrets says that values of secrets are missing: services given to [Undo] may have
	// them.
	Secrets bool
}

// Error lists all reasons.
func (c *CannotUndo) Error() string {
	return "the plan cannot be taken back:\n  " + strings.Join(c.Why, "\n  ")
}

// Undo finds the steps that bring back what was before a plan: from the contents that
// the plan has recorded, by the same rules as [Build], so that an undo of a move is a
// move, make-before-break, and not the steps read backwards. What has been adopted
// stays berth's. Of a plan that was carried out in part, that part is taken back.
//
// in says what is there now; of its services only the secrets are read: their values
// are kept nowhere else.
func Undo(in Input, of Undoing) (*Result, error) {
	u := &undoer{in: &in, of: of, world: look(in.Clusters)}
	u.reached = reach(of, u.world)
	for _, stage := range of.Work.Stages {
		u.waves = max(u.waves, stage.Wave)
	}
	u.collect()
	services := make([]Service, 0, len(in.Services))
	touched := map[string]bool{}
	for _, was := range of.Work.Services {
		touched[was.Name] = true
		services = append(services, u.service(was))
	}
	if len(u.why) > 0 {
		return nil, &CannotUndo{Why: u.why, Secrets: u.secrets}
	}
	for _, s := range in.Services {
		if !touched[s.Name] {
			s.Lacks, s.Stops = untouched, nil
			services = append(services, s)
		}
	}
	if len(of.Work.Services) == 0 {
		return nil, &CannotUndo{Why: []string{"it has changed nothing"}}
	}
	in.Services, in.AllowDelete = services, true
	return u.build()
}

// untouched marks services that an undo has nothing to do with.
const untouched = "the plan did not touch it"

type undoer struct {
	in    *Input
	of    Undoing
	world *world
	// reached is how far the plan has come.
	reached *reached
	// steps are those about objects, by service and place, in order.
	steps map[string]map[place][]step.Step
	// waves is the last wave of the plan; wave those of services.
	waves int
	wave  map[string]int
	route map[string]*step.Route
	// sends are where callers were sent, by service, in order, whoever did it; asked is
	// where they would have been sent next, where that may have begun.
	sends map[string][]step.Route
	asked map[string]*step.Route
	why   []string
	// secrets says that values of secrets are among the reasons.
	secrets bool
}

func (u *undoer) refuse(format string, args ...any) {
	u.why = append(u.why, fmt.Sprintf(format, args...))
}

// collect sorts the plan's steps by what they are about.
func (u *undoer) collect() {
	u.steps, u.wave, u.route = map[string]map[place][]step.Step{}, map[string]int{}, map[string]*step.Route{}
	u.sends, u.asked = map[string][]step.Route{}, map[string]*step.Route{}
	for i, stage := range u.of.Work.Stages {
		for _, s := range stage.Steps {
			u.note(i, &s)
			switch {
			case s.Kind == step.Deliver:
				u.refuse("%s: was delivered through the folder %s: take the change back there", s.Service, s.Folder)
			case s.Object != nil && s.Object.Kind != namespaceKind:
				of := u.steps[s.Service]
				if of == nil {
					of = map[place][]step.Step{}
					u.steps[s.Service] = of
				}
				p := place{s.Site, *s.Object}
				of[p] = append(of[p], s)
			}
		}
	}
}

// note remembers in which wave services move, and where their callers are sent.
func (u *undoer) note(stage int, s *step.Step) {
	wave := u.of.Work.Stages[stage].Wave
	u.wave[s.Service] = max(u.wave[s.Service], wave)
	sends := s.Sends
	if s.Kind == step.Switch {
		sends = []step.Route{*s.Route}
		if u.route[s.Service] == nil {
			u.route[s.Service] = s.Route
		}
	}
	for _, r := range sends {
		if r.Service == "" {
			r.Service = s.Service
		}
		u.wave[r.Service] = max(u.wave[r.Service], wave)
		switch {
		case u.reached.sent(stage, &r):
			u.sends[r.Service] = append(u.sends[r.Service], r)
		case u.asked[r.Service] == nil && u.reached.asked(stage):
			u.asked[r.Service] = &r
		}
	}
}

// service is a service as it was before the plan, as a wish.
func (u *undoer) service(was step.Service) Service {
	s := Service{
		Name: was.Name, Product: was.Product, Namespace: was.Namespace, Runs: was.To, Single: was.Single, Stateful: was.Data,
		Called: was.Called, Route: was.Route, DeadlineSeconds: was.Deadline, DrainSeconds: was.Drain,
	}
	s.Objects = u.objects(was)
	wave := u.waves + 1 - u.wave[was.Name]
	goal := Stop{Wave: wave, Shares: even(was.From)}
	today := Stop{Shares: even(was.To)}
	if r := u.route[was.Name]; r != nil {
		s.Route = r
	}
	asked := u.asked[was.Name]
	switch sends := u.sends[was.Name]; {
	case len(sends) > 0:
		s.Called = true
		goal.Shares, today.Shares = over(was.From, shares(&sends[0], false)), over(was.To, shares(&sends[len(sends)-1], true))
	case asked != nil:
		// Nobody has said that callers went: they are where they were, and who may have
		// begun to send them on is told so before a side goes.
		s.Called = true
		goal.Shares = over(was.From, shares(asked, false))
		today.Shares = goal.Shares
	default:
		s.Called = false // the plan sent nobody anywhere, and so does its undo
	}
	s.Stops = []Stop{goal}
	if s.Unstarted = u.reached.unstarted(was); len(s.Unstarted) > 0 {
		s.Runs, s.Called = was.From, false // it is where it was, though it may stand still
	} else if len(was.To) > 0 {
		s.Stops = []Stop{today, goal}
	}
	return s
}

// over are the shares of callers on all sites where a service runs: a site that gets
// nobody is not left for that.
func over(sites []string, callers []Share) []Share {
	out, sum := make([]Share, len(sites)), int64(0)
	for i, site := range sites {
		out[i].Site = site
		for _, share := range callers {
			if share.Site == site {
				out[i].Thousandths += share.Thousandths
			}
		}
		sum += out[i].Thousandths
	}
	if sum != 1000 {
		return even(sites) // callers went where it did not run: nobody knows more
	}
	return out
}

// shares are those of a route after or before it was switched.
func shares(r *step.Route, after bool) []Share {
	var out []Share
	for _, w := range r.Weights {
		n := w.Before
		if after {
			n = w.After
		}
		if n > 0 {
			out = append(out, Share{w.Site, n})
		}
	}
	return out
}

// objects are what a service was made of on the sites where it was.
func (u *undoer) objects(was step.Service) map[string][]object.Object {
	out := map[string][]object.Object{}
	touched := u.steps[was.Name]
	for _, site := range was.From {
		side := u.world.sides[site]
		if side == nil {
			continue
		}
		for _, ref := range side.owned[was.Name] {
			if _, changed := touched[place{site, ref}]; changed {
				continue
			}
			mine, err := object.Seen(side.live[ref], nameOnly(side.live[ref]), object.View{})
			if err != nil {
				u.refuse("%s: %v", place{site, ref}, err)
				continue
			}
			out[site] = append(out[site], mine)
		}
	}
	places := make([]place, 0, len(touched))
	for p := range touched {
		places = append(places, p)
	}
	slices.SortFunc(places, comparePlaces)
	for _, p := range places {
		if o := u.before(p, touched[p]); o != nil && slices.Contains(was.From, p.site) {
			out[p.site] = append(out[p.site], object.Disown(o))
		}
	}
	return out
}

func nameOnly(o object.Object) object.Object {
	return object.Object{"apiVersion": o["apiVersion"], "kind": o["kind"],
		"metadata": map[string]any{"name": o.Ref().Name, "namespace": o.Ref().Namespace}}
}

// before is what was at a place before the plan's steps, nil for nothing. It refuses
// where the place is no longer as the plan left it.
func (u *undoer) before(p place, steps []step.Step) object.Object {
	var live object.Object
	if side := u.world.sides[p.site]; side != nil {
		live = side.live[p.ref]
	}
	first, last := steps[0], steps[len(steps)-1]
	after, why := Judge(last, live, u.of.Bag)
	untouched, _ := Judge(first, live, u.of.Bag)
	if after == Stale && untouched == Stale {
		u.refuse("%s: %s", p.site, why)
	}
	if first.Kind == step.Create {
		return nil
	}
	digest := first.Before
	if last.Kind == step.Delete {
		digest = last.Before
	}
	if digest == "" {
		return u.scaled(p, live)
	}
	o, err := u.of.Bag.Get(digest)
	if err != nil {
		u.refuse("%s: %v", p, err)
		return nil
	}
	if o.IsSecret() && !sameValues(o, live) && !u.knows(o) {
		u.secrets = true
		u.refuse("%s: its values of then are kept nowhere: write them into the specs and plan again", p)
	}
	return o
}

// scaled is what a place is to hold of which the plan has set a number of copies and
// nothing else: what is there. How many ran before stands nowhere, and an object that
// is missing in the wish would be removed.
func (u *undoer) scaled(p place, live object.Object) object.Object {
	if live == nil {
		return nil
	}
	mine, err := object.Seen(live, nameOnly(live), object.View{})
	if err != nil {
		u.refuse("%s: %v", p, err)
		return nil
	}
	n, _ := live.Copies()
	if _, counts := mine.Copies(); counts && mine.At("spec") != nil {
		if mine, err = mine.WithCopies(n); err != nil {
			u.refuse("%s: %v", p, err)
		}
	}
	return mine
}

// knows tells whether a Secret's values are those that the specs have today.
func (u *undoer) knows(secret object.Object) bool {
	for _, s := range u.in.Services {
		for _, objects := range s.Objects {
			for _, o := range objects {
				if o.Ref() == secret.Ref() && sameValues(o, secret) {
					return true
				}
			}
		}
	}
	return false
}

// sameValues tells whether two sealed Secrets hold the same: then nobody needs to know
// what.
func sameValues(a, b object.Object) bool {
	return b != nil && len(unlike(object.Object{"kind": "Secret", "data": a["data"]}, object.Object{"kind": "Secret", "data": b["data"]}, nil)) == 0
}

// build makes the work, without the services that it has nothing to do with, and says
// what it does not bring back.
func (u *undoer) build() (*Result, error) {
	r, err := build(*u.in, true)
	if err != nil {
		return nil, err
	}
	r.Work.Undoes = u.of.Plan
	r.Work.Left = slices.DeleteFunc(r.Work.Left, func(l step.Left) bool { return l.Why == untouched })
	// Where a service runs the plan has said, not the specs, and it may not have come so far.
	r.Diags = slices.DeleteFunc(r.Diags, func(d diag.Diagnostic) bool { return d.Code == CodeAway || d.Code == CodeUnsaid })
	u.tellLost(r)
	r.Diags.Sort()
	return r, nil
}

// tellLost says what does not come back: object by object, or for more than a few that
// lose the same, all of them in one go.
func (u *undoer) tellLost(r *Result) {
	lost := map[string][]string{}
	for _, stage := range u.of.Work.Stages {
		for _, s := range stage.Steps {
			if s.Loses != "" && s.Object != nil && u.reached.did(&s) {
				lost[s.Loses] = append(lost[s.Loses], place{s.Site, *s.Object}.String())
			}
		}
	}
	for _, words := range slices.Sorted(maps.Keys(lost)) {
		objects := lost[words]
		if len(objects) > few {
			r.Diags.Warnf(CodeLost, diag.Range{}, fmt.Sprintf("%d objects: not all of them comes back", len(objects)),
				"an undo does not change this: %s: %s.", words, strings.Join(objects, ", "))
			continue
		}
		for _, o := range objects {
			r.Diags.Warnf(CodeLost, diag.Range{}, o+": not all of it comes back", "an undo does not change this: %s.", words)
		}
	}
}
