package survey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Cluster is a cluster whose objects can be walked, as a *kube.Cluster is.
type Cluster interface {
	Walk(ctx context.Context, q target.Query, each func(object.Object) error) error
}

// Options say what is read of a cluster.
type Options struct {
	// Namespaces are those that are read; none means all but those of the cluster's own
	// machinery ([System]).
	Namespaces []string
	// Progress is told of each kind before it is listed; nil for nobody.
	Progress func(kind string)
}

// Seen is what was read.
type Seen struct {
	// Missing says what could not be listed, and what is lost without it.
	Missing []string
	// LeftOut are how many workloads of the cluster's own machinery were left out, by
	// namespace.
	LeftOut map[string]int
	// Nodes are how many nodes there are.
	Nodes int

	objects map[object.Ref][]byte
	nodes   []*node
	daemons []*daemon
	pods    map[object.Ref]pod
	// configs are the ConfigMaps that workloads name.
	configs map[object.Ref]bool
	podsOK  bool
}

// tries is how often a list is begun that expires.
const tries = 3

// Read reads a cluster. What the identity may not list is left out; it is an error
// where that leaves no workloads at all, or where the cluster cannot be asked.
func Read(ctx context.Context, c Cluster, o Options) (*Seen, error) {
	s := &Seen{LeftOut: map[string]int{}, objects: map[object.Ref][]byte{}, pods: map[object.Ref]pod{}, configs: map[object.Ref]bool{}}
	workloads, denied := false, error(nil)
	for _, w := range wants() {
		if o.Progress != nil {
			o.Progress(w.kind)
		}
		err := s.list(ctx, c, w.kind, o.Namespaces)
		switch {
		case err == nil:
			workloads = workloads || slices.Contains(placed(), w.kind)
			s.podsOK = s.podsOK || w.kind == "Pod"
		case passable(err):
			s.Missing = append(s.Missing, fmt.Sprintf("%ss: %v; %s", w.kind, err, w.without))
			denied = errors.Join(denied, err)
		default:
			return nil, err
		}
	}
	if !workloads {
		return nil, fmt.Errorf("the cluster lets this identity list no workloads; bind the role of --print-role to it, or name namespaces that it may read with --namespace: %w", denied)
	}
	return s, nil
}

// placed are the kinds that become services.
func placed() []string { return []string{"Deployment", "StatefulSet", "CronJob", "Job"} }

// passable tells whether a kind can be done without: it may not be listed, or is not
// served.
func passable(err error) bool {
	class := target.ClassOf(err)
	return class == target.Denied || class == target.UnknownKind
}

// list reads one kind in all of the namespaces.
func (s *Seen) list(ctx context.Context, c Cluster, kind string, namespaces []string) error {
	k, _ := object.KindOf(kind)
	if len(namespaces) == 0 || k.Cluster {
		namespaces = []string{""}
	} else if kind == "Pod" {
		namespaces = []string{""} // what is in use of a node is not a matter of namespaces
	}
	for _, namespace := range namespaces {
		if err := s.walk(ctx, c, target.Query{Kind: kind, Namespace: namespace}); err != nil {
			return err
		}
	}
	return nil
}

// walk reads one list, again where it expires.
func (s *Seen) walk(ctx context.Context, c Cluster, q target.Query) error {
	for try := 1; ; try++ {
		err := c.Walk(ctx, q, s.take)
		if err == nil || target.ClassOf(err) != target.Expired || try == tries {
			return err
		}
		s.forget(q)
	}
}

// forget drops what a list brought that did not come to its end.
func (s *Seen) forget(q target.Query) {
	of := func(r object.Ref) bool { return r.Kind == q.Kind && (q.Namespace == "" || q.Namespace == r.Namespace) }
	for r := range s.objects {
		if of(r) {
			delete(s.objects, r)
		}
	}
	switch q.Kind {
	case "Node":
		s.nodes = nil
	case "Pod":
		clear(s.pods)
	case "DaemonSet":
		s.daemons = slices.DeleteFunc(s.daemons, func(d *daemon) bool { return q.Namespace == "" || d.namespace == q.Namespace })
	}
}

// take keeps of one object what matters.
func (s *Seen) take(o object.Object) error {
	ref := o.Ref()
	switch ref.Kind {
	case "Node":
		return s.takeNode(o)
	case "Pod":
		return s.takePod(o)
	case "DaemonSet":
		return s.takeDaemon(o)
	case "Service":
		if ref.Namespace == "default" && ref.Name == "kubernetes" {
			return nil // the API server's own
		}
	case "ConfigMap":
		if !s.configs[object.Ref{Kind: "ConfigMap", Namespace: ref.Namespace, Name: ref.Name}] {
			return nil // nobody reads it
		}
	}
	text, err := slim(o)
	if err != nil {
		return fmt.Errorf("%s: %w", ref, err)
	}
	if slices.Contains(placed(), ref.Kind) {
		s.note(ref.Namespace, o)
	}
	s.objects[ref] = text
	return nil
}

// slim is an object as JSON without what only the cluster itself needs.
func slim(o object.Object) ([]byte, error) {
	out := map[string]any{}
	for k, v := range o {
		if k != "status" || o["kind"] == "Job" {
			out[k] = v
		}
	}
	if meta, ok := o["metadata"].(map[string]any); ok {
		kept := map[string]any{}
		for _, k := range []string{"name", "namespace", "labels", "ownerReferences"} {
			if v, there := meta[k]; there {
				kept[k] = v
			}
		}
		if notes := annotations(meta); len(notes) > 0 {
			kept["annotations"] = notes
		}
		out["metadata"] = kept
	}
	return json.Marshal(out)
}

// longestNote is more than an annotation needs that berth reads; a whole object as it was
// last applied has more.
const longestNote = 1 << 10

// annotations are the short ones.
func annotations(meta map[string]any) map[string]any {
	all, _ := meta["annotations"].(map[string]any)
	out := map[string]any{}
	for k, v := range all {
		if text, ok := v.(string); ok && len(text) <= longestNote {
			out[k] = text
		}
	}
	return out
}

// into reads an object into a struct of Kubernetes' own.
func into(o object.Object, v any) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}
