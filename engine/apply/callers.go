package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// callerKinds are the kinds whose strings or references may name a service.
func callerKinds() []string {
	return []string{"ConfigMap", "CronJob", "DaemonSet", "Deployment", "HTTPRoute", "Ingress", "Service", "StatefulSet"}
}

// callers looks for those who would still call what is about to be removed: objects
// on the cluster that name one of the step's Services, do not belong to the service
// itself, and stay. It finds what is written down, not a name that a program was told
// at run time; the drain before it is for those.
func (r *run) callers(ctx context.Context, t *task) error {
	var found []string
	all, err := t.site.mayCall(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Label(object.LabelService) == t.step.Service {
			continue
		}
		for _, ref := range t.step.Objects {
			if calls(o, ref) {
				found = append(found, fmt.Sprintf("%s names %s", o.Ref(), ref))
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	return fmt.Errorf("%s: %s would still be called on the side that it leaves: %s: send them elsewhere, then resume", t.site.name, t.step.Service, strings.Join(found, "; "))
}

// lookout is what one look at a cluster has found: steps that run side by side share
// it, for a list of everything for each of thousands of services would take hours.
type lookout struct {
	once sync.Once
	all  []object.Object
	err  error
}

// mayCall are the objects of a cluster that may name a service and that stay.
func (s *site) mayCall(ctx context.Context) ([]object.Object, error) {
	l := s.lookout
	l.once.Do(func() {
		going := s.run.leaving(s.name)
		for _, kind := range callerKinds() {
			some, err := s.list(ctx, target.Query{Kind: kind})
			if err != nil {
				l.all, l.err = nil, err
				return
			}
			l.all = append(l.all, slices.DeleteFunc(some, func(o object.Object) bool {
				return going[o.Ref()] || o.Label(object.LabelSet) != ""
			})...)
		}
	})
	return l.all, l.err
}

// calls tells whether an object names a Service, in its texts or by a reference.
func calls(o object.Object, service object.Ref) bool {
	if slices.Contains(o.References(), service) {
		return o.Ref() != service
	}
	return o.Ref() != service && len(o.Calls(object.Names(service.Name, service.Namespace, o.Ref().Namespace))) > 0
}

// leaving are the objects on a site that the plan is still to remove, or that a
// person removes at one of its gates.
func (r *run) leaving(site string) map[object.Ref]bool {
	out := map[object.Ref]bool{}
	for _, stage := range r.job.Work.Stages[r.at:] {
		for _, st := range stage.Steps {
			switch {
			case st.Site != site:
			case st.Kind == step.Delete:
				out[*st.Object] = true
			case st.Kind == step.Gate:
				for _, ref := range st.Objects {
					out[ref] = true
				}
			}
		}
	}
	return out
}
