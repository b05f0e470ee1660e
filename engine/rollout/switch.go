package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// send sends the callers of a service to the sites of the stop: by its route, or by
// a person.
func (t *trip) send() {
	if !t.service.Called || len(t.from) == 0 || len(t.to) == 0 || !t.sends() {
		return
	}
	after, before := switching, handing
	if t.data {
		after, before = switchingData, handingData
	}
	weights := t.weights()
	why := fmt.Sprintf("callers of %s go %s", t.service.Name, spread(weights))
	if t.service.Route == nil {
		t.add(t.wave, before, step.Step{Kind: step.Gate, Sends: []step.Route{{Service: t.service.Name, Weights: weights}}, Why: handWords + why})
		return
	}
	r := *t.service.Route
	r.Service, r.Weights = t.service.Name, weights
	r.Command, r.Ramp = slices.Clone(r.Command), slices.Clone(r.Ramp)
	t.add(t.wave, after, step.Step{Kind: step.Switch, Site: r.Site, Route: &r, Seconds: t.deadline() + r.Hold*int64(max(1, len(r.Ramp))), Why: why})
}

// switchable refuses a way on which callers cannot follow.
func (t *trip) switchable() error {
	r := t.service.Route
	if r == nil || r.HTTPRoute == nil || !t.service.Called || len(t.from) == 0 || len(t.to) == 0 || !t.sends() {
		return nil
	}
	if t.b.world.sides[r.Site] == nil {
		return leave("its switch is on %s, which has no context: berth cannot write there", r.Site)
	}
	for _, w := range t.weights() {
		if w.Backend == "" {
			return leave("its switch has no backend for %s: name one in the specs", w.Site)
		}
	}
	return nil
}

// sends tells whether the stop changes where callers go.
func (t *trip) sends() bool {
	if len(t.fresh)+len(t.gone) > 0 && t.routed() == nil {
		return true
	}
	return slices.ContainsFunc(t.weights(), func(w step.Weight) bool { return w.Before != w.After })
}

// weights are the shares of all sites that matter before or after, by site.
func (t *trip) weights() []step.Weight {
	before := t.before
	if now := t.routed(); now != nil {
		before = now
	}
	if len(before) == 0 {
		before = even(t.from)
	}
	of := map[string]*step.Weight{}
	var out []step.Weight
	for _, share := range slices.Concat(before, t.after) {
		of[share.Site] = &step.Weight{Site: share.Site, Backend: t.backend(share.Site)}
	}
	for _, share := range before {
		of[share.Site].Before += share.Thousandths
	}
	for _, share := range t.after {
		of[share.Site].After += share.Thousandths
	}
	for _, w := range of {
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b step.Weight) int { return strings.Compare(a.Site, b.Site) })
	return out
}

func (t *trip) backend(site string) string {
	if t.service.Route == nil {
		return ""
	}
	for _, w := range t.service.Route.Weights {
		if w.Site == site {
			return w.Backend
		}
	}
	return ""
}

// even splits callers evenly: what is assumed where nobody says how they are split.
func even(sites []string) []Share {
	out := make([]Share, len(sites))
	for i, site := range sites {
		n := int64(len(sites))
		out[i] = Share{site, 1000*int64(i+1)/n - 1000*int64(i)/n}
	}
	return out
}

// spread says in words where callers go.
func spread(weights []step.Weight) string {
	var was, is []string
	for _, w := range weights {
		if w.Before > 0 {
			was = append(was, part(w.Site, w.Before))
		}
		if w.After > 0 {
			is = append(is, part(w.Site, w.After))
		}
	}
	if slices.Equal(was, is) {
		return "nowhere but to " + strings.Join(is, " and ")
	}
	return "from " + strings.Join(was, " and ") + " to " + strings.Join(is, " and ")
}

func part(site string, thousandths int64) string {
	if thousandths == 1000 {
		return site
	}
	return fmt.Sprintf("%s (%d.%d %%)", site, thousandths/10, thousandths%10)
}

// drain lets requests under way end on the sites to leave, and looks for callers who
// do not go through what was switched.
func (t *trip) drain() {
	if len(t.to) == 0 {
		return
	}
	for _, site := range t.gone {
		if t.b.world.sides[site] == nil {
			continue
		}
		there := t.there(site)
		if w := workloads(there); t.service.Called && t.service.DrainSeconds > 0 && len(w) > 0 && !t.data && !t.service.Single {
			t.add(t.wave, draining, step.Step{Kind: step.Drain, Site: site, Objects: w, Seconds: t.service.DrainSeconds, Why: "requests under way on " + site + " come to their end"})
		}
		t.lookForCallers(t.wave, site, there)
	}
}

// lookForCallers adds the check that nobody calls by name what is about to go.
func (d *draft) lookForCallers(wave int, site string, there []object.Ref) {
	names := slices.DeleteFunc(slices.Clone(there), func(r object.Ref) bool { return r.Kind != "Service" })
	if len(names) > 0 {
		d.add(wave, calling, step.Step{Kind: step.Callers, Site: site, Objects: names, Why: "nobody on " + site + " may still call " + d.service.Name + " there"})
	}
}
