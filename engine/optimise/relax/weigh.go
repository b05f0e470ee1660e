package relax

import "berth.dev/engine/place"

// Weight is a problem with views at some prices, with what no service and no view has
// taken out.
type Weight struct {
	// Cost is by option, counted over all services, what it costs alone.
	Cost []int64
	// Rest is the floor of what no view has of the pairs, with the terms without x.
	Rest int64
}

// Weigh is the problem at the prices, which are such as [Relaxation.Clamp] leaves them,
// over the domains; it overwrites what the last call gave. False says that the domains,
// made consistent with the forbidden pairs, hold no placement; [Relaxation.Domains] has
// them.
func (r *Relaxation) Weigh(prices Prices, domains []place.Set) (*Weight, bool) {
	if !r.confine(domains) {
		return nil, false
	}
	r.load.set(prices, func(int32, []int64) {})
	w := &r.weight
	w.Rest = r.leastRest(r.load.moved) + r.fixed(prices)
	w.Cost = append(w.Cost[:0], r.load.of...)
	at := 0
	for i := range r.p.Services {
		for l := range r.p.Services[i].Options {
			w.Cost[at] += r.p.Services[i].Options[l].Cost
			at++
		}
	}
	return w, true
}

// Domains are those of the last answer, to be read until the next one.
func (r *Relaxation) Domains() []place.Set { return r.domains }

// Viewed says whether the views have cuts: costs can be too large for them.
func (r *Relaxation) Viewed() bool { return len(r.p.Views) > 0 && r.cuts != nil }

// Turn makes the usage that of another placement.
func (r *Relaxation) Turn(x place.Placement) { r.use(x) }
