package audit

import "slices"

// Law is something that always holds.
type Law string

// The laws.
const (
	// Planned: every change is a step of the plan that is open on its cluster, or one
	// of berth's own sets, records and leases.
	Planned Law = "only what is planned"
	// Once: no step has its effect twice.
	Once Law = "each step once"
	// Ordered: no step has its effect before those of the stages before.
	Ordered Law = "stages in order"
	// Gated: no step has its effect before a person opened the gates before it.
	Gated Law = "gates wait"
	// Content: a change leaves what its step says.
	Content Law = "the plan's content"
	// Named: nothing is made or taken over that a set or a record does not name.
	Named Law = "named before it is made"
	// Owned: nothing is changed or removed that is not berth's at that instant.
	Owned Law = "only what is berth's"
	// Tracked: nothing is written that another tool keeps.
	Tracked Law = "others' objects"
	// Claims: no claim is ever removed.
	Claims Law = "claims stay"
	// Serving: of what served at the start, a side serves at every instant.
	Serving Law = "a side serves"
	// Single: of what may run once, never two sides run.
	Single Law = "one side runs"
	// Leased: who writes holds the lease of the cluster.
	Leased Law = "one writer"
	// Epochs: the records' epochs and generations rise.
	Epochs Law = "epochs rise"
	// Done: at the end every step has had its effect.
	Done Law = "nothing is lost"
	// Closed: at the end the records say that the plan is carried out.
	Closed Law = "the plan is closed"
	// Sets: at the end the sets name exactly what is there and is berth's, and at no
	// instant do they forget something that is.
	Sets Law = "nothing is untracked"
	// Foreign: what is no business of the plan is as it was.
	Foreign Law = "the rest is as it was"
)

// Laws are all laws.
func Laws() []Law {
	return []Law{
		Planned, Once, Ordered, Gated, Content, Named, Owned, Tracked, Claims, Serving, Single,
		Leased, Epochs, Done, Closed, Sets, Foreign,
	}
}

// Count sorts violations into what people ask first.
func Count(all []Violation) (lost, doubled, untracked int) {
	for _, v := range all {
		switch {
		case slices.Contains([]Law{Done, Closed, Serving, Foreign, Claims, Owned, Content}, v.Law):
			lost++
		case slices.Contains([]Law{Sets, Named}, v.Law):
			untracked++
		default:
			doubled++
		}
	}
	return lost, doubled, untracked
}
