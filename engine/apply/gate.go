package apply

import (
	"context"
	"fmt"
	"slices"

	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// GateError says that the plan waits for a person.
type GateError struct {
	// Gate is the ID of the step, Asks what it asks the person for.
	Gate, Asks string
}

// Error says what is asked for and how to go on.
func (e *GateError) Error() string {
	return fmt.Sprintf("gate %s: %s; then resume --gate %s", e.Gate, e.Asks, e.Gate)
}

// shut returns a gate of the stage that nobody has opened yet, nil where there is
// none. A delivery that waits to be merged is one.
func (r *run) shut(tasks []*task) *task {
	for _, t := range tasks {
		if t.unmerged || t.step.Kind == step.Gate && !slices.Contains(r.progress.passed, t.step.ID) {
			return t
		}
	}
	return nil
}

// waitAt writes on every cluster at which gate the plan waits. The plan stays open,
// and other plans stay away from its services, while nobody holds a lease.
func (r *run) waitAt(ctx context.Context, t *task, asks string) error {
	for _, s := range r.sites {
		if s.cluster.Open == nil || s.cluster.Open.Plan != r.job.Plan || s.cluster.Open.Gate == t.step.ID {
			continue
		}
		if err := s.writeCluster(ctx, func(c *record.Cluster) { c.Open.Gate = t.step.ID }); err != nil {
			return err
		}
	}
	r.progress.gate = t.step.ID
	r.tellStep(GateShut, t.step, asks)
	if err := r.noteGate(t.step); err != nil {
		return err
	}
	return &GateError{Gate: t.step.ID, Asks: asks}
}
