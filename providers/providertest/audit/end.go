package audit

import (
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// finish holds what the clusters are left with to the plan that was carried out.
func (a *auditor) finish(c Case) {
	plan := a.plan(c.Finished)
	if plan == nil {
		a.blame(Closed, "", object.Ref{}, "nobody knows plan %.20s", c.Finished)
		return
	}
	for _, k := range c.Clusters {
		final := map[object.Ref]object.Object{}
		for _, o := range k.Final {
			final[o.Ref()] = o
		}
		a.closed(plan, k.Site, final[record.ClusterRef()])
		a.complete(plan, k.Site, final)
		a.tracked(k.Site, final)
		a.untouched(k.Site, final)
	}
}

// closed checks that the record counts the plan.
func (a *auditor) closed(plan *charted, where string, o object.Object) {
	generation := int64(-1)
	for _, k := range plan.Work.Clusters {
		if k.Site == where {
			generation = k.Generation
		}
	}
	if generation < 0 {
		return
	}
	if o == nil {
		a.blame(Closed, where, record.ClusterRef(), "there is no record")
		return
	}
	left, err := record.ReadCluster(o)
	switch {
	case err != nil:
		a.blame(Closed, where, record.ClusterRef(), "%v", err)
	case left.Open != nil:
		a.blame(Closed, where, record.ClusterRef(), "plan %.20s is open", left.Open.Plan)
	case left.Last != plan.Digest || left.Generation != generation+1:
		a.blame(Closed, where, record.ClusterRef(), "it says plan %.20s at generation %d", left.Last, left.Generation)
	}
}

// complete checks that every object is as the last steps about it leave it.
func (a *auditor) complete(plan *charted, where string, final map[object.Ref]object.Object) {
	for _, at := range slices.SortedFunc(maps.Keys(plan.steps), comparePlaces) {
		if at.site != where {
			continue
		}
		steps := plan.steps[at]
		for i, st := range steps {
			last := i == len(steps)-1
			if !last && !st.seen && unlike(st.Step, a.sites[where].initial[at.ref], plan.Bag) != "" {
				a.blame(Done, where, at.ref, "step %s never had its effect", st.ID)
			}
			if last {
				if why := unlike(st.Step, final[at.ref], plan.Bag); why != "" {
					a.blame(Done, where, at.ref, "step %s: %s", st.ID, why)
				}
			}
		}
		if at.ref.Kind == claim && a.sites[where].initial[at.ref] != nil && final[at.ref] == nil {
			a.blame(Claims, where, at.ref, "it is gone")
		}
	}
}

func comparePlaces(a, b place) int {
	if a.site != b.site {
		return slices.Compare([]string{a.site}, []string{b.site})
	}
	return a.ref.Compare(b.ref)
}

// tracked checks that the sets name exactly what is there and is berth's.
func (a *auditor) tracked(where string, final map[object.Ref]object.Object) {
	members := map[object.Ref]bool{}
	for _, ref := range slices.SortedFunc(maps.Keys(final), object.Ref.Compare) {
		if !record.IsSet(final[ref]) {
			continue
		}
		set, err := record.ReadSet(final[ref])
		if err != nil {
			a.blame(Sets, where, ref, "%v", err)
			continue
		}
		for _, m := range set.Members {
			members[m.Ref] = true
			live := final[m.Ref]
			switch {
			case live == nil:
				a.blame(Sets, where, m.Ref, "its set names it, and it is not there")
			case live.UID() != m.UID:
				a.blame(Sets, where, m.Ref, "its set names UID %q, and it has %q", m.UID, live.UID())
			case !m.Kept && !set.Owns(live):
				a.blame(Sets, where, m.Ref, "its set names it, and it is not berth's")
			}
		}
	}
	for _, ref := range slices.SortedFunc(maps.Keys(final), object.Ref.Compare) {
		o := final[ref]
		ours := o.Label(object.LabelService) != "" && o.Label(object.LabelPartOf) != "" && ref.Kind != "Pod" && ref.Kind != "ReplicaSet"
		if ours && !members[ref] && a.knownSet(o) {
			a.blame(Sets, where, ref, "it is berth's by its labels, and no set names it")
		}
	}
}

// knownSet tells whether an object's label names a set of a service of the plans.
func (a *auditor) knownSet(o object.Object) bool {
	for _, plan := range a.plans {
		for _, s := range plan.Work.Services {
			if record.SetID(s.Product, o.Ref().Namespace) == o.Label(object.LabelPartOf) {
				return true
			}
		}
	}
	return false
}

// untouched checks what was there before and no plan is about.
func (a *auditor) untouched(where string, final map[object.Ref]object.Object) {
	initial := a.sites[where].initial
	for _, ref := range slices.SortedFunc(maps.Keys(initial), object.Ref.Compare) {
		if a.isPlanned(place{where, ref}) || ref.Namespace == object.SystemNamespace || record.IsSet(initial[ref]) {
			continue
		}
		live := final[ref]
		switch {
		case live == nil:
			a.blame(Foreign, where, ref, "it is gone")
		case live.UID() != initial[ref].UID():
			a.blame(Foreign, where, ref, "it is another one")
		case !sameContent(live, initial[ref]):
			a.blame(Foreign, where, ref, "it has changed")
		}
	}
}

func (a *auditor) isPlanned(at place) bool {
	for _, plan := range a.plans {
		if len(plan.steps[at]) > 0 || len(plan.routes[at]) > 0 {
			return true
		}
	}
	return false
}
