package rollout

import (
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// deliver is travel for a service whose manifests somebody else brings to clusters:
// berth writes to a folder and reads. The order is the same.
func (t *trip) deliver() error {
	if err := t.deliverable(); err != nil {
		return err
	}
	alone := t.service.Single || t.onlySchedules()
	at := withdrawing
	if alone {
		at = stopping
	}
	for _, site := range t.to {
		if err := t.hand(site); err != nil {
			return err
		}
	}
	t.send()
	t.drain()
	for _, site := range t.gone {
		if err := t.withdraw(site, at); err != nil {
			return err
		}
	}
	return nil
}

// deliverable refuses what must not or cannot be done through a folder.
func (t *trip) deliverable() error {
	moves := len(t.gone) > 0 && len(t.to) > 0
	if t.service.Folder == "" {
		return leave("it is delivered through a folder, and no folder is declared: give its product one")
	}
	if moves && t.service.keepsData() {
		return leave("it keeps data and is delivered through a folder: berth cannot hold it back there; move it by hand")
	}
	if moves && t.schedules() && !t.onlySchedules() && !t.service.Single {
		return leave("it has schedules beside what serves, and is delivered through a folder: berth cannot stop the one before the other; make two services of it")
	}
	for _, site := range t.to {
		for _, o := range t.service.Objects[site] {
			if o.IsSecret() {
				return leave("%s: a Secret is never written to a folder: let what delivers make it", place{site, o.Ref()})
			}
		}
	}
	return nil
}

func (t *trip) schedules() bool {
	return slices.ContainsFunc(t.b.names(t.service), func(r object.Ref) bool { return r.Kind == "CronJob" })
}

func (t *trip) onlySchedules() bool {
	w := workloads(t.b.names(t.service))
	return len(w) > 0 && !slices.ContainsFunc(w, func(r object.Ref) bool { return r.Kind != "CronJob" })
}

// hand delivers a site's manifests, where the cluster does not show them yet.
func (t *trip) hand(site string) error {
	s := step.Step{Kind: step.Deliver, Site: site, Folder: t.folder(site), Seconds: t.deadline(), Why: t.service.Name + " is to run on " + site}
	differs := false
	scaled := autoscaled(t.service.Objects[site])
	for _, o := range sorted(t.service.Objects[site]) {
		p := place{site, o.Ref()}
		diffs, err := object.Differences(t.now(p).content, o, object.View{Scaled: scaled[p.ref]})
		if err != nil {
			return err
		}
		differs = differs || len(diffs) > 0
		digest, err := t.keep(o)
		if err != nil {
			return err
		}
		s.Objects, s.Contents = append(s.Objects, p.ref), append(s.Contents, digest)
		t.made[p] = t.wave
	}
	if differs {
		t.add(t.wave, delivering, s)
	}
	return nil
}

// withdraw delivers a site without the service; claims stay in the folder, so that
// what delivers does not remove them.
func (t *trip) withdraw(site string, at phase) error {
	if t.b.world.sides[site] == nil {
		return t.leave(site)
	}
	s := step.Step{Kind: step.Deliver, Site: site, Folder: t.folder(site), Gone: true, Seconds: t.deadline(), Why: t.service.Name + " runs elsewhere now"}
	if at == stopping {
		s.Why = "only one of " + t.service.Name + " may run: it is down until it is healthy on its new site"
	}
	for _, ref := range t.there(site) {
		if ref.Kind != claim {
			s.Objects = append(s.Objects, ref)
			continue
		}
		content, err := remembered(t.now(place{site, ref}).content)
		if err != nil {
			return err
		}
		digest, err := t.keep(content)
		if err != nil {
			return err
		}
		s.Contents = append(s.Contents, digest)
	}
	t.add(t.wave, at, s)
	return nil
}

// folder is the service's own: a delivery removes files that are not its objects', and
// services of one product must not remove each other's. Sites stand above services, so
// that what delivers to a cluster can take a folder with all below it.
func (t *trip) folder(site string) string {
	return t.service.Folder + "/" + site + "/" + t.service.Name
}

// sorted are objects in the order of their names.
func sorted(objects []object.Object) []object.Object {
	out := slices.Clone(objects)
	slices.SortFunc(out, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) })
	return out
}
