package gke

import (
	"context"
	"slices"
	"strings"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// mayShrink refuses to let a pool shrink on which pods are that nothing would make anew:
// Google takes nodes at random, and ends what runs on them.
func (r *run) mayShrink(ctx context.Context) error {
	if r.step.Kind != ground.ResizePool || r.task.Nodes >= r.task.Had {
		return nil
	}
	seen, err := r.look(ctx, r.step)
	if err != nil {
		return err
	}
	if _, err := r.judge(ctx, r.step, r.task, seen); err != nil {
		return err
	}
	machines, err := r.nodes(ctx, seen, r.step.Part)
	if err != nil {
		return err
	}
	c, err := r.inside(seen, nil)
	if err != nil {
		return err
	}
	pods, err := read(ctx, r.client, "list pods of "+r.name.Cluster, func(ctx context.Context) ([]object.Object, error) {
		return c.List(ctx, target.Query{Kind: "Pod"})
	})
	if err != nil {
		return err
	}
	on := map[any]bool{}
	for _, m := range machines {
		on[m.Ref().Name] = true
	}
	var bare []string
	for _, p := range pods {
		if on[p.At("spec", "nodeName")] && isBare(p) {
			bare = append(bare, p.Ref().String())
		}
	}
	if len(bare) == 0 {
		return nil
	}
	slices.Sort(bare)
	return r.refused(r.step, nil, "pool %s cannot shrink: nothing would make %s anew, and Google chooses the nodes that go. Delete or move them, or give them a controller", r.step.Part, strings.Join(bare, ", "))
}

// isBare tells whether a pod runs that nobody would make anew.
func isBare(pod object.Object) bool {
	owners, _ := pod.At("metadata", "ownerReferences").([]any)
	phase := pod.At("status", "phase")
	return len(owners) == 0 && phase != "Succeeded" && phase != "Failed" && pod.Annotation("kubernetes.io/config.mirror") == ""
}
