package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// fixed are those of the differences that an API server refuses in place. They are
// asked for here and not tried: a refusal in the middle of a run is worse than one in
// the plan.
func fixed(kind string, diffs []object.Difference) []object.Difference {
	return slices.DeleteFunc(slices.Clone(diffs), func(x object.Difference) bool {
		return !isFixed(kind, x.Path)
	})
}

func isFixed(kind, path string) bool {
	in := func(prefixes ...string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool {
			return path == p || strings.HasPrefix(path, p+".") || strings.HasPrefix(path, p+"[")
		})
	}
	switch kind {
	case "Deployment", "DaemonSet":
		return in("spec.selector")
	case "StatefulSet":
		return in("spec") && !in("spec.replicas", "spec.template", "spec.updateStrategy", "spec.minReadySeconds",
			"spec.persistentVolumeClaimRetentionPolicy", "spec.ordinals", "spec.revisionHistoryLimit")
	case "Job":
		return in("spec.template", "spec.selector", "spec.completions", "spec.completionMode", "spec.manualSelector", "spec.podFailurePolicy")
	case claim:
		return in("spec") && !in("spec.resources")
	case "Service":
		return in("spec.clusterIP", "spec.clusterIPs")
	case "Secret":
		return in("type", "immutable")
	case "ConfigMap":
		return in("immutable")
	}
	return false
}

// replace makes a job anew: the one kind that berth removes and makes again under
// the same name, in two steps of the plan, because nothing calls it. Of all others it
// says what to do.
func (d *draft) replace(p place, want object.Object, h how, fixed []object.Difference) error {
	if p.ref.Kind != "Job" {
		return leave("%s: cannot be changed in place (%s), and berth does not remove what serves to make it again: give it another name, so that the new one is there before the old one goes", p, fields(fixed))
	}
	if err := d.remove(h.wave, replacing, p, fmt.Sprintf("a job cannot be changed in place (%s): it is removed and made again", fields(fixed))); err != nil {
		return err
	}
	return d.create(p, want, h)
}
