package apply

import (
	"context"
	"fmt"
	"time"
)

// drain lets what is under way on the old side come to its end. Nothing is sent.
func (r *run) drain(ctx context.Context, t *task) error {
	r.tellStep(StepWaits, t.step, fmt.Sprintf("%d s, for requests under way", t.step.Seconds))
	return r.job.Clock.Sleep(ctx, time.Duration(t.step.Seconds)*time.Second)
}
