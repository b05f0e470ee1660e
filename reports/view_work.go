package reports

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// WriteWork writes every step of a plan.
func WriteWork(w io.Writer, o Options, k Work) error {
	return write(w, o, k, func() []block { return workView(&k) })
}

// workView lists all steps, stage by stage.
func workView(k *Work) []block {
	blocks := append([]block{heading{1, []text{{k.title(), strong}}}, k.pinned()}, append(k.groundView(), k.surprisesView()...)...)
	for i := range k.Stages {
		s := &k.Stages[i]
		t := table{columns: []column{{name: "step"}, {name: "does"}, {name: "on", drop: 1}, {name: "what"}, {name: "why", wraps: true}}, indent: 2}
		for _, x := range s.Steps {
			one := row{cells: []text{{x.ID, dim}, {x.Kind, strong}, say(x.Site), say(x.subject()), say(x.Why)}}
			if x.Loses != "" {
				one.notes = append(one.notes, text{"cannot be undone: " + x.Loses, doubtful})
			}
			for _, c := range x.Changes {
				one.notes = append(one.notes, say(c.words()))
			}
			t.rows = append(t.rows, one)
		}
		blocks = append(blocks, heading{2, []text{{fmt.Sprintf("%d. %s", s.Number, s.What), strong}, {s.when(), dim}}}, t)
	}
	return append(blocks, k.leftView()...)
}

// stagesView is the short form, for a plan's report: a line a stage.
func (k *Work) stagesView() []block {
	t := table{columns: []column{{name: "stage", right: true}, {name: "wave", right: true}, {name: "does"}, {name: "services", wraps: true}}, indent: 2}
	for i := range k.Stages {
		s := &k.Stages[i]
		wave := "–"
		if s.Wave > 0 {
			wave = fmt.Sprint(s.Wave)
		}
		t.rows = append(t.rows, row{cells: []text{say(fmt.Sprint(s.Number)), say(wave), {s.What, strong}, say(s.services())}})
	}
	blocks := append(k.groundView(), heading{2, []text{{"How it is carried out", strong}, {k.title(), dim}}})
	if len(t.rows) > 0 {
		blocks = append(blocks, t)
	}
	if lost := k.lossesView(); lost != nil {
		blocks = append(blocks, heading{2, []text{{"What cannot be undone", strong}}}, lost)
	}
	return append(blocks, k.leftView()...)
}

// title says in one line how much there is to do.
func (k *Work) title() string {
	if len(k.Stages) == 0 && k.Ground != nil && len(k.Ground.Before)+len(k.Ground.After) > 0 {
		return "nothing is to be done to services: by this plan only the clusters themselves change"
	}
	if len(k.Stages) == 0 {
		return "nothing is to be done: the clusters are as the plan wants them"
	}
	steps := 0
	for i := range k.Stages {
		steps += len(k.Stages[i].Steps)
	}
	what := ""
	if k.Undoes != "" {
		what = ", to take plan " + shortDigest(k.Undoes) + " back"
	}
	return fmt.Sprintf("%s in %s%s · %s written · %s on %s", count(steps, "step"), count(len(k.Stages), "stage"), what,
		count(k.Writes, "object"), count(k.Services, "service"), count(len(k.Clusters), "cluster"))
}

// pinned says what the steps are about.
func (k *Work) pinned() paragraph {
	var names []string
	for _, c := range k.Clusters {
		names = append(names, c.Site+" ("+c.Context+")")
	}
	words := fmt.Sprintf("Plan %s, from what %s held at %s.", shortDigest(k.Plan), strings.Join(names, " and "), k.Made)
	if len(names) == 0 { // there is no cluster yet that could have held anything
		words = fmt.Sprintf("Plan %s, made at %s.", shortDigest(k.Plan), k.Made)
	}
	if k.MaxAge > 0 {
		words += " It may begin until " + days(k.MaxAge) + " later."
	}
	return paragraph{parts: []text{{words, dim}}}
}

// days writes seconds as whole days, hours or minutes.
func days(seconds int64) string {
	for _, unit := range []struct {
		seconds int64
		name    string
	}{{86400, "day"}, {3600, "hour"}, {60, "minute"}} {
		if seconds >= unit.seconds && seconds%unit.seconds == 0 {
			return count(int(seconds/unit.seconds), unit.name)
		}
	}
	return count(int(seconds), "second")
}

// shortDigest is enough of a digest to tell plans apart.
func shortDigest(digest string) string {
	_, hex, _ := strings.Cut(digest, ":")
	return hex[:min(len(hex), 12)]
}

// subject is the object, or the service where there is none.
func (x *WorkStep) subject() string {
	if x.Object != "" {
		return x.Object
	}
	return x.Service
}

func (s *WorkStage) when() string {
	if s.Wave == 0 {
		return "in place"
	}
	return fmt.Sprintf("wave %d", s.Wave)
}

// services are those of a stage's steps.
func (s *WorkStage) services() string {
	var names []string
	for i := range s.Steps {
		names = append(names, s.Steps[i].Service)
	}
	slices.Sort(names)
	return listed(slices.Compact(names))
}

// fewLosses is how many objects that lose the same are told one by one.
const fewLosses = 3

// lossesView lists what an undo could not bring back, nil for nothing.
func (k *Work) lossesView() block {
	var list items
	of := map[string][]*WorkStep{}
	for i := range k.Stages {
		for j := range k.Stages[i].Steps {
			x := &k.Stages[i].Steps[j]
			of[x.Loses] = append(of[x.Loses], x)
		}
	}
	delete(of, "")
	for _, words := range slices.Sorted(maps.Keys(of)) {
		if n := len(of[words]); n > fewLosses {
			list.entries = append(list.entries, []text{say(count(n, "object") + ": " + words)})
			continue
		}
		for _, x := range of[words] {
			list.entries = append(list.entries, []text{{x.ID, dim}, say(x.subject() + " on " + x.Site + ": " + words)})
		}
	}
	if len(list.entries) == 0 {
		return nil
	}
	return list
}

// leftView lists what the work leaves alone.
func (k *Work) leftView() []block {
	if len(k.Left) == 0 {
		return nil
	}
	var list items
	for _, l := range k.Left {
		list.entries = append(list.entries, []text{{l.Service, strong}, say(l.Why)})
	}
	return []block{heading{2, []text{{"Left alone", strong}}}, list}
}

// words say what becomes of a field.
func (c WorkChange) words() string {
	switch {
	case c.Was == "":
		return fmt.Sprintf("+ %s: %s", c.Field, c.Becomes)
	case c.Becomes == "":
		return fmt.Sprintf("- %s: %s", c.Field, c.Was)
	}
	return fmt.Sprintf("~ %s: %s → %s", c.Field, c.Was, c.Becomes)
}
