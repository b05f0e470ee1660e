package gke

import (
	"errors"

	"berth.dev/engine/spec"
)

// Order reads from a site of the specs what its cluster is to be. Need is how many nodes
// of a pool the plan needs, by the pool's name in the specs: it may be more than the
// specs say, up to max_nodes. A mistake is an error that names the word; it may join
// several.
func Order(s *spec.Site, need map[string]int) (*Orders, error) {
	return nil, errors.New("gke: not written yet")
}
