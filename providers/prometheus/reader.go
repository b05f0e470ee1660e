package prometheus

import (
	"context"
	"fmt"
	"strings"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"

	"berth.dev/engine/measure"
)

// mostSteps is how many points of one series Prometheus answers at once.
const mostSteps = 11_000

// reader carries out one request.
type reader struct {
	*Source
	request measure.Request
	// text is the query as it is sent.
	text string
	put  func(measure.Batch) error

	call   call
	answer measure.Answer
	// series and unnamed count those that came, over all calls; histograms those that
	// have no numbers.
	series, unnamed, histograms int
	// dropped are the values left out, by reason.
	dropped losses
}

// read asks stretch by stretch.
func (r *reader) read(ctx context.Context) error {
	steps, err := r.steps()
	if err != nil {
		return err
	}
	size := r.size(r.request.Query)
	for at := 0; at < steps; {
		n := min(size, steps-at)
		matrix, v := r.ask(ctx, at, n)
		if v != nil {
			if size = v.shorter(n); size > 0 {
				continue
			}
			return r.last(v)
		}
		if size < mostSteps {
			r.remember(r.request.Query, size)
		}
		if err := r.hand(matrix, at, n); err != nil {
			return err
		}
		at += n
	}
	return r.conclude()
}

// last is the failure at which a reading ends.
func (r *reader) last(v *verdict) *measure.Failure {
	if v.less && v.Cause == measure.TooLarge {
		return r.fail(measure.TooLarge, "a single step is too much: %s. Let the query aggregate by service", strings.TrimPrefix(v.Words, r.address+": ")).Failure
	}
	return v.Failure
}

// steps is how many steps the request has.
func (r *reader) steps() (int, error) {
	step, from, to := r.request.Step, r.request.From, r.request.To
	if step < time.Second || step%time.Second != 0 {
		return 0, r.fail(measure.Wrong, "a step of %s cannot be asked for: set step to whole seconds", step).Failure
	}
	if from.UnixNano()%int64(step) != 0 {
		return 0, r.fail(measure.Wrong, "%s is not on the grid of %s", from.Format(time.RFC3339), step).Failure
	}
	return int(max(0, to.Sub(from)+step-1) / step), nil
}

// ask asks for some steps from one on, as often as attempts allow.
func (r *reader) ask(ctx context.Context, at, n int) (model.Matrix, *verdict) {
	for attempt := 1; ; attempt++ {
		matrix, v := r.once(ctx, at, n)
		if v == nil || !v.Again || v.less || attempt == r.limits.Attempts || ctx.Err() != nil {
			return matrix, v
		}
		d := max(v.wait, backoff(attempt))
		if deadline, is := ctx.Deadline(); is && time.Until(deadline) < d || d > longestWait {
			return nil, v
		}
		if err := r.wait(ctx, d); err != nil {
			return nil, r.judge(ctx, err)
		}
	}
}

// longestWait is how long a server may ask to be left alone; one that asks for more is
// asked by the next measurement.
const longestWait = 5 * time.Minute

// backoff is the pause after a failed attempt: half a second, doubled each time.
func backoff(attempt int) time.Duration {
	const first, most = 500 * time.Millisecond, 30 * time.Second
	return min(first<<min(attempt-1, 10), most)
}

// once asks one time. A point stands for the step before the moment it is computed for.
func (r *reader) once(ctx context.Context, at, n int) (model.Matrix, *verdict) {
	step := r.request.Step
	begin := r.request.From.Add(time.Duration(at+1) * step)
	r.call.count = 0
	within, cancel := context.WithTimeout(context.WithValue(ctx, callKey{}, &r.call), r.limits.Timeout)
	defer cancel()
	value, warnings, infos, err := r.api.QueryRange(within, r.text, v1.Range{
		Start: begin, End: begin.Add(time.Duration(n-1) * step), Step: step,
	}, v1.WithTimeout(r.limits.Timeout))
	r.answer.Calls += r.call.count
	if err != nil {
		return nil, r.judge(ctx, err)
	}
	matrix, is := value.(model.Matrix)
	if !is {
		return nil, r.fail(measure.Nonsense, "its answer is no matrix: %.20s", fmt.Sprint(value))
	}
	if len(matrix) > r.limits.Series {
		return nil, r.fail(measure.TooLarge, "the answer has more than %d series. Let the query aggregate by service", r.limits.Series)
	}
	r.note(r.call.partial, warnings, infos)
	return matrix, nil
}

// note keeps what the server says beside the numbers. Its remarks on PromQL are about
// the query; any other warning is about data that is missing.
func (r *reader) note(partial bool, warnings, infos []string) {
	r.answer.Partial = r.answer.Partial || partial
	for _, w := range warnings {
		r.answer.Partial = r.answer.Partial || !isRemark(w)
	}
	all := r.answer.Warnings
	for _, some := range [][]string{warnings, infos} {
		all = append(all, some[:min(len(some), mostWarnings)]...)
	}
	r.answer.Warnings = r.words(all)
}
