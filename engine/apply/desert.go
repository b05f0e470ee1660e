package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// orderedSets are the cluster's sets by namespace and product.
func (s *site) orderedSets() (all []*record.Set) {
	for _, key := range slices.SortedFunc(maps.Keys(s.sets), compareKeys) {
		all = append(all, s.sets[key])
	}
	return all
}

// dropSets removes the sets that name nothing any more.
func (s *site) dropSets(ctx context.Context) error {
	for _, set := range s.orderedSets() {
		if len(set.Members) > 0 {
			continue
		}
		if err := s.drop(ctx, set.Ref()); err != nil {
			return err
		}
		delete(s.sets, setKey{set.Product, set.Namespace})
	}
	return nil
}

// drop removes one of berth's own objects: a record, the lease, a namespace. The
// request carries UID and version, so what changed since it was read stays.
func (s *site) drop(ctx context.Context, ref object.Ref) error {
	for n := s.tries("delete " + ref.String()); ; {
		live, err := s.get(ctx, ref)
		if err != nil || live == nil || leaving(live) {
			return err
		}
		if live.Label(object.LabelManagedBy) != object.Manager {
			return nil
		}
		err = s.write(ctx, "delete "+ref.String(), func(ctx context.Context) error {
			return s.t.Delete(ctx, ref, target.Only{UID: live.UID(), Version: live.Version()})
		})
		if err == nil {
			return nil
		}
		class := target.ClassOf(err)
		if !n.refused(err) && class != target.Unclear && class != target.Conflict && class != target.Absent {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := n.again(ctx, err); err != nil {
			return err
		}
	}
}

// destroySpaces removes the namespaces that berth made and that hold nothing foreign
// now.
func (s *site) destroySpaces(ctx context.Context, out *Destroyed) error {
	for _, n := range s.cluster.Namespaces {
		ref := object.Ref{Kind: "Namespace", Name: n.Name}
		live, err := s.get(ctx, ref)
		if err != nil {
			return err
		}
		why := ""
		switch {
		case live == nil:
		case live.UID() != n.UID && n.UID != "" || live.Label(object.LabelManagedBy) != object.Manager:
			why = "it is not the one that berth made"
		default:
			if why, err = s.untilEmpty(ctx, n.Name); err != nil {
				return err
			}
		}
		if why != "" {
			out.Left = append(out.Left, Gone{Site: s.name, Object: ref, Why: why})
			continue
		}
		if err := s.drop(ctx, ref); err != nil {
			return err
		}
		out.Removed = append(out.Removed, Gone{Site: s.name, Object: ref})
	}
	return nil
}

// emptyTime is how long the cluster gets to collect the pods and runs of what was
// deleted.
const emptyTime = 60 * time.Second

// untilEmpty waits while all that is in a namespace are things that the cluster
// collects by itself, and says what stays.
func (s *site) untilEmpty(ctx context.Context, namespace string) (string, error) {
	end := s.run.job.Clock.Now().Add(emptyTime)
	for {
		why, passing, err := s.inhabited(ctx, namespace)
		if err != nil || !passing || !s.run.job.Clock.Now().Before(end) {
			return why, err
		}
		if err := s.run.job.Clock.Sleep(ctx, tick); err != nil {
			return why, err
		}
	}
}

// inhabited says what is in a namespace beside what every namespace has, "" for
// nothing; passing where it is only what a controller made, which goes with it. What
// this identity may not see counts as something, because a namespace takes all that is
// in it along; but not in berth's own, where nobody else has any business: with the role
// that berth ships it would never be removed.
func (s *site) inhabited(ctx context.Context, namespace string) (why string, passing bool, err error) {
	kinds := append(object.Kinds(), object.Kind{Name: "Pod"})
	for _, k := range kinds {
		if k.Cluster || k.Name == "Lease" {
			continue
		}
		all, err := s.list(ctx, target.Query{Kind: k.Name, Namespace: namespace, Names: true})
		if target.ClassOf(err) == target.Denied {
			if namespace == object.SystemNamespace {
				continue
			}
			return "this identity may not see whether objects of kind " + k.Name + " are in it", false, nil
		}
		if err != nil {
			return "", false, err
		}
		for _, o := range all {
			if native(o.Ref()) {
				continue
			}
			why = o.Ref().String() + " is in it"
			if passing = leaving(o) || controlled(o); !passing {
				return why, false, nil
			}
		}
	}
	return why, why != "", nil
}

// native tells whether an object is one that every namespace has.
func native(ref object.Ref) bool {
	return ref.Kind == "ServiceAccount" && ref.Name == "default" || ref.Kind == "ConfigMap" && ref.Name == "kube-root-ca.crt"
}

// dropSystem removes berth's record, lease and namespace, the namespace with the
// lease last: it is the end of the right to write. Where anything of berth's is
// left, so is the record.
func (s *site) dropSystem(ctx context.Context) error {
	if len(s.sets) > 0 {
		return nil
	}
	if err := s.drop(ctx, record.ClusterRef()); err != nil {
		return err
	}
	foreign, _, err := s.inhabited(ctx, object.SystemNamespace)
	if err != nil {
		return err
	}
	if foreign != "" {
		return s.drop(ctx, object.Ref{Kind: "Lease", Namespace: object.SystemNamespace, Name: "berth"})
	}
	return s.drop(ctx, object.Ref{Kind: "Namespace", Name: object.SystemNamespace})
}

// deleting is a task for an object that is being deleted outside of any plan.
func (r *run) deleting(s *site, live object.Object) *task {
	ref := live.Ref()
	return &task{site: s, live: live, step: &step.Step{Kind: step.Delete, Site: s.name, Object: &ref, Service: live.Label(object.LabelService)}}
}

// controlled tells whether a controller made an object and takes it away again.
func controlled(o object.Object) bool { return controllerOf(o) != nil }
