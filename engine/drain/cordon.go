package drain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func nodeRef(name string) object.Ref { return object.Ref{Kind: "Node", Name: name} }

// hostname is the label of a node by which volumes name it.
const hostname = "kubernetes.io/hostname"

// look reads a node that must be there.
func (d *drain) look(ctx context.Context, name string) error {
	node, err := d.get(ctx, nodeRef(name))
	if err != nil {
		return fmt.Errorf("node %s: %w", name, err)
	}
	if node == nil {
		return fmt.Errorf("node %s: %w", name, &target.Fault{Class: target.Absent, What: "get " + nodeRef(name).String(), Says: "the cluster has no node of this name"})
	}
	host := node.Label(hostname)
	if host == "" {
		host = name
	}
	d.hosts, d.standing[name] = append(d.hosts, host), standing(node)
	return nil
}

// standing is whether a node takes pods, and by whose will.
func standing(node object.Object) Standing {
	closed, _ := node.At("spec", "unschedulable").(bool)
	switch {
	case node == nil:
		return Gone
	case !closed:
		return Open
	case node.Annotation(Annotation) != "":
		return Closed
	}
	return Foreign
}

// isSilent tells whether a node's kubelet has not been heard of for a while: nobody then
// ends its pods, and nobody says that they have ended.
func isSilent(node object.Object) bool {
	conditions, _ := node.At("status", "conditions").([]any)
	return slices.ContainsFunc(conditions, func(v any) bool {
		c, _ := v.(map[string]any)
		return c["type"] == "Ready" && c["status"] == "Unknown"
	})
}

// close keeps new pods away from a node. It leaves one alone that is closed.
func (d *drain) close(ctx context.Context, name string) (Standing, error) {
	return d.turn(ctx, name, "cordon", func(node object.Object) []target.Op {
		if standing(node) != Open {
			return nil
		}
		ops := []target.Op{unchanged(node)}
		if node.At("metadata", "annotations") == nil {
			ops = append(ops, target.Op{Op: "add", Path: "/metadata/annotations", Value: map[string]any{}})
		}
		return append(ops, target.Op{Op: "add", Path: markPath(), Value: d.o.Mark}, target.Op{Op: "add", Path: "/spec/unschedulable", Value: true})
	})
}

// open lets a node take pods again that bears berth's mark, and no other. A mark on a
// node that somebody has opened by hand is only taken away.
func (d *drain) open(ctx context.Context, name string) (Standing, error) {
	return d.turn(ctx, name, "uncordon", func(node object.Object) []target.Op {
		if node == nil || node.Annotation(Annotation) == "" {
			return nil
		}
		ops := []target.Op{unchanged(node), {Op: "remove", Path: markPath()}}
		if standing(node) == Closed {
			ops = append(ops, target.Op{Op: "remove", Path: "/spec/unschedulable"})
		}
		return ops
	})
}

// turn changes a node as it is now, and reads it anew where it has changed meanwhile or
// nobody knows what became of a change. It returns how the node stands then.
func (d *drain) turn(ctx context.Context, name, verb string, change func(object.Object) []target.Op) (Standing, error) {
	for try := 0; ; try++ {
		node, err := d.get(ctx, nodeRef(name))
		if err != nil {
			return "", fmt.Errorf("node %s: %w", name, err)
		}
		ops := change(node)
		if len(ops) == 0 {
			return standing(node), nil
		}
		d.point("%s %s", verb, name)
		node, err = d.cluster.Patch(ctx, nodeRef(name), ops, target.Write{})
		if err == nil {
			d.point("%s %s done", verb, name)
			return standing(node), nil
		}
		if target.ClassOf(err) == target.Absent && try == 0 {
			continue // the next look says that it is gone
		}
		if !d.again(ctx, try, err) {
			return "", fmt.Errorf("node %s: %w", name, err)
		}
	}
}

// unchanged lets a patch fail where the node is not as it was read: that somebody else
// closes it at the same moment must not go unseen.
func unchanged(node object.Object) target.Op {
	return target.Op{Op: "test", Path: "/metadata/resourceVersion", Value: node.Version()}
}

// markPath is where the annotation stands, in the words of a JSON Patch.
func markPath() string {
	return "/metadata/annotations/" + strings.ReplaceAll(Annotation, "/", "~1")
}
