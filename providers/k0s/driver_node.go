package k0s

import (
	"context"
	"fmt"
	"strings"

	"berth.dev/engine/drain"
	"berth.dev/engine/object"
)

// node reads a machine's Node object, nil where there is none.
func node(ctx context.Context, c Cluster, name string) (object.Object, error) {
	return c.Get(ctx, object.Ref{Kind: "Node", Name: name})
}

// isReady tells whether a node's kubelet says that it is ready.
func isReady(n object.Object) bool {
	conditions, _ := n.At("status", "conditions").([]any)
	for _, c := range conditions {
		if m, _ := c.(map[string]any); m["type"] == "Ready" {
			return m["status"] == "True"
		}
	}
	return false
}

// isClosedByBerth tells whether the node waits to be opened again by berth.
func isClosedByBerth(n object.Object) bool { return n.Annotation(drain.Annotation) != "" }

// isBack says why a node is not ready with the kubelet of a version, nil where it is.
func isBack(name string, n object.Object, v Version) error {
	if n == nil {
		return fmt.Errorf("node %s: it is not in the cluster", name)
	}
	kubelet, _ := n.At("status", "nodeInfo", "kubeletVersion").(string)
	if released, _, _ := strings.Cut(kubelet, "+"); released != v.Kubernetes() {
		return fmt.Errorf("node %s: its kubelet is %q and not of %s", name, kubelet, v)
	}
	if !isReady(n) {
		return fmt.Errorf("node %s is not ready", name)
	}
	return nil
}

// nodesAreBack says which node of a controller that also works is not ready.
func (a *act) nodesAreBack(ctx context.Context, c Cluster, seen *Seen) error {
	for _, h := range a.want.Controllers() {
		if !h.Role.Works() {
			continue
		}
		name := seen.Machine(h.Name).Node
		n, err := node(ctx, c, name)
		if err != nil {
			return err
		}
		if err := isBack(name, n, a.task.Version); err != nil {
			return err
		}
	}
	return nil
}
