package apply

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// rights asks every cluster whether this identity may do what the steps need, before
// anything is written: a plan that stops half way for a missing right would leave a
// move half made.
func (r *run) rights(ctx context.Context) error {
	for _, s := range r.sites {
		missing, err := s.denied(ctx, r.needs(s.name))
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return &DeniedError{Site: s.name, Missing: missing}
		}
	}
	return nil
}

// manyRights is how many rights are asked for one by one. A plan over hundreds of
// namespaces asks first for all namespaces at once: who may do a thing everywhere may
// do it in each.
const manyRights = 512

// denied are the rights among those needed that the cluster refuses.
func (s *site) denied(ctx context.Context, needed []target.Access) ([]target.Access, error) {
	if len(needed) <= manyRights {
		return s.asked(ctx, needed)
	}
	wide := map[target.Access]bool{}
	for _, a := range needed {
		a.Namespace = ""
		wide[a] = true
	}
	refused, err := s.asked(ctx, slices.SortedFunc(maps.Keys(wide), compareAccess))
	if err != nil || len(refused) == 0 {
		return nil, err
	}
	var narrow []target.Access
	for _, a := range needed {
		if slices.Contains(refused, target.Access{Verb: a.Verb, Kind: a.Kind}) {
			narrow = append(narrow, a)
		}
	}
	return s.asked(ctx, narrow)
}

// asked asks for each right by itself: one answer that does not come is then asked for
// again, and not all of them. Together, a hundred questions to a server that loses one
// request in twenty would never be answered within the bounds.
func (s *site) asked(ctx context.Context, accesses []target.Access) ([]target.Access, error) {
	refused := make([][]target.Access, len(accesses))
	err := each(ctx, s.run.workers(), len(accesses), func(ctx context.Context, i int) (err error) {
		refused[i], err = ask(ctx, s, "what this identity may do", func(ctx context.Context) ([]target.Access, error) {
			return s.t.Denied(ctx, accesses[i:i+1])
		})
		return err
	})
	return slices.Concat(refused...), err
}

// needs are the rights that the steps left need on a site, in order.
func (r *run) needs(site string) []target.Access {
	all := map[target.Access]bool{}
	add := func(kind, namespace string, verbs ...string) {
		for _, v := range verbs {
			all[target.Access{Verb: v, Kind: kind, Namespace: namespace}] = true
		}
	}
	add("Lease", object.SystemNamespace, "get", "create", "update")
	add("ConfigMap", object.SystemNamespace, "get", "create", "update")
	for i := r.progress.done; i < len(r.job.Work.Stages); i++ {
		for j := range r.job.Work.Stages[i].Steps {
			if st := &r.job.Work.Stages[i].Steps[j]; st.Site == site {
				stepNeeds(st, add)
			}
			r.routeNeeds(&r.job.Work.Stages[i].Steps[j], site, add)
		}
	}
	return slices.SortedFunc(maps.Keys(all), compareAccess)
}

// stepNeeds adds what one step needs. A create may have to change the owner of its
// fields afterwards, which is a patch.
func stepNeeds(st *step.Step, add func(kind, namespace string, verbs ...string)) {
	if st.Kind == step.Callers {
		for _, kind := range callerKinds() {
			add(kind, "", "list")
		}
	}
	for _, ref := range st.Objects {
		reads(ref, add)
		add("Pod", ref.Namespace, "list")
		if ref.Kind == "CronJob" && st.Gone {
			add("Job", ref.Namespace, "list")
		}
	}
	if st.Object == nil {
		return
	}
	ref := *st.Object
	reads(ref, add)
	switch st.Kind {
	case step.Create:
		add(ref.Kind, ref.Namespace, "create", "patch")
	case step.Update, step.Adopt, step.Scale:
		add(ref.Kind, ref.Namespace, "patch")
	case step.Delete:
		if ref.Kind != claim {
			add(ref.Kind, ref.Namespace, "delete")
		}
	}
	if ref.Namespace != "" {
		add("ConfigMap", ref.Namespace, "get", "list", "create", "update")
	}
}

func reads(ref object.Ref, add func(kind, namespace string, verbs ...string)) {
	add(ref.Kind, ref.Namespace, "get")
	if ref.Kind != "Secret" {
		add(ref.Kind, ref.Namespace, "list")
	}
}

// routeNeeds adds what a switch needs on the site where its route stands.
func (r *run) routeNeeds(st *step.Step, site string, add func(kind, namespace string, verbs ...string)) {
	if st.Route == nil || st.Route.HTTPRoute == nil || st.Route.Site != site {
		return
	}
	add(st.Route.HTTPRoute.Kind, st.Route.HTTPRoute.Namespace, "get", "patch")
}

func compareAccess(a, b target.Access) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Verb, b.Verb))
}

// claim is the kind of what holds data: it is never deleted.
const claim = "PersistentVolumeClaim"
