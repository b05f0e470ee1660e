package rollout

import (
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// remove deletes what is at a place. It must be berth's by then.
func (d *draft) remove(wave int, at phase, p place, why string) error {
	was := d.now(p)
	s := step.Step{Kind: step.Delete, Site: p.site, Object: &p.ref, UID: was.uid, Before: was.digest, Loses: loses(p.ref.Kind, was.content), Why: why}
	if s.Before == "" {
		// As it is now, not as it will be stopped: an undo is to bring it back running.
		content, err := remembered(d.b.world.sides[p.site].live[p.ref])
		if err != nil {
			return leave("%s: cannot be remembered, so its removal could not be taken back: %v", p, err)
		}
		if s.Before, err = d.keep(content); err != nil {
			return err
		}
	}
	d.add(wave, at, s)
	d.planned[p] = spot{}
	return nil
}

// loses is what goes with an object and does not come back with its content.
func loses(kind string, o object.Object) string {
	switch kind {
	case "Job":
		return "the record of its run"
	case "Service":
		return "its address in the cluster"
	}
	pod := o.PodTemplate()
	volumes, _ := object.Object(pod).At("spec", "volumes").([]any)
	for _, v := range volumes {
		if m, _ := v.(map[string]any); m["emptyDir"] != nil {
			return "what its pods keep in an emptyDir"
		}
	}
	return ""
}

// remembered is a live object as it could be made again: without what the cluster
// gave it.
func remembered(live object.Object) (object.Object, error) {
	out, err := object.Clean(live)
	if err != nil {
		return nil, err
	}
	spec, _ := out["spec"].(map[string]any)
	switch out.Ref().Kind {
	case "Service":
		if spec["clusterIP"] != "None" {
			delete(spec, "clusterIP")
			delete(spec, "clusterIPs")
		}
		delete(spec, "healthCheckNodePort")
	case "Job":
		if spec["manualSelector"] != true {
			delete(spec, "selector")
			forgetJob(out)
		}
	}
	meta, _ := out["metadata"].(map[string]any)
	delete(meta, "ownerReferences")
	delete(meta, "finalizers")
	return out, nil
}

// forgetJob takes out of a job's pods the labels by which the old job finds them.
func forgetJob(o object.Object) {
	meta, _ := o.PodTemplate()["metadata"].(map[string]any)
	labels, _ := meta["labels"].(map[string]any)
	for name := range labels {
		if strings.HasSuffix(name, "controller-uid") || strings.HasSuffix(name, "job-name") {
			delete(labels, name)
		}
	}
}

// clear removes a service from a site, the other way round than it was made. Claims
// stay. What is not berth's is left to its owner, and waited for.
func (d *draft) clear(wave int, site string, why string) error {
	var others []object.Ref
	for _, ref := range d.there(site) {
		p := place{site, ref}
		if ref.Kind == claim || d.b.wantedElse(d.service, p) {
			continue
		}
		if !d.isHeld(p) {
			others = append(others, ref)
			continue
		}
		if err := d.remove(wave, removal(rankOf(ref)), p, why); err != nil {
			return err
		}
	}
	if len(others) == 0 {
		return nil
	}
	d.add(wave, owning, step.Step{Kind: step.Gate, Site: site, Objects: others,
		Why: "not berth's and not adopted: its owner removes " + list(others) + " from " + site})
	if w := workloads(others); len(w) > 0 {
		d.add(wave, owned, step.Step{Kind: step.Wait, Site: site, Objects: w, Gone: true, Seconds: d.deadline(), Why: "until its owner has removed it"})
	}
	return nil
}

// isHeld tells whether what is at a place is berth's at this point of the draft.
func (d *draft) isHeld(p place) bool {
	_, planned := d.planned[p]
	return planned || d.b.isMine(d.service, p)
}

// there are the service's objects on a site at this point of the draft.
func (d *draft) there(site string) []object.Ref {
	var out []object.Ref
	for _, ref := range d.at.refs[site] {
		if d.now(place{site, ref}).content != nil {
			out = append(out, ref)
		}
	}
	for p, s := range d.planned {
		if p.site == site && s.content != nil && p.ref.Kind != namespaceKind {
			out = append(out, p.ref)
		}
	}
	slices.SortFunc(out, object.Ref.Compare)
	return slices.Compact(out)
}

// list names objects in a sentence.
func list(refs []object.Ref) string {
	words := make([]string, 0, len(refs))
	for _, r := range refs {
		words = append(words, r.String())
	}
	return strings.Join(words, ", ")
}

func workloads(refs []object.Ref) []object.Ref {
	return slices.DeleteFunc(slices.Clone(refs), func(r object.Ref) bool { return !isWorkload(r.Kind) })
}
