package drain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// judge looks at all pods that have to go before anything is touched, and names those
// that could not.
func (d *drain) judge(ctx context.Context) error {
	all, err := d.budgets(ctx)
	if err != nil {
		return err
	}
	var stuck []Stuck
	for _, name := range d.names {
		pods, err := d.pods(ctx, name)
		if err != nil {
			return err
		}
		for i := range pods {
			found, err := d.obstacles(ctx, &pods[i], all)
			if err != nil {
				return err
			}
			stuck = append(stuck, found...)
		}
	}
	if len(stuck) == 0 {
		return nil
	}
	b := d.blocked(stuck)
	b.Waited = 0
	return b
}

// obstacles are the reasons for which a pod cannot go, all of them.
func (d *drain) obstacles(ctx context.Context, p *pod, all []budget) (stuck []Stuck, err error) {
	if p.bound() || p.finished() || p.ending() {
		return nil, nil
	}
	stuck = d.losses(p)
	if s, is := forbidden(p, all); is {
		stuck = append(stuck, s)
	}
	if d.o.Returns {
		return stuck, nil
	}
	for _, claim := range p.claims() {
		volume, err := d.pinned(ctx, object.Ref{Kind: "PersistentVolumeClaim", Namespace: p.Namespace, Name: claim})
		if err != nil {
			return nil, err
		}
		if volume != "" {
			stuck = append(stuck, p.stuck(Pinned, "the claim %s has its volume (%s) on the node, which does not come back: move the data first", claim, volume))
		}
	}
	return stuck, nil
}

// losses are what would be lost with a pod, and nobody has allowed it.
func (d *drain) losses(p *pod) (stuck []Stuck) {
	if p.Annotations[safe] == "true" {
		return nil
	}
	if p.bare() && !d.o.LoseBare {
		stuck = append(stuck, p.stuck(Bare, "nothing would start it elsewhere: end it by hand, or say by the annotation %s=true that it may be lost", safe))
	}
	names := p.scratch(d.o)
	// What a cluster itself runs (the metrics' server, for one) keeps nothing there.
	if len(names) == 0 || d.o.LoseScratch || p.Namespace == meta.NamespaceSystem {
		return stuck
	}
	return append(stuck, p.stuck(Scratch, "files of its volume %s on the node would be lost: say that they may be by the annotation %s=%s of the pod, or for all by lose_scratch = true in the site's specs", strings.Join(names, ", "), safeVolumes, strings.Join(names, ",")))
}

// stuck says why a pod does not go.
func (p *pod) stuck(r Reason, format string, a ...any) Stuck {
	return Stuck{Pod: p.ref(), Node: p.Spec.NodeName, Reason: r, Words: p.ref().String() + ": " + fmt.Sprintf(format, a...)}
}

// pinned is the volume of a claim that only pods on the nodes can mount, "" for none.
// A claim without a volume pins nothing.
func (d *drain) pinned(ctx context.Context, claim object.Ref) (string, error) {
	o, err := d.get(ctx, claim)
	if err != nil {
		return "", fmt.Errorf("what pods mount: %w", err)
	}
	name, _ := o.At("spec", "volumeName").(string)
	if name == "" {
		return "", nil
	}
	o, err = d.get(ctx, object.Ref{Kind: "PersistentVolume", Name: name})
	if err != nil || o == nil {
		return "", err
	}
	var volume core.PersistentVolume
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o, &volume); err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", o.Ref(), err)
	}
	if affinity := volume.Spec.NodeAffinity; affinity != nil && affinity.Required != nil && d.within(affinity.Required.NodeSelectorTerms) {
		return name, nil
	}
	return "", nil
}

// within tells whether all terms of an affinity name hosts that are to be emptied, and
// no others.
func (d *drain) within(terms []core.NodeSelectorTerm) bool {
	ours := func(e core.NodeSelectorRequirement) bool {
		other := func(value string) bool { return !slices.Contains(d.hosts, value) && !slices.Contains(d.names, value) }
		return (e.Key == hostname || e.Key == meta.ObjectNameField) && e.Operator == core.NodeSelectorOpIn && !slices.ContainsFunc(e.Values, other)
	}
	for _, term := range terms {
		if !slices.ContainsFunc(slices.Concat(term.MatchExpressions, term.MatchFields), ours) {
			return false
		}
	}
	return len(terms) > 0
}

// budgets are all budgets of the cluster.
func (d *drain) budgets(ctx context.Context) ([]budget, error) {
	list, err := d.list(ctx, target.Query{Kind: "PodDisruptionBudget"})
	if err != nil {
		return nil, fmt.Errorf("budgets of pods: %w", err)
	}
	all := make([]budget, 0, len(list))
	for _, o := range list {
		b, err := readBudget(o)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}
