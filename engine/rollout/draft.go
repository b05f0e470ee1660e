package rollout

import (
	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// item is a step with its place in the work.
type item struct {
	wave  int
	phase phase
	step  step.Step
}

// draft is the work of one service while it is thought out. It counts as a whole or
// not at all: a service of which one object cannot be touched is left as it is.
type draft struct {
	b       *builder
	service *Service
	at      whereabouts
	items   []item
	// planned is what earlier steps of the draft leave, where that is not what is
	// live.
	planned map[place]spot
	// unwanted are objects that are deleted because nothing wants them any more.
	unwanted []place
	// open are NetworkPolicies that are not made, for what they close runs already.
	open []place
	// made is the wave from which on an object is there as wanted.
	made map[place]int
	// spaces are the namespaces that it needs.
	spaces map[place]bool
	bag    object.Bag
	diags  diag.List
}

// spot is an object as the draft knows it: live, or as a step leaves it.
type spot struct {
	content object.Object
	uid     string
	digest  string
}

func (d *draft) add(wave int, p phase, s step.Step) {
	s.Service = d.service.Name
	d.items = append(d.items, item{wave, p, s})
}

// keep puts content into the bag, if the draft comes to be, and returns its digest.
func (d *draft) keep(o object.Object) (string, error) { return d.bag.Add(o) }

// now is what there is at a place at this point of the draft; nothing has nil
// content.
func (d *draft) now(p place) spot {
	if s, ok := d.planned[p]; ok {
		return s
	}
	if side := d.b.world.sides[p.site]; side != nil && side.live[p.ref] != nil {
		live := side.live[p.ref]
		return spot{content: live, uid: live.UID()}
	}
	return spot{}
}

// copies is how many copies of a workload there are at a place at this point.
func (d *draft) copies(p place) (n int64, counts bool) {
	content := d.now(p).content
	if content == nil {
		return 0, false
	}
	return content.Copies()
}
