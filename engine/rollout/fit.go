package rollout

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
)

// fit takes out of what a service is to be made of what must not be put beside what
// runs already: a NetworkPolicy that nobody wrote, and a second autoscaler.
func (d *draft) fit() {
	fitted := *d.service
	fitted.Objects = make(map[string][]object.Object, len(d.service.Objects))
	for _, site := range slices.Sorted(maps.Keys(d.service.Objects)) {
		others := d.scalers(site)
		for _, o := range d.service.Objects[site] {
			p := place{site, o.Ref()}
			if !d.closes(p) && !d.doubles(p, o, others) {
				fitted.Objects[site] = append(fitted.Objects[site], o)
			}
		}
	}
	d.service = &fitted
}

// closes tells whether an object would cut callers off a service that runs without it:
// what berth makes of the specs' calls is right only if they name every caller, and
// nobody has tried that on what runs.
func (d *draft) closes(p place) bool {
	if p.ref.Kind != policy || !d.service.Derived || d.b.undoing || d.now(p).content != nil {
		return false
	}
	runs := slices.ContainsFunc(d.at.refs[p.site], func(r object.Ref) bool { return isWorkload(r.Kind) })
	if runs {
		d.open = append(d.open, p)
	}
	return runs
}

// doubles tells whether an object would be the second autoscaler of a workload: with
// two of them Kubernetes scales it no more.
func (d *draft) doubles(p place, o object.Object, others map[object.Ref]object.Ref) bool {
	target, scales := o.ScaledRef()
	other, taken := others[target]
	if !scales || !taken {
		return false
	}
	if d.now(p).content != nil {
		d.diags.Warnf(CodeScaler, diag.Range{}, place{p.site, target}.String()+": has two autoscalers",
			"%s is not berth's and scales it, too, and with two of them Kubernetes scales it no more: remove one of them.", other)
		return false
	}
	d.diags.Warnf(CodeScaler, diag.Range{}, place{p.site, target}.String()+": has an autoscaler that is not berth's",
		"%s scales it and is left alone, and the specs' own is not made: with two of them Kubernetes scales it no more.", other)
	return true
}

// scalers are the autoscalers on a site that are not the service's, by what they scale
// of it. Those that have the name of one of its objects are taken over or left as such.
func (d *draft) scalers(site string) map[object.Ref]object.Ref {
	side := d.b.world.sides[site]
	if side == nil {
		return nil
	}
	own := map[object.Ref]bool{}
	for _, o := range d.service.Objects[site] {
		own[o.Ref()] = true
	}
	out := map[object.Ref]object.Ref{}
	for target := range own {
		others := slices.DeleteFunc(slices.Clone(side.scalers[target]), func(r object.Ref) bool {
			return own[r] || d.b.isMine(d.service, place{site, r})
		})
		if len(others) > 0 {
			out[target] = slices.MinFunc(others, object.Ref.Compare)
		}
	}
	return out
}

// autoscaled are the workloads on a site whose number of copies an autoscaler sets,
// the service's own or somebody else's.
func (d *draft) autoscaled(site string) map[object.Ref]bool {
	out := autoscaled(d.service.Objects[site])
	for target := range d.scalers(site) {
		out[target] = true
	}
	return out
}

// tellOpen says once which running services get no NetworkPolicy.
func (b *builder) tellOpen() {
	if len(b.open) == 0 {
		return
	}
	slices.SortFunc(b.open, comparePlaces)
	words := make([]string, 0, len(b.open))
	for _, p := range b.open {
		words = append(words, p.String())
	}
	b.warn(CodeOpen, fmt.Sprintf("%d NetworkPolicies are not made", len(words)),
		"what they would close runs already, and callers that the specs do not name would be cut off: %s. See who calls it, then make them by hand: berth takes them over from then on.", strings.Join(words, "; "))
}
