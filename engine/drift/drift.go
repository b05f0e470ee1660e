package drift

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// Drift is one thing that is not as a plan left it.
type Drift struct {
	Site    string
	Service string
	Object  object.Ref
	// Field is the path of the field; "" where it is about the object as a whole.
	Field string
	// Live is what stands there and Want what the plan left, in words; "" for nothing.
	Live, Want string
	// Manager is who owns the field besides berth, "" for nobody.
	Manager string
	// What says it where it is about the object as a whole.
	What string
}

// Left is a plan and how far it has come.
type Left struct {
	Work *step.Work
	Bag  *object.Bag
	// Stages is how many of its stages are done.
	Stages int
}

// place is an object on a site.
type place struct {
	site string
	ref  object.Ref
}

// Of compares what a plan left with what clusters hold, by site, object and field.
func Of(left Left, now []rollout.Cluster) ([]Drift, error) {
	var out []Drift
	steps := left.steps()
	for i := range now {
		c := &now[i]
		live := map[object.Ref]object.Object{}
		for _, o := range c.Live {
			live[o.Ref()] = o
		}
		for _, st := range steps {
			if st[0].Site != c.Site || hidden(c, live, *st[0].Object) {
				continue
			}
			found, err := compare(left.Bag, st, live[*st[0].Object])
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
		out = append(out, others(c, live, steps)...)
	}
	slices.SortFunc(out, func(a, b Drift) int {
		return cmp.Or(strings.Compare(a.Site, b.Site), a.Object.Compare(b.Object), strings.Compare(a.Field, b.Field))
	})
	return out, nil
}

// steps are the steps that are done and changed objects, in order, by object; a
// namespace is never changed, so none is about one.
func (l Left) steps() [][]step.Step {
	of := map[place][]step.Step{}
	for i := range l.Work.Stages[:min(l.Stages, len(l.Work.Stages))] {
		for _, s := range l.Work.Stages[i].Steps {
			if s.Object == nil || !s.Kind.Writes() || s.Object.Kind == "Namespace" {
				continue
			}
			p := place{s.Site, *s.Object}
			of[p] = append(of[p], s)
		}
	}
	out := make([][]step.Step, 0, len(of))
	for _, steps := range of {
		out = append(out, steps)
	}
	slices.SortFunc(out, func(a, b []step.Step) int {
		return cmp.Or(strings.Compare(a[0].Site, b[0].Site), a[0].Object.Compare(*b[0].Object))
	})
	return out
}

// hidden tells whether an object was not read: a Secret without the key for its
// values.
func hidden(c *rollout.Cluster, live map[object.Ref]object.Object, ref object.Ref) bool {
	return ref.Kind == "Secret" && live[ref] == nil && slices.Contains(c.Names, ref)
}

// compare tells how an object differs from what the steps about it left.
func compare(bag *object.Bag, steps []step.Step, live object.Object) ([]Drift, error) {
	last := steps[len(steps)-1]
	one := Drift{Site: last.Site, Service: last.Service, Object: *last.Object}
	if last.Kind == step.Delete {
		if live != nil && live.Label(object.LabelService) != "" {
			one.What = "was removed and is there again"
			return []Drift{one}, nil
		}
		return nil, nil
	}
	if live == nil {
		one.What = "is gone"
		return []Drift{one}, nil
	}
	want, view, err := wanted(bag, steps)
	if err != nil || want == nil {
		return nil, err
	}
	diffs, err := object.Differences(live, want, view)
	if err != nil {
		return nil, err
	}
	var out []Drift
	for _, d := range diffs {
		field := one
		field.Field, field.Manager = d.Path, d.Manager
		field.Live, field.Want = d.Words()
		out = append(out, field)
	}
	return out, nil
}

// wanted is what steps left of an object, nil where only its number of copies was
// set.
func wanted(bag *object.Bag, steps []step.Step) (want object.Object, view object.View, err error) {
	for _, s := range steps {
		view.Scaled = view.Scaled || s.Scaled || s.CopiesOf != ""
		switch {
		case s.Kind == step.Scale && want != nil:
			want, err = want.WithCopies(s.Copies)
		case s.After != "":
			want, err = bag.Get(s.After)
		}
		if err != nil {
			return nil, view, fmt.Errorf("%s: %w", s.ID, err)
		}
	}
	return want, view, nil
}

// others are members of berth's sets that no step is about and that are not what the
// sets name any more.
func others(c *rollout.Cluster, live map[object.Ref]object.Object, steps [][]step.Step) []Drift {
	told := map[object.Ref]bool{}
	for _, st := range steps {
		if st[0].Site == c.Site {
			told[*st[0].Object] = true
		}
	}
	var out []Drift
	for i := range c.Sets {
		for _, m := range c.Sets[i].Members {
			one := Drift{Site: c.Site, Object: m.Ref, Service: live[m.Ref].Label(object.LabelService)}
			switch o := live[m.Ref]; {
			case m.UID == "" || hidden(c, live, m.Ref):
				continue
			case o == nil && !told[m.Ref]:
				one.What = "is gone"
			case o != nil && o.UID() != m.UID:
				one.What = "is another object of the same name than the one that berth knows"
			default:
				continue
			}
			out = append(out, one)
		}
	}
	return out
}
