package reports

import (
	"fmt"
	"strings"
)

// groundView lists what is done to clusters, nothing where nothing is.
func (k *Work) groundView() []block {
	if k.Ground == nil || len(k.Ground.Before)+len(k.Ground.After) == 0 {
		return nil
	}
	blocks := []block{heading{2, []text{{"What is done to clusters", strong}, {k.Ground.title(), dim}}}}
	for _, half := range []struct {
		words string
		steps []GroundStep
	}{{"Before the services:", k.Ground.Before}, {"After them:", k.Ground.After}} {
		if len(half.steps) > 0 {
			blocks = append(blocks, paragraph{parts: []text{say(half.words)}}, groundTable(half.steps))
		}
	}
	return append(blocks, k.Ground.hintsView()...)
}

func groundTable(steps []GroundStep) table {
	t := table{columns: []column{{name: "step"}, {name: "on"}, {name: "does"}, {name: "why", wraps: true}}, indent: 2}
	for i := range steps {
		s := &steps[i]
		one := row{cells: []text{{s.ID, dim}, say(s.Site), {s.does(), strong}, say(s.Why)}}
		if len(s.Effects) > 0 {
			one.notes = append(one.notes, text{strings.Join(s.Effects, ", "), doubtful})
		}
		for line := range strings.Lines(s.Diff) {
			one.notes = append(one.notes, diffLine(strings.TrimRight(line, "\n")))
		}
		t.rows = append(t.rows, one)
	}
	return t
}

// diffLine is a line of a unified diff.
func diffLine(line string) text {
	switch {
	case strings.HasPrefix(line, "+"):
		return text{line, good}
	case strings.HasPrefix(line, "-"):
		return text{line, bad}
	}
	return text{line, dim}
}

// does says what a step does to what.
func (s *GroundStep) does() string {
	words := s.Kind
	if s.Part != "" {
		words += " " + s.Part
	}
	switch {
	case s.From != "" && s.To != "":
		words += ": " + s.From + " → " + s.To
	case s.To != "":
		words += ": " + s.To
	}
	return words
}

func (g *WorkGround) title() string {
	var names []string
	for i := range g.Sites {
		words := g.Sites[i].Site + " (" + g.Sites[i].Provider
		if !g.Sites[i].Exists {
			words += ", to be made"
		}
		names = append(names, words+")")
	}
	return fmt.Sprintf("%s · %s", count(len(g.Before)+len(g.After), "step"), listed(names))
}

// hintsView says who holds locks and when windows are open.
func (g *WorkGround) hintsView() (blocks []block) {
	var list items
	for i := range g.Sites {
		s := &g.Sites[i]
		if s.Window != "" {
			list.entries = append(list.entries, []text{say(s.Site + ": what disturbs begins within " + s.Window)})
		}
		switch {
		case s.Lock != "" && !s.Exists:
			list.entries = append(list.entries, []text{say(s.Site + ": the lease is held on the cluster of " + s.Lock + " until there is one here")})
		case !s.Exists:
			list.entries = append(list.entries, []text{{s.Site + ": no cluster can hold a lease yet, so only the state folder is locked: carry the plan out from one machine", doubtful}})
		}
	}
	if len(list.entries) > 0 {
		blocks = append(blocks, list)
	}
	return blocks
}

// groundStatusView shows clusters that berth manages, nothing where there are none.
func groundStatusView(all []StatusGround) (blocks []block) {
	t := table{columns: []column{{name: "site"}, {name: "what"}, {name: "is", wraps: true}, {name: "version"}}, indent: 2}
	var wants items
	for i := range all {
		g := &all[i]
		is := text{g.Provider, plain}
		switch {
		case g.Unknown != "":
			is = text{"not known: " + g.Unknown, doubtful}
		case !g.Exists:
			is = text{"not there", doubtful}
		}
		t.rows = append(t.rows, row{cells: []text{{g.Site, strong}, say(g.Cluster), is, say(g.Version)}})
		for _, p := range g.Parts {
			t.rows = append(t.rows, row{cells: []text{say(""), say(p.Name), say(p.Is), say(p.Version)}})
		}
		for _, words := range g.Running {
			wants.entries = append(wants.entries, []text{say(g.Site + ": under way: " + words)})
		}
		for _, words := range g.Wants {
			wants.entries = append(wants.entries, []text{{g.Site + ": " + words, doubtful}})
		}
	}
	if len(t.rows) > 0 {
		blocks = append(blocks, heading{2, []text{{"Clusters that berth manages", strong}}}, t)
	}
	if len(wants.entries) > 0 {
		blocks = append(blocks, heading{2, []text{{"What a plan would do to them now", strong}}}, wants)
	}
	return blocks
}
