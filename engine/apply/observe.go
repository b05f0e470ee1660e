package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// Scope is what of a cluster is looked at.
type Scope struct {
	// Namespaces are those whose objects are read.
	Namespaces []string
	// Kinds are those that are listed in them. Secrets are never listed: an identity
	// that may only run services must not read them all.
	Kinds []string
	// Secrets are read one by one.
	Secrets []object.Ref
}

// Observed is what a cluster holds and what its records say: what a plan is made
// from, and what a status is told from.
type Observed struct {
	// UID is the cluster's own.
	UID    string
	Record record.Cluster
	// Sets are all of the cluster's, by namespace and product.
	Sets []record.Set
	// Live are sorted by reference. Secrets are masked.
	Live []object.Object
	// Unserved are the kinds asked for that the cluster does not know.
	Unserved []string
}

// Observe reads one cluster within a scope. The job needs a target for the site, a
// clock, a source of chance, and a vault where Secrets are read.
func Observe(ctx context.Context, job Job, name string, scope Scope) (*Observed, error) {
	r := &run{job: job}
	s := &site{name: name, t: job.Targets[name], run: r}
	if s.t == nil {
		return nil, fmt.Errorf("%s: there is no cluster of this site", name)
	}
	r.sites = []*site{s}
	uid, err := ask(ctx, s, "who the cluster is", s.t.Identity)
	if err != nil {
		return nil, err
	}
	out := &Observed{UID: uid}
	if err := s.recall(ctx); err != nil {
		return nil, err
	}
	out.Record = s.cluster
	for _, key := range slices.SortedFunc(maps.Keys(s.sets), compareKeys) {
		out.Sets = append(out.Sets, *s.sets[key])
	}
	return out, s.observe(ctx, scope, out)
}

// observe reads the objects of a scope.
func (s *site) observe(ctx context.Context, scope Scope, out *Observed) error {
	for _, kind := range scope.Kinds {
		if kind == "Secret" {
			continue
		}
		found, served, err := s.kindIn(ctx, kind, scope.Namespaces)
		if err != nil {
			return err
		}
		if !served {
			out.Unserved = append(out.Unserved, kind)
		}
		out.Live = append(out.Live, found...)
	}
	secrets := map[object.Ref]object.Object{}
	if err := s.lookEach(ctx, slices.Clone(scope.Secrets), secrets); err != nil {
		return err
	}
	out.Live = slices.AppendSeq(out.Live, maps.Values(secrets))
	slices.SortFunc(out.Live, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) })
	slices.Sort(out.Unserved)
	return nil
}

// kindIn lists a kind in some namespaces: one by one, or with one list of all where
// that is fewer requests.
func (s *site) kindIn(ctx context.Context, kind string, namespaces []string) (found []object.Object, served bool, err error) {
	k, known := object.KindOf(kind)
	if !known {
		return nil, false, fmt.Errorf("%s: kind %q is none that berth reads", s.name, kind)
	}
	asked := namespaces
	if k.Cluster || len(namespaces) > manyNamespaces {
		asked = []string{""}
	}
	for _, namespace := range asked {
		all, err := ask(ctx, s, "list "+kind, func(ctx context.Context) ([]object.Object, error) {
			return s.t.List(ctx, target.Query{Kind: kind, Namespace: namespace})
		})
		if target.ClassOf(err) == target.UnknownKind {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		for _, o := range all {
			if k.Cluster || slices.Contains(namespaces, o.Ref().Namespace) {
				found = append(found, o)
			}
		}
	}
	return found, true, nil
}

func compareKeys(a, b setKey) int {
	return object.Ref{Namespace: a.namespace, Name: a.product}.Compare(object.Ref{Namespace: b.namespace, Name: b.product})
}
