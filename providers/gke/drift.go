package gke

import (
	"slices"

	"berth.dev/engine/ground"
)

// Difference is something of a cluster that is not as the specs say.
type Difference struct {
	// Part is the pool that it is about, "" for the cluster.
	Part string
	// Is and Should are what it is and what the specs say, "" for what is not there.
	Is, Should string
	// Why says it to a person.
	Why string
}

// Drift is how a cluster differs from what was ordered: what [Steps] would change, in its
// order, without what Google changes by itself.
func Drift(want *Orders, seen *Seen) ([]Difference, error) {
	work, err := Steps(want, seen)
	if err != nil {
		return nil, err
	}
	var out []Difference
	for _, s := range slices.Concat(work.Before, work.After) {
		// A pool is emptied because it is removed.
		if s.Kind != ground.DrainPool {
			out = append(out, Difference{Part: s.Part, Is: s.From, Should: s.To, Why: s.Why})
		}
	}
	return out, nil
}
