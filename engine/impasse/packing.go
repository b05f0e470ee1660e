package impasse

import (
	"fmt"
	"slices"

	"berth.dev/engine/conflict"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
)

// packing says which pods of a placement that has room in sum find no node, and tries
// what may give them one: nodes for their pools, and leave for their services to go.
func (e *explainer) packing(x place.Placement) {
	p := e.wide.Problem
	packed := pack.Check(p, x)
	pools, services := map[int32]bool{}, map[string]bool{}
	for k, lack := range packed.Lacks {
		for _, pool := range lack.Pools {
			pools[pool] = true
		}
		for _, left := range lack.Left {
			services[p.Services[left.Service].Name] = true
		}
		if k == 0 {
			e.report.Lacks = append(e.report.Lacks, e.lack(x, &lack))
		}
	}
	var changes []change
	for r := range e.wide.Bounds {
		b := &e.wide.Bounds[r]
		switch {
		case b.Sort == fleet.NodePool && b.Most >= 0 && slices.ContainsFunc(e.wide.Pools, func(pool fleet.Pool) bool { return pool.Site == b.Site && pool.Name == b.Pool }):
			if at := slices.IndexFunc(e.wide.Pools, func(pool fleet.Pool) bool { return pool.Site == b.Site && pool.Name == b.Pool }); pools[int32(at)] {
				changes = append(changes, change{[]conflict.Relaxed{{Rule: r, Units: 1}}, x})
			}
		case len(b.Bans) > 0 && slices.ContainsFunc(b.Services, func(name string) bool { return services[name] }):
			changes = append(changes, change{[]conflict.Relaxed{{Rule: r}}, e.elsewhere(b, x)})
		}
	}
	e.price(changes)
}

// lack says of the first hour in which pods find no node which ones those are.
func (e *explainer) lack(x place.Placement, lack *pack.Lack) string {
	p := e.wide.Problem
	var pods []string
	for _, left := range lack.Left {
		request := p.Services[left.Service].Options[x[left.Service]].Pods[left.Item].Request
		pods = append(pods, fmt.Sprintf("%s of %q (%s)", count(int(left.Count), "pod"), p.Services[left.Service].Name, e.request(request)))
	}
	var names []string
	for _, pool := range lack.Pools {
		names = append(names, e.wide.Pools[pool].Site+"/"+e.wide.Pools[pool].Name)
	}
	out := fmt.Sprintf("On %s, %s found no node of %s", plan.SlotName(e.wide.Slots, int(lack.Slot)), list(pods), list(names))
	if lack.Proven && lack.Why != "" {
		return out + ", and there is none: " + lack.Why + "."
	}
	return out + ", though the sums have room."
}

// request is what a pod asks for.
func (e *explainer) request(request []int64) string {
	var out []string
	for r, n := range request {
		if n == 0 {
			continue
		}
		name := e.wide.Problem.Resources[r]
		unit := map[string]string{"cpu": "m", "memory": "MiB"}[name]
		out = append(out, amount(&fleet.Block{Resource: name, Unit: unit}, n))
	}
	return list(out)
}

// elsewhere is x with the services of a bound at the first option that it excludes.
func (e *explainer) elsewhere(b *fleet.Bound, x place.Placement) place.Placement {
	out := slices.Clone(x)
	done := map[int32]bool{}
	for _, ban := range b.Bans {
		if !done[ban.Service] {
			out[ban.Service], done[ban.Service] = ban.Option, true
		}
	}
	return out
}
