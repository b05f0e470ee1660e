package rollout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// work puts all steps in their order.
func (b *builder) work() *step.Work {
	w := &step.Work{
		Clusters: make([]step.Cluster, 0, len(b.world.sites)), Left: append([]step.Left{}, b.left...),
		Made: b.in.Made, MaxAge: b.in.MaxAge,
		Services: append([]step.Service{}, b.touched...), Stages: []step.Stage{},
	}
	for _, site := range b.world.sites {
		c := b.world.sides[site].Cluster
		w.Clusters = append(w.Clusters, step.Cluster{Context: c.Context, Generation: c.Record.Generation, Site: site, UID: c.UID})
	}
	slices.SortFunc(w.Services, func(x, y step.Service) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(w.Left, func(x, y step.Left) int { return cmp.Or(cmp.Compare(x.Service, y.Service), cmp.Compare(x.Why, y.Why)) })
	items := joined(b.items)
	slices.SortFunc(items, compareItems)
	stage, last := 0, item{wave: -1}
	for _, x := range items {
		if x.wave != last.wave {
			stage = 0
		}
		if x.wave != last.wave || x.phase != last.phase {
			stage++
			w.Stages = append(w.Stages, step.Stage{Wave: x.wave})
		}
		last = x
		s := &w.Stages[len(w.Stages)-1]
		x.step.ID = fmt.Sprintf("w%d.%d.%d", x.wave, stage, len(s.Steps)+1)
		s.Steps = append(s.Steps, x.step)
		s.What = x.phase.words(s.Steps)
	}
	return w
}

// joined makes one gate of all gates of a wave that send callers on: a person who
// moves a hundred services wants one list, not a hundred stops.
func joined(items []item) []item {
	type key struct {
		wave  int
		phase phase
	}
	gates := map[key][]item{}
	var out []item
	for _, x := range items {
		if x.phase == handing || x.phase == handingData {
			k := key{x.wave, x.phase}
			gates[k] = append(gates[k], x)
			continue
		}
		out = append(out, x)
	}
	for _, group := range gates {
		slices.SortFunc(group, compareItems)
		one := group[0]
		one.step.Sends = slices.Clone(one.step.Sends)
		if len(group) > 1 {
			one.step.Service = ""
		}
		for _, x := range group[1:] {
			one.step.Why += "; " + strings.TrimPrefix(x.step.Why, handWords)
			one.step.Sends = append(one.step.Sends, x.step.Sends...)
		}
		out = append(out, one)
	}
	return out
}

// handWords begin the sentence of a gate that sends callers on.
const handWords = "no switch is declared: see to it that "

func compareItems(a, b item) int {
	return cmp.Or(
		cmp.Compare(a.wave, b.wave), cmp.Compare(a.phase, b.phase),
		cmp.Compare(a.step.Service, b.step.Service), cmp.Compare(a.step.Site, b.step.Site),
		cmp.Compare(a.step.Kind, b.step.Kind), compareRefs(a.step.Object, b.step.Object),
		slices.CompareFunc(a.step.Objects, b.step.Objects, object.Ref.Compare), cmp.Compare(a.step.Why, b.step.Why),
	)
}

func compareRefs(a, b *object.Ref) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Compare(*b)
}

// touch is what the work says of a service that it touches: where it was and goes, and
// how it moves, so that the work can be taken back by itself.
func touch(d *draft, goal []string) step.Service {
	s := d.service
	return step.Service{
		Called: s.Called, Data: s.keepsData(), Deadline: s.DeadlineSeconds, Drain: s.DrainSeconds,
		From: append([]string{}, d.at.runs...), Name: s.Name, Namespace: s.Namespace, Product: s.Product, Route: s.Route,
		Single: s.Single, To: goal,
	}
}
