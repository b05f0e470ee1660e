package cli

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/measure"
	"berth.dev/engine/spec"
	"berth.dev/providers/datadog"
	"berth.dev/providers/prometheus"
)

// ask puts together the queries of a block: those of its sets, own ones in place of those
// of their kinds, and those of single services.
func (b *sourceBlock) ask(w *spec.Workspace, m *spec.Metrics) error {
	sets, err := chosenSets(setsOf(m.Kind.V, m.Match.V), m)
	if err != nil {
		return err
	}
	add := func(set string, q measure.Query) {
		b.Queries, b.sets = append(b.Queries, q), append(b.sets, set)
	}
	for _, set := range sets {
		for _, q := range set.Queries {
			if _, own := m.Queries.V[string(q.Kind)]; !own {
				add(set.Name, q)
			}
		}
	}
	for _, kind := range measure.Kinds() {
		if text, ok := m.Queries.V[string(kind)]; ok {
			add("", ownQuery(kind, text, m.Labels.V))
		}
	}
	for _, s := range w.Services {
		if t := s.Traffic; t != nil && t.Source.V == m.Name && t.Query.V != "" {
			kind := measure.Rate
			if t.Unit.V == measure.CPU.Unit() {
				kind = measure.CPU
			}
			add("", measure.Query{Kind: kind, Text: t.Query.V, Service: cmp.Or(m.Labels.V["service"], "service"), Only: s.Name})
		}
	}
	return nil
}

// ownQuery is a query of the workspace with its labels.
func ownQuery(kind measure.Kind, text string, labels map[string]string) measure.Query {
	q := measure.Query{Kind: kind, Text: text, Service: cmp.Or(labels["service"], "service")}
	if kind.Pair() {
		q.Service, q.Peer = cmp.Or(labels["from"], "from"), cmp.Or(labels["to"], "to")
	}
	return q
}

// setsOf are the ready-made sets for a kind of source, over series that have the labels.
func setsOf(kind string, match map[string]string) []measure.Set {
	switch kind {
	case kindPrometheus:
		return prometheus.SetsMatching(match)
	case kindDatadog:
		return datadog.Sets()
	}
	return nil
}

// chosenSets are the sets that a block names, in its order; without sets and queries
// those that are meant for everybody.
func chosenSets(known []measure.Set, m *spec.Metrics) (out []measure.Set, err error) {
	if !m.Sets.Set() && !m.Queries.Set() {
		return slices.DeleteFunc(slices.Clone(known), func(s measure.Set) bool { return !s.Default }), nil
	}
	var names []string
	for _, set := range known {
		names = append(names, set.Name)
	}
	for _, name := range m.Sets.V {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, fmt.Errorf("there is no set %q of queries for %s. %s", name, m.Kind.V, diag.Meant(name, names))
		}
		out = append(out, known[i])
	}
	return out, nil
}
