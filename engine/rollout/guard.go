package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// fifth is the part of what berth has that may be deleted without being asked for:
// one in five.
const fifth = 5

// TooMuch is an error: the work would delete more than it may without being told to.
type TooMuch struct {
	// What are the objects, in order; Last are the services of which no copy is left.
	What []string
	Last []string
	// Of is how many objects berth has.
	Of int
}

// Error names all that would be deleted.
func (t *TooMuch) Error() string {
	var b strings.Builder
	if len(t.Last) > 0 {
		fmt.Fprintf(&b, "no copy would be left of: %s\n", strings.Join(t.Last, ", "))
	}
	if len(t.What) > 0 {
		fmt.Fprintf(&b, "%d of berth's %d objects would be deleted that nothing wants any more:\n  %s\n", len(t.What), t.Of, strings.Join(t.What, "\n  "))
	}
	return b.String() + "if this is meant, allow it (--allow-delete); if not, look why the specs and the services' manifests do not have them"
}

// guard refuses deletions that may come from an input that is wrong: an empty folder
// looks just like a wish to delete everything. What a move removes on the old side is
// none of them, for it is made on the new side first.
func (b *builder) guard() error {
	t := &TooMuch{Last: b.last}
	for _, site := range b.world.sites {
		for _, set := range b.world.sides[site].Sets {
			for _, m := range set.Members {
				if !m.Kept {
					t.Of++
				}
			}
		}
	}
	for _, p := range b.unwanted {
		t.What = append(t.What, p.String())
	}
	if b.in.AllowDelete || len(t.Last) == 0 && fifth*len(t.What) <= t.Of {
		return nil
	}
	slices.Sort(t.What)
	slices.Sort(t.Last)
	return t
}

// runsOut tells whether a draft deletes, on some site, workloads that nothing wants any
// more, and nothing that the service wants there runs: manifests that have lost their
// Deployment look like a wish to stop it.
func (d *draft) runsOut() bool {
	return slices.ContainsFunc(d.unwanted, func(p place) bool {
		return isWorkload(p.ref.Kind) && !slices.ContainsFunc(d.service.Objects[p.site], func(o object.Object) bool { return isWorkload(o.Ref().Kind) })
	})
}
