package rollout

import (
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// stopOld stops on the sites to leave what may run only once, before it starts
// elsewhere. What keeps data is stopped later, with a person at hand.
func (t *trip) stopOld() {
	if len(t.to) == 0 || t.data {
		return
	}
	t.halt(t.isAlone, [3]phase{pausing, stopping, stopped}, "only one of it may run: it is down until it is healthy on its new site")
}

// isAlone tells whether two of a workload must never run at once. A schedule is
// always alone: two of them would do everything twice.
func (t *trip) isAlone(ref object.Ref) bool {
	return canStop(ref.Kind) && (t.service.Single || ref.Kind == "CronJob")
}

// canStop tells whether a kind counts its copies. A job ends by itself.
func canStop(kind string) bool { return isReplicated(kind) || kind == "CronJob" }

// halt stops workloads on the sites to leave, in three phases: what a person must
// stop, what berth stops, and the wait until all of it is gone.
func (t *trip) halt(which func(object.Ref) bool, at [3]phase, why string) {
	for _, site := range t.gone {
		if t.b.world.sides[site] == nil {
			if which(object.Ref{Kind: "Deployment"}) {
				t.add(t.wave, at[0], step.Step{Kind: step.Gate, Site: site, Why: "berth cannot reach " + site + ": stop " + t.service.Name + " there; " + why})
			}
			continue
		}
		var all, others []object.Ref
		for _, ref := range t.there(site) {
			if !which(ref) {
				continue
			}
			all = append(all, ref)
			if !t.isHeld(place{site, ref}) {
				others = append(others, ref)
				continue
			}
			t.scale(place{site, ref}, at[1], 0, why)
		}
		if len(others) > 0 {
			t.add(t.wave, at[0], step.Step{Kind: step.Gate, Site: site, Objects: others, Why: "not berth's: its owner stops " + list(others) + " on " + site + "; " + why})
		}
		if len(all) > 0 {
			t.add(t.wave, at[2], step.Step{Kind: step.Wait, Site: site, Objects: all, Gone: true, Seconds: t.deadline(), Why: "waits until nothing of it runs"})
		}
	}
}

// scale sets a number of copies, where it is another one.
func (t *trip) scale(p place, at phase, n int64, why string) {
	was := t.now(p)
	have, counts := was.content.Copies()
	if !counts || have == n {
		return
	}
	t.add(t.wave, at, step.Step{Kind: step.Scale, Site: p.site, Object: &p.ref, UID: was.uid, Copies: n, Why: why})
	if content, err := was.content.WithCopies(n); err == nil {
		t.planned[p] = spot{content: content, uid: was.uid, digest: was.digest}
	}
}

// moveData stops the old side, lets a person move the data, and starts the new one.
// Where the new side runs already, a run that was cut off has come past the gate.
func (t *trip) moveData() {
	if !t.running() {
		t.halt(func(r object.Ref) bool { return canStop(r.Kind) }, [3]phase{quietHand, quieting, quiet},
			"it keeps data: it is down from here until the data are moved and it is healthy again")
		for _, site := range t.gone {
			t.add(t.wave, moving, step.Step{Kind: step.Gate, Site: site, Objects: t.claims(site),
				Why: "move the data of " + t.service.Name + " from " + site + " to " + t.to[0] + ": nothing of it runs now"})
		}
	}
	for _, o := range t.service.Objects[t.to[0]] {
		p := place{t.to[0], o.Ref()}
		n, counts := o.Copies()
		if have, _ := t.copies(p); counts && have == 0 && n > 0 {
			t.scale(p, starting, n, "its data are here now")
		}
	}
	t.awaitHealthy(started, false)
}

// running tells whether the new side has copies, and the old one has none.
func (t *trip) running() bool {
	for _, ref := range t.wantedWorkloads(t.to[0]) {
		if n, _ := t.copies(place{t.to[0], ref}); n > 0 {
			return true
		}
	}
	return false
}

func (t *trip) claims(site string) (out []object.Ref) {
	for _, ref := range t.there(site) {
		if ref.Kind == claim {
			out = append(out, ref)
		}
	}
	return out
}
