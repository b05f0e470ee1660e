package cli

import (
	"context"
	"runtime"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// decided is what came of one service.
type decided struct {
	service  *spec.Service
	decision *score.Decision
	err      error
}

// inFlight is how many decisions per worker may wait for their turn. It bounds
// the memory: a decision with its reasons is some kilobytes.
const inFlight = 32

// decideAll decides services side by side and calls take for each, one at a
// time, in their order. It stops at the first error that take returns.
func decideAll(ctx context.Context, f *score.Fleet, services []*spec.Service, take func(decided) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := runtime.GOMAXPROCS(0)
	type job struct {
		service *spec.Service
		result  chan decided
	}
	jobs := make(chan job)
	// turns holds the results in order; its size is what bounds the memory.
	turns := make(chan chan decided, workers*inFlight)
	go func() {
		defer close(turns)
		defer close(jobs)
		for _, s := range services {
			j := job{s, make(chan decided, 1)}
			select {
			case turns <- j.result:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range workers {
		go func() {
			for j := range jobs {
				d, err := f.Evaluate(j.service)
				j.result <- decided{j.service, d, err}
			}
		}()
	}
	for turn := range turns {
		select {
		case d := <-turn:
			if err := take(d); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
