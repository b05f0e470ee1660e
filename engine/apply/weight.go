package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// backend is a place in a route where a weight stands.
type backend struct {
	path, name string
	rule       int
	weight     int64
}

// weigh takes the backends of a route from one part of its ramp to another. Lists of a
// route are replaced as a whole by every other way of writing, so each weight is set
// by its place, and the patch tests first that the place still is this backend's and
// that nobody has written to the route since. Weights that are of neither part are
// somebody else's.
func (r *run) weigh(ctx context.Context, t *task, from, percent int64) error {
	s := r.site(t.step.Route.Site)
	for n := s.tries(t.step.ID); ; {
		live, err := r.readRoute(ctx, t)
		if err != nil {
			return err
		}
		if shows(live, t.step.Route, percent) {
			return nil
		}
		if !shows(live, t.step.Route, from) {
			return otherWeights(t, live)
		}
		r.tellStep(StepWaits, t.step, fmt.Sprintf("%d %% of the way", percent))
		_, err = s.patch(ctx, *t.step.Route.HTTPRoute, weightOps(live, t.step.Route, percent))
		if err == nil {
			return nil
		}
		class := target.ClassOf(err)
		if !n.refused(err) && class != target.Unclear && class != target.Conflict {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := n.again(ctx, err); err != nil {
			return err
		}
	}
}

// weightOps is the patch that sets the weights of a part of the ramp.
func weightOps(live object.Object, route *step.Route, percent int64) []target.Op {
	ops := []target.Op{
		{Op: "test", Path: "/metadata/uid", Value: live.UID()},
		{Op: "test", Path: "/metadata/resourceVersion", Value: live.Version()},
	}
	for _, b := range backends(live) {
		w, has := weightAt(route, b.name, percent)
		if !has {
			continue
		}
		ops = append(ops,
			target.Op{Op: "test", Path: b.path + "/name", Value: b.name},
			target.Op{Op: "add", Path: b.path + "/weight", Value: w})
	}
	return ops
}

// shows tells whether a route has the weights of a part of the ramp, in every rule
// that has one of the backends, and whether all of them are there. Weights count as
// the same where they split callers in the same way: 1 and 0 is 1000 and 0. A rule that
// sends nobody anywhere shows nothing.
func shows(live object.Object, route *step.Route, percent int64) bool {
	total := map[int]int64{}
	all := backends(live)
	for _, b := range all {
		if _, has := weightAt(route, b.name, percent); has {
			total[b.rule] += b.weight
		}
	}
	seen := map[string]bool{}
	for _, b := range all {
		w, has := weightAt(route, b.name, percent)
		if !has {
			continue
		}
		if total[b.rule] == 0 || w != b.weight && b.weight*1000 != w*total[b.rule] {
			return false
		}
		seen[b.name] = true
	}
	return !slices.ContainsFunc(route.Weights, func(w step.Weight) bool { return !seen[w.Backend] })
}

// unserved says which rule of a route has some of the backends and not all to which
// callers are to go: with its own backend at nought, its callers would go nowhere. ""
// where there is none.
func unserved(live object.Object, route *step.Route) string {
	rules := map[int]map[string]bool{}
	for _, b := range backends(live) {
		if _, has := weightAt(route, b.name, 0); !has {
			continue
		}
		if rules[b.rule] == nil {
			rules[b.rule] = map[string]bool{}
		}
		rules[b.rule][b.name] = true
	}
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		for _, w := range route.Weights {
			if !rules[rule][w.Backend] {
				return fmt.Sprintf("has no backend %s in rule %d, so callers of that rule would be sent nowhere: add it with weight 0", w.Backend, rule+1)
			}
		}
	}
	return ""
}

// weightAt is a backend's weight in thousandths at a part of the ramp.
func weightAt(route *step.Route, name string, percent int64) (weight int64, has bool) {
	for _, w := range route.Weights {
		if w.Backend == name {
			return w.Before + (w.After-w.Before)*percent/100, true
		}
	}
	return 0, false
}

// backends are the places of a route where weights stand, in order.
func backends(live object.Object) (all []backend) {
	rules, _ := live.At("spec", "rules").([]any)
	for i, rule := range rules {
		m, _ := rule.(map[string]any)
		refs, _ := m["backendRefs"].([]any)
		for j, ref := range refs {
			m, _ := ref.(map[string]any)
			b := backend{rule: i, path: fmt.Sprintf("/spec/rules/%d/backendRefs/%d", i, j), weight: 1}
			b.name, _ = m["name"].(string)
			if w, has := m["weight"].(int64); has {
				b.weight = w
			}
			all = append(all, b)
		}
	}
	return all
}

// weightsOf says the weights of a route in words.
func weightsOf(live object.Object) string {
	var words []string
	for _, b := range backends(live) {
		words = append(words, fmt.Sprintf("%s %d", b.name, b.weight))
	}
	return strings.Join(words, ", ")
}
