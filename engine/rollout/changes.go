package rollout

import (
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// Change is something that is no longer as it was when a plan was made.
type Change struct {
	// Step is the step that is stale, "" where it is a whole cluster.
	Step string
	Site string
	// What says what has changed, beginning with the object.
	What string
}

// Changes compares work with what the clusters hold now, and names everything that has
// changed. Steps that done says are done count as such; of several steps about one
// object only the first that is not done is looked at, because the others are about
// what it leaves.
func Changes(w *step.Work, bag *object.Bag, now []Cluster, done func(step.Step) bool) []Change {
	var out []Change
	world := look(now)
	for _, c := range w.Clusters {
		side := world.sides[c.Site]
		switch {
		case side == nil:
			out = append(out, Change{Site: c.Site, What: fmt.Sprintf("site %s: its cluster was not read", c.Site)})
		case side.UID != c.UID:
			out = append(out, Change{Site: c.Site, What: fmt.Sprintf("site %s: context %s is another cluster now: its UID is %s, and the plan was made for %s", c.Site, c.Context, side.UID, c.UID)})
		case side.Record.Generation != c.Generation:
			out = append(out, Change{Site: c.Site, What: fmt.Sprintf("site %s: %d plans were finished on it, and there were %d when this one was made", c.Site, side.Record.Generation, c.Generation)})
		}
	}
	seen := map[place]bool{}
	for _, stage := range w.Stages {
		for _, s := range stage.Steps {
			if s.Object == nil || done(s) || world.sides[s.Site] == nil {
				continue
			}
			p := place{s.Site, *s.Object}
			if seen[p] {
				continue
			}
			seen[p] = true
			if state, why := Judge(s, world.sides[s.Site].live[p.ref], bag); state == Stale {
				out = append(out, Change{Step: s.ID, Site: s.Site, What: s.Site + ": " + why})
			}
		}
	}
	return out
}
