package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// then tells where each service would run: by the plan that was given, or by its
// decision. One that cannot be decided, for want of a price, would run nowhere.
func (o *exportOptions) then(w *workspace, f *score.Fleet) (func(*spec.Service) []string, error) {
	if o.plan == "" {
		return func(s *spec.Service) []string { return decidedSites(f, s) }, nil
	}
	placed, err := o.app.placed(w, o.plan)
	if err != nil {
		return nil, err
	}
	return func(s *spec.Service) []string { return placed[s.Name].Sites }, nil
}

// decidedSites are those of a service's decision.
func decidedSites(f *score.Fleet, s *spec.Service) []string {
	g, err := f.Glance(s)
	if err != nil {
		return nil
	}
	if at, err := g.Winner(); err == nil && at != nil {
		return at.Sites
	}
	return nil
}

// pairsOf are the options of two sites that are one of the places, by name.
func pairsOf(options []*policies.Option, places ...[]string) (pairs []string) {
	for _, o := range options {
		for _, sites := range places {
			if len(o.Sites) > 1 && sameElements(o.Sites, sites) {
				pairs = append(pairs, o.ID)
			}
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// sameElements tells whether two lists without doubles hold the same, in any order.
func sameElements(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

// excused are the rules that exceptions let a service off on the workspace's day.
func (w *workspace) excused(s *spec.Service) (rules []string) {
	for _, x := range w.Exceptions {
		if x.Service.V == s.Name && !w.Settings.AsOf.V.After(x.Expires.V) {
			rules = append(rules, x.Check.V)
		}
	}
	return rules
}

// saidOf is what a cluster's admin must know of an export, as comments.
func (w *workspace) saidOf(site string) string {
	day := w.Settings.AsOf.V
	var b strings.Builder
	fmt.Fprintf(&b, "# Written by berth policy export admission for the cluster of %s, seen from %s.\n", site, day.Format(time.DateOnly))
	b.WriteString("# Apply all of it, in this order. Judged are workloads with the label berth.dev/service.\n")
	for _, x := range w.Exceptions {
		if x.Service.V != "" && !day.After(x.Expires.V) {
			fmt.Fprintf(&b, "# Excused: %s for service %s until %s. The cluster knows no days: export again after it.\n",
				x.Check.V, x.Service.V, x.Expires.V.Format(time.DateOnly))
		}
	}
	return b.String()
}
