package relax

import "berth.dev/engine/place"

// Weigh is by option, counted over all services, what it costs alone at the prices,
// which are such as [Relaxation.Clamp] leaves them; it is written to out where that is
// large enough. False says that the domains, made consistent with the forbidden pairs,
// hold no placement; [Relaxation.Domains] has them.
func (r *Relaxation) Weigh(prices Prices, domains []place.Set, out []int64) ([]int64, bool) {
	if !r.confine(domains) {
		return out, false
	}
	r.load.set(prices, func(int32, []int64) {})
	// What the last change was of is not asked again.
	r.leastRest(r.load.moved)
	out = append(out[:0], r.load.of...)
	at := 0
	for i := range r.p.Services {
		for l := range r.p.Services[i].Options {
			out[at] += r.p.Services[i].Options[l].Cost
			at++
		}
	}
	return out, true
}

// Domains are those of the last answer, to be read until the next one.
func (r *Relaxation) Domains() []place.Set { return r.domains }
