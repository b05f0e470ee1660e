package gke

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/engine/ground"
	"berth.dev/engine/target"
)

// beside are operations of Google's that run beside others.
var beside = []string{"AUTO_REPAIR_NODES", "SET_NODE_POOL_MANAGEMENT"}

// skew is by how much Google's clock and the machine's may differ.
const skew = time.Minute

const firstPoll, longestPoll = 2 * time.Second, 15 * time.Second

// running is an operation that must end before the step can ask for anything, nil for
// none. The step's own comes before foreign ones.
func (r *run) running(seen *Seen) *Operation {
	var found *Operation
	for i := range seen.Running {
		op := &seen.Running[i]
		if !r.any && slices.Contains(beside, op.Type) {
			continue
		}
		if r.isMine(op) {
			return op
		}
		if found == nil {
			found = op
		}
	}
	r.any = false
	return found
}

// isMine tells whether an operation is one that this step has begun: of its type, about
// its part, begun since the step was.
func (r *run) isMine(op *Operation) bool {
	return op.Pool == r.step.Part && slices.Contains(types(r.step), op.Type) && !op.Start.Before(r.hand.Since.Add(-skew))
}

// types are what Google calls the operations of a step.
func types(s *ground.Step) []string {
	switch s.Kind {
	case ground.MakeCluster:
		return []string{"CREATE_CLUSTER"}
	case ground.RemoveCluster:
		return []string{"DELETE_CLUSTER"}
	case ground.MakePool:
		return []string{"CREATE_NODE_POOL", "DELETE_NODE_POOL"}
	case ground.RemovePool:
		return []string{"DELETE_NODE_POOL"}
	case ground.ResizePool:
		return []string{"SET_NODE_POOL_SIZE"}
	case ground.Upgrade:
		if s.Part == "" {
			return []string{"UPGRADE_MASTER", "UPDATE_CLUSTER"}
		}
		return []string{"UPGRADE_NODES"}
	}
	return []string{"UPDATE_CLUSTER", "UPGRADE_NODES"}
}

// wait waits until an operation has ended. Where it is the step's own, its failure is
// the step's; one that nobody knows any more is found by what it left.
func (r *run) wait(ctx context.Context, op Operation, mine bool) error {
	words := fmt.Sprintf("waiting for %s (%s)", op.Name, r.describe(op, mine))
	r.say(words)
	r.point("waiting")
	for pause := firstPoll; ; pause = min(longestPoll, 2*pause) {
		o, err := read(ctx, r.client, "read "+op.Name, func(ctx context.Context) (*containerpb.Operation, error) {
			return r.client.api.GetOperation(ctx, &containerpb.GetOperationRequest{Name: r.name.operation(op.Name)}, once)
		})
		switch {
		case target.ClassOf(err) == target.Absent:
			return r.lost(ctx, op)
		case err != nil:
			return err
		case o.GetStatus() == containerpb.Operation_DONE:
			return r.ended(op, o, mine)
		}
		if err := r.inTime(fmt.Sprintf("%s (%s), which still runs", op.Name, r.describe(op, mine))); err != nil {
			return err
		}
		if err := r.client.clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// lost lets the caller look what an operation has left that Google has forgotten. Lists
// may have it for longer.
func (r *run) lost(ctx context.Context, op Operation) error {
	if err := r.inTime(op.Name + ", which Google has forgotten"); err != nil {
		return err
	}
	return r.client.clock.Sleep(ctx, firstPoll)
}

// ended says what an operation that has ended means for the step.
func (r *run) ended(op Operation, o *containerpb.Operation, mine bool) error {
	why := failure(o)
	switch {
	case why == "":
		return nil
	case !mine:
		r.say(fmt.Sprintf("%s has failed; it was not berth's", op.Name))
		return nil
	}
	return r.refused(r.step, nil, "%s (%s) has failed: %s", op.Name, op.Type, why)
}

// describe tells an operation to a person.
func (r *run) describe(op Operation, mine bool) string {
	what := op.Type
	if op.Pool != "" {
		what += " of pool " + op.Pool
	}
	if !mine {
		what += ", not berth's"
	}
	if !op.Start.IsZero() {
		what += ", since " + op.Start.UTC().Format("15:04 MST")
	}
	return what
}
