package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/step"
)

// mostTold is how many lines of a kind a person reads before agreeing; the steps have all.
const mostTold = 20

// surprisesView lists what a person would not expect of steps that move services: what
// changes in what runs, whose objects become berth's, and what will shut or scale it.
func (k *Work) surprisesView() []block {
	var changed, made []string
	taken := map[string]int{}
	for i := range k.Stages {
		for j := range k.Stages[i].Steps {
			x := &k.Stages[i].Steps[j]
			for _, c := range x.Changes {
				if c.runs() {
					changed = append(changed, x.subject()+" on "+x.Site+": "+strings.TrimPrefix(c.words(), "~ "))
				}
			}
			if x.Kind == string(step.Adopt) {
				taken[x.owners()]++
			}
			if x.Kind == string(step.Create) && x.governs() {
				made = append(made, x.subject()+" on "+x.Site)
			}
		}
	}
	var whose []string
	for _, owners := range slices.Sorted(maps.Keys(taken)) {
		whose = append(whose, count(taken[owners], "object")+" that "+owners)
	}
	return slices.Concat(
		toldView("Changes in what runs", changed),
		toldView("Becomes berth's, and stays so after an undo", whose),
		toldView("Network policies and autoscalers that are made", made),
		toldView("What planning warned of", k.Notes))
}

// toldView is a list under its heading, nothing for an empty one.
func toldView(title string, lines []string) []block {
	if len(lines) == 0 {
		return nil
	}
	var list items
	for _, line := range lines[:min(len(lines), mostTold)] {
		list.entries = append(list.entries, []text{say(line)})
	}
	if more := len(lines) - mostTold; more > 0 {
		list.entries = append(list.entries, []text{{fmt.Sprintf("and %d more: see show --diff", more), dim}})
	}
	return []block{heading{2, []text{{title, strong}}}, list}
}

// runs tells whether a change is of what runs, or of how much of it.
func (c WorkChange) runs() bool {
	return strings.HasSuffix(c.Field, ".image") || c.Field == "spec.replicas"
}

// owners say who wrote what an adoption takes over.
func (x *WorkStep) owners() string {
	if len(x.Managers) == 0 {
		return "run already, unchanged"
	}
	return strings.Join(x.Managers, " and ") + " wrote"
}

// governs tells whether a step's object acts on what runs beside it.
func (x *WorkStep) governs() bool {
	return strings.HasPrefix(x.Object, "NetworkPolicy ") || strings.HasPrefix(x.Object, "HorizontalPodAutoscaler ")
}
