package gke

import (
	"encoding/json"
	"fmt"

	"berth.dev/engine/ground"
)

// Task is what the Args of a step tell the driver.
type Task struct {
	// Version is what the control plane or the pool is to run, Was what it ran when the
	// step was planned.
	Version string `json:"version,omitempty"`
	Was     string `json:"was,omitempty"`
	// Channel is the release channel to be in; Was the one before.
	Channel string `json:"channel,omitempty"`
	// Pool is the pool to make, or whose labels and taints are to be.
	Pool *Pool `json:"pool,omitempty"`
	// PerZone is how many nodes the pool is to have in each zone, Nodes over all of them
	// and Had how many it had.
	PerZone int `json:"per_zone,omitempty"`
	Nodes   int `json:"nodes,omitempty"`
	Had     int `json:"had,omitempty"`
	// Scale are the bounds to be, nil for a pool that does not scale itself; Scaled are
	// those that were.
	Scale  *Bounds `json:"scale,omitempty"`
	Scaled *Bounds `json:"scaled,omitempty"`
}

// mostNodes is more than a cluster of Google's may have.
const mostNodes = 100_000

// TaskOf reads what a step tells the driver.
func TaskOf(s *ground.Step) (*Task, error) {
	t := &Task{}
	if err := strict(s.Args, t); err != nil {
		return nil, fmt.Errorf("site %s, step %s: %w", s.Site, s.ID, err)
	}
	if s.Part != "" && !clusterGrammar.MatchString(s.Part) {
		return nil, fmt.Errorf("site %s, step %s: %q is no name of a pool", s.Site, s.ID, s.Part)
	}
	counts := []int{t.PerZone, t.Nodes, t.Had}
	if t.Scale != nil {
		counts = append(counts, t.Scale.Min, t.Scale.Max)
	}
	for _, n := range counts {
		if n < 0 || n > mostNodes {
			return nil, fmt.Errorf("site %s, step %s: %d nodes are none that a pool can have", s.Site, s.ID, n)
		}
	}
	return t, nil
}

// JSON is the canonical form, for a step's Args.
func (t *Task) JSON() (json.RawMessage, error) { return compact(t) }
