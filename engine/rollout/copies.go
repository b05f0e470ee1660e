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

// shifts tells whether callers may move between sites.
func (t *trip) shifts() bool { return len(t.gone)+len(t.fresh) > 0 || len(t.to) > 1 }

// takeOver sees to it that a site serves what the old ones do until callers have
// moved: a new site has as many copies as the one that it replaces has when it is
// made; every other one has its share of all that run now. What an autoscaler has in
// hand already cannot be written with a number: it gets it by a step of its own.
func (t *trip) takeOver(p place, want int64, h *how) {
	old := t.oldCopies(p.ref)
	here, runs := t.copies(p)
	if len(t.gone) == 1 && len(t.to) == 1 && len(t.fresh) == 1 && old > 0 {
		h.copiesOf = t.gone[0]
		here = old
	} else {
		need := max(here, t.portion(p))
		if h.scaled && runs && need > here {
			t.raised[p] = need
		}
		here, h.copies = need, max(want, need)
	}
	if here > want && !h.scaled {
		t.later[p] = want
	}
}

// portion is how many of the copies that run now of a workload a site is to have by its
// share of the callers, rounded up; 0 where the service stays on the sites where it is.
func (t *trip) portion(p place) int64 {
	if len(t.gone)+len(t.fresh) == 0 {
		return 0
	}
	var all, share int64
	for _, site := range t.from {
		n, _ := t.copies(place{site, p.ref})
		all += n
	}
	if n, _ := t.copies(p); !slices.Contains(t.from, p.site) {
		all += n
	}
	for _, s := range t.after {
		if s.Site == p.site {
			share = s.Thousandths
		}
	}
	return (all*share + 999) / 1000
}

// raise sets the copies that a site is to have until callers have moved, where an
// autoscaler has them in hand. It lets fewer run again when it sees that they rest, and
// that is told: how long callers take to move is not berth's to know.
func (t *trip) raise() {
	for _, p := range slices.SortedFunc(maps.Keys(t.raised), comparePlaces) {
		n := t.raised[p]
		t.scale(p, raising, n, fmt.Sprintf("it takes over callers of %s: as many copies as serve them now", strings.Join(t.from, " and ")))
		t.diags.Warnf(CodeRaised, diag.Range{}, p.String()+": is raised before its callers come",
			"The work sets %d copies, and its autoscaler may let fewer run again after some minutes without callers, or allow no more than its maximum: send callers on soon after, or set replicas.min to %d until they have moved.", n, n)
	}
}

// oldCopies is how many copies of a workload run on the sites to leave.
func (t *trip) oldCopies(ref object.Ref) (sum int64) {
	for _, site := range t.gone {
		n, _ := t.copies(place{site, ref})
		sum += n
	}
	return sum
}

// shrinks tells whether an autoscaler would let fewer copies run than it does, while
// callers are still to be moved.
func (t *trip) shrinks(p place, want object.Object) bool {
	live := t.now(p).content
	if live == nil || len(t.gone)+len(t.fresh) == 0 {
		return false
	}
	for _, bound := range []string{"minReplicas", "maxReplicas"} {
		was, _ := live.At("spec", bound).(int64)
		is, _ := want.At("spec", bound).(int64)
		if is < was {
			return true
		}
	}
	return false
}

// scaledByHand sees to a workload whose copies a person has set by kubectl scale. The
// field cannot be taken over, and an apply of another number is refused, so all else is
// written with the live number, and the planned one is set by a step of its own, in
// sight: from then on it is berth's again.
func (t *trip) scaledByHand(p place, want int64, h *how) error {
	live, counts := t.copies(p)
	if !counts || live == want {
		return nil
	}
	who, err := t.now(p).content.ScaledBy()
	if err != nil || who == "" {
		return err
	}
	h.copies = live
	t.later[p], t.scaled[p] = want, who
	t.diags.Warnf(CodeByHand, diag.Range{}, p.String()+": was scaled by hand", "%s has set %d copies, and the work sets %d again: write the number into the specs to keep it.", who, live, want)
	return nil
}

// settle sets the number of copies that the plan wants, once callers have moved.
func (t *trip) settle() {
	for p, n := range t.later {
		why := "until now it ran as many copies as the old side"
		if who := t.scaled[p]; who != "" {
			why = fmt.Sprintf("takes back from %s: its copies were set by hand", who)
		}
		t.add(t.wave, settling, step.Step{Kind: step.Scale, Site: p.site, Object: &p.ref, UID: t.now(p).uid, Copies: n, Why: why})
	}
}
