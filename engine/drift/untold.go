package drift

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// Untold looks at the objects of berth's that the plan is not about: no value of
// theirs can be compared, for nobody at hand says what they should be. It counts them
// and names those whose content somebody has written to after berth did. Without a
// plan (no work) these are all.
func Untold(left Left, now []rollout.Cluster) (count int, found []Drift) {
	told := map[place]bool{}
	for _, steps := range left.untilNow() {
		told[place{steps[0].Site, *steps[0].Object}] = true
	}
	for i := range now {
		c := &now[i]
		live := map[object.Ref]object.Object{}
		for _, o := range c.Live {
			live[o.Ref()] = o
		}
		for s := range c.Sets {
			for _, m := range c.Sets[s].Members {
				o := live[m.Ref]
				if told[place{c.Site, m.Ref}] || !owns(&c.Sets[s], o) {
					continue
				}
				count++
				for _, who := range writers(o) {
					found = append(found, Drift{Site: c.Site, Service: o.Label(object.LabelService), Object: m.Ref,
						What: fmt.Sprintf("%s wrote to its content at %s, after berth; the plan is not about it, so nothing says what it should be", who.manager, who.at)})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Drift) int {
		return cmp.Or(strings.Compare(a.Site, b.Site), a.Object.Compare(b.Object), strings.Compare(a.What, b.What))
	})
	return count, found
}

// untilNow are the steps that are done, none where there is no plan.
func (l Left) untilNow() [][]step.Step {
	if l.Work == nil {
		return nil
	}
	return l.steps()
}

// writer is somebody who wrote to an object, and when.
type writer struct{ manager, at string }

// writers are those who wrote to an object's content after berth did for the last
// time. The cluster's own controllers are not among them, nor is who sets status, the
// number of copies, or labels alone: that is how a cluster works.
func writers(o object.Object) (out []writer) {
	entries, _ := o.At("metadata", "managedFields").([]any)
	var berth string
	for _, e := range entries {
		if entry, _ := e.(map[string]any); entry["manager"] == object.Manager {
			at, _ := entry["time"].(string)
			berth = max(berth, at) // RFC 3339 in UTC to the second: later is greater
		}
	}
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		manager, _ := entry["manager"].(string)
		at, _ := entry["time"].(string)
		own := manager == object.Manager || manager == "kube-controller-manager" || manager == "kube-scheduler"
		if fields, _ := entry["fieldsV1"].(map[string]any); !own && at > berth && entry["subresource"] == nil && isContent(fields) {
			out = append(out, writer{manager, at})
		}
	}
	return out
}

// isContent tells whether managed fields are of more than metadata, status and the
// number of copies.
func isContent(fields map[string]any) bool {
	for name, below := range fields {
		spec, _ := below.(map[string]any)
		_, scaled := spec["f:replicas"]
		switch {
		case name == "f:metadata", name == "f:status", name == ".":
		case name == "f:spec" && scaled && len(spec) == 1:
		default:
			return true
		}
	}
	return false
}
