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
	packed := pack.Check(e.wide.Problem, x)
	pools := map[int32]bool{}
	for _, lack := range packed.Lacks {
		for _, pool := range lack.Pools {
			pools[pool] = true
		}
	}
	if packed.Packed() {
		e.report.Verdict = conflict.Open
		e.report.Lacks = append(e.report.Lacks, "There is a placement that keeps every rule and whose pods all find a node, but the search for the cheapest one did not come to its end.")
		return
	}
	e.report.Lacks = append(e.report.Lacks, e.lack(x, packed.Lacks))
	var nodes, leave []change
	for r := range e.wide.Bounds {
		b := &e.wide.Bounds[r]
		switch {
		case b.Sort == fleet.NodePool && b.Most >= 0:
			at := slices.IndexFunc(e.wide.Pools, func(pool fleet.Pool) bool { return pool.Site == b.Site && pool.Name == b.Pool })
			if pools[int32(at)] {
				nodes = append(nodes, change{[]conflict.Relaxed{{Rule: r, Units: 1}}, x})
			}
		case slices.ContainsFunc(b.Bans, func(ban fleet.Ban) bool { return e.stands(x, ban.Service, pools) }):
			leave = append(leave, change{[]conflict.Relaxed{{Rule: r}}, e.elsewhere(b, x)})
		}
	}
	e.price(append(nodes, leave...))
}

// stands tells whether x puts pods of a service on some pools.
func (e *explainer) stands(x place.Placement, service int32, pools map[int32]bool) bool {
	return slices.ContainsFunc(e.wide.Problem.Services[service].Options[x[service]].Pods, func(pods place.Pods) bool {
		return slices.ContainsFunc(pods.Pools, func(pool int32) bool { return pools[pool] })
	})
}

// lack says of the first hour in which pods find no node which ones those are.
func (e *explainer) lack(x place.Placement, lacks []pack.Lack) string {
	lack, p := &lacks[0], e.wide.Problem
	var pods []string
	for _, left := range lack.Left {
		request := p.Services[left.Service].Options[x[left.Service]].Pods[left.Item].Request
		pods = append(pods, fmt.Sprintf("%s of %q (%s)", count(int(left.Count), "pod"), p.Services[left.Service].Name, e.request(request)))
	}
	var names []string
	for _, pool := range lack.Pools {
		names = append(names, e.wide.Pools[pool].Site+"/"+e.wide.Pools[pool].Name)
	}
	when := ""
	if slices.ContainsFunc(lacks, func(l pack.Lack) bool { return !slices.Equal(l.Left, lack.Left) }) || len(lacks) < e.wide.Slots {
		when = "on " + plan.SlotName(e.wide.Slots, int(lack.Slot)) + " "
	}
	out := begin(fmt.Sprintf("%s%s found no node of %s", when, list(pods), list(names)))
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
