package assign

import (
	"slices"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
)

// Keys are what a bill is asked for, sorted, each once: the keys of its rules, and those
// by which rows that no rule takes are told apart.
func Keys(b *spec.Bill) []string {
	keys := slices.Concat(b.Names.V, telling(b.Kind.V))
	for _, a := range b.Assigns {
		for key := range a.Match.V {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// telling are the keys by which people know what a row was paid for.
func telling(kind string) []string {
	if kind == bill.OpenCost {
		return []string{"controller", "namespace"}
	}
	return []string{"service", "sub_account"}
}

// Rules are those of one bill, made ready for many rows.
type Rules struct{}

// New makes a bill's rules ready.
func New(w *spec.Workspace, b *spec.Bill) *Rules { return &Rules{} }

// Given is whose rows with some keys are, and by which rule.
type Given struct {
	spec.Owner
	// Site is where the cost arises.
	Site string
	// Rule says in words what gave it, "" where nothing did.
	Rule string
	// What says what was paid for, and Advice is a rule that would give it to somebody;
	// both are for rows that no rule takes.
	What, Advice string
}

// Give tells whose a row is. Keys are the values of [Keys], in their order.
func (r *Rules) Give(keys []string) Given { return Given{} }
