package rollout

import (
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// trip is the way of one service from where it is to one stop.
type trip struct {
	*draft
	wave int
	// from are the sites where it runs, to those of the stop.
	from, to []string
	// before are the shares of its callers until now, after those of the stop.
	before, after []Share
	// fresh are sites to start on, stay those to go on at, gone those to leave.
	fresh, stay, gone []string
	// data says that a person must move its data.
	data bool
	// changed are sites where something is written that may make it unhealthy.
	changed map[string]bool
	// later are workloads that get their number of copies when callers have moved, and
	// scaled those among them that a person has scaled, with the person's tool.
	later  map[place]int64
	scaled map[place]string
	// raised are workloads of an autoscaler's that need more copies before callers come.
	raised map[place]int64
}

// travel plans the way from where a service runs to a stop. rests are sites where
// something is left over of it.
func (d *draft) travel(from, rests []string, before []Share, stop Stop) error {
	t := &trip{draft: d, wave: stop.Wave, from: from, to: stop.sites(), before: before, after: stop.Shares, changed: map[string]bool{}, later: map[place]int64{}, scaled: map[place]string{}, raised: map[place]int64{}}
	t.fresh = minus(t.to, from)
	t.stay = minus(t.to, t.fresh)
	t.gone = minus(from, t.to)
	leftOver := minus(rests, from)
	t.data = len(t.to) > 0 && len(t.gone) > 0 && d.service.keepsData()
	if err := t.possible(); err != nil {
		return err
	}
	if d.service.Delivery == "gitops" {
		return t.deliver()
	}
	for _, site := range append(slices.Clone(t.gone), leftOver...) {
		if err := t.claim(site); err != nil {
			return err
		}
	}
	t.stopOld()
	if err := t.make(); err != nil {
		return err
	}
	t.raise()
	t.awaitHealthy(healthy, t.data)
	if t.data {
		t.moveData()
	}
	t.send()
	t.drain()
	t.settle()
	for _, site := range append(slices.Clone(t.gone), leftOver...) {
		if err := t.leave(site); err != nil {
			return err
		}
	}
	return nil
}

// possible refuses ways that cannot be gone.
func (t *trip) possible() error {
	s := t.service
	for _, site := range t.to {
		has := t.b.world.sides[site] != nil
		switch {
		case !has && slices.Contains(t.fresh, site):
			return leave("it is to run on %s, which has no context: berth cannot write there; bring it up there by hand, or give the site a context", site)
		case has && len(s.Objects[site]) == 0:
			return leave("there are no objects for it on %s: give the service a container or manifests", site)
		}
	}
	switch several := len(t.to) > 1; {
	case s.Single && several:
		return leave("only one of it may run, and the plan puts it on several sites")
	case s.Single && len(t.gone) > 0 && t.runsOnEveryNode():
		return leave("only one of it may run, and it has a DaemonSet, which cannot be stopped without being removed: move it by hand")
	case t.data && several, several && len(t.fresh) > 0 && t.service.keepsData():
		return leave("it keeps data, and berth cannot split data between sites: place it on one")
	}
	return t.switchable()
}

func (t *trip) runsOnEveryNode() bool {
	return slices.ContainsFunc(t.b.names(t.service), func(r object.Ref) bool { return r.Kind == "DaemonSet" })
}

// claim makes what runs on a site berth's, before it is stopped and removed.
func (t *trip) claim(site string) error {
	for _, ref := range t.there(site) {
		p := place{site, ref}
		if _, planned := t.planned[p]; planned || ref.Kind == claim {
			continue
		}
		if who, _ := t.b.whose(t.service, p); who != free {
			continue
		}
		if err := t.claimed(p); err != nil {
			return err
		}
	}
	return nil
}

// make brings all sites of the stop to what is wanted there, and takes away what is
// berth's there and no longer wanted.
func (t *trip) make() error {
	if err := t.kept(); err != nil {
		return err
	}
	for _, site := range t.to {
		if t.b.world.sides[site] == nil {
			continue
		}
		objects := t.service.Objects[site]
		scaled := t.autoscaled(site)
		wanted := map[object.Ref]bool{}
		for _, o := range objects {
			ref := o.Ref()
			wanted[ref] = true
			if ref.Kind == namespaceKind {
				continue
			}
			h, err := t.how(place{site, ref}, o, scaled[ref])
			if err != nil {
				return err
			}
			changed, err := t.bring(place{site, ref}, o, h)
			if err != nil {
				return err
			}
			t.changed[site] = t.changed[site] || changed
		}
		if err := t.tidy(site, wanted); err != nil {
			return err
		}
	}
	return nil
}

// how says what is special about one object of a stop.
func (t *trip) how(p place, want object.Object, scaled bool) (how, error) {
	h := how{wave: t.wave, scaled: scaled, copies: -1, at: layer(rankOf(p.ref)), why: t.service.Name + " is to run on " + p.site}
	n, counts := want.Copies()
	switch {
	case p.ref.Kind == autoscaler && t.shrinks(p, want):
		h.at = settling
	case t.data && isWorkload(p.ref.Kind) && !counts:
		return h, leave("%s: it keeps data, and a %s cannot be held back until the data are moved", p, p.ref.Kind)
	case t.data && counts:
		h.copies = 0
		if live, _ := t.copies(p); live > 0 && t.oldCopies(p.ref) > 0 {
			return h, leave("%s: it keeps data and runs on both sides: stop one of them first", p)
		} else if live > 0 {
			h.copies = live
		}
	case counts && isReplicated(p.ref.Kind) && !t.service.Single && len(t.from) > 0 && t.shifts():
		t.takeOver(p, n, &h)
	case counts && isReplicated(p.ref.Kind) && !scaled:
		return h, t.scaledByHand(p, n, &h)
	}
	return h, nil
}

// tidy removes what is the service's on a site and not wanted there any longer.
func (t *trip) tidy(site string, wanted map[object.Ref]bool) error {
	for _, ref := range t.at.refs[site] {
		p := place{site, ref}
		if wanted[ref] || ref.Kind == claim || !t.b.isMine(t.service, p) || t.b.wantedElse(t.service, p) || t.now(p).content == nil {
			continue
		}
		if err := t.remove(t.wave, removal(rankOf(ref)), p, "the specs of "+t.service.Name+" have it no more"); err != nil {
			return err
		}
		t.unwanted = append(t.unwanted, p)
	}
	return nil
}

// awaitHealthy waits for the sites of the stop; not is true where nothing is to run
// yet.
func (t *trip) awaitHealthy(at phase, not bool) {
	moves := len(t.fresh)+len(t.gone) > 0
	for _, site := range t.to {
		objects := t.wantedWorkloads(site)
		if not || len(objects) == 0 || !moves && !t.changed[site] {
			continue
		}
		t.add(t.wave, at, step.Step{Kind: step.Wait, Site: site, Objects: objects, Seconds: t.deadline(),
			Why: "waits until it is healthy"})
	}
}

// wantedWorkloads are what is to run of the service on a site.
func (t *trip) wantedWorkloads(site string) (out []object.Ref) {
	if t.b.world.sides[site] == nil {
		return nil
	}
	for _, o := range t.service.Objects[site] {
		if isWorkload(o.Ref().Kind) {
			out = append(out, o.Ref())
		}
	}
	slices.SortFunc(out, object.Ref.Compare)
	return out
}

// leave removes the service from a site.
func (t *trip) leave(site string) error {
	if t.b.world.sides[site] == nil {
		t.add(t.wave, owning, step.Step{Kind: step.Gate, Site: site, Why: "berth cannot reach " + site + ": remove " + t.service.Name + " there"})
		return nil
	}
	return t.clear(t.wave, site, t.service.Name+" runs elsewhere now")
}

// keepsData tells whether a service has data that do not move by themselves.
func (s *Service) keepsData() bool {
	if s.Stateful {
		return true
	}
	for _, objects := range s.Objects {
		for _, o := range objects {
			templates, _ := o.At("spec", "volumeClaimTemplates").([]any)
			if o.Ref().Kind == claim || len(templates) > 0 {
				return true
			}
		}
	}
	return false
}

func (d *draft) deadline() int64 {
	if d.service.DeadlineSeconds > 0 {
		return d.service.DeadlineSeconds
	}
	return Deadline
}

// autoscaled are the workloads whose number of copies an autoscaler sets.
func autoscaled(objects []object.Object) map[object.Ref]bool {
	out := map[object.Ref]bool{}
	for _, o := range objects {
		if ref, ok := o.ScaledRef(); ok {
			out[ref] = true
		}
	}
	return out
}

// minus is a without b, in a's order.
func minus(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
