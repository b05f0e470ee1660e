package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// memoryLimit is what the collector is asked to keep to: the largest fleets fit in
// 1.5 GB with it, and need a tenth more without.
const memoryLimit = "GOMEMLIMIT=1350MiB"

// child is the first argument of a process that does one task.
const child = "-task"

// task is one run of berth on one generated fleet.
type task struct {
	Services int
	Seed     int64
	Tight    bool
	Gap      float64
	Effort   float64
	Timeout  time.Duration
	// Processor says that Timeout and the times of marks count cpu seconds.
	Processor bool
	Check     bool
}

// problem makes the task's fleet.
func (t task) problem() *place.Problem {
	coupling := enginetest.Loose
	if t.Tight {
		coupling = enginetest.Tight
	}
	return enginetest.Problem(t.Services, t.Seed, coupling)
}

// outcome is what came of a task.
type outcome struct {
	// Missing says why there is no placement; empty where there is one.
	Missing string
	Cost    int64
	Floor   int64
	Stop    string
	Leaves  int
	// Wall and CPU are those of the search alone.
	Wall, CPU time.Duration
	// Reached is how long it took to come to each of marks(), 0 for never.
	Reached []time.Duration
	// Memory is the most that the process held until then, in bytes, the fleet's making
	// included; 0 where it is not known.
	Memory int64
	// Checked says what the check of the proof found wrong; empty for nothing.
	Checked string
}

// marks are the gaps whose times are told.
func marks() []float64 { return []float64{1e-3, 3e-4, 2.5e-4, 2e-4, 1e-4} }

func (o outcome) gap() float64 { return gap(o.Cost, o.Floor) }

// closed says whether the gap that was asked for is proven.
func (o outcome) closed() bool {
	return o.Missing == "" && (o.Stop == string(optimise.Optimal) || o.Stop == string(optimise.Near))
}

// task is what the settings make of a fleet.
func (b *bench) task(n int, seed int64, tight bool) task {
	return task{Services: n, Seed: seed, Tight: tight, Gap: b.gap, Effort: b.effort, Timeout: b.timeout, Processor: b.processor, Check: b.check}
}

// run does a task in a process of its own, once.
func (b *bench) run(ctx context.Context, t task) (outcome, error) {
	if o, done := b.runs[t]; done {
		return o, nil
	}
	b.say("berth: %d services, seed %d", t.Services, t.Seed)
	self, err := os.Executable()
	if err != nil {
		return outcome{}, err
	}
	asked, err := json.Marshal(t)
	if err != nil {
		return outcome{}, err
	}
	command := exec.CommandContext(ctx, self, child, string(asked))
	command.Stderr = b.progress
	command.Env = append(os.Environ(), memoryLimit)
	printed, err := command.Output()
	if err != nil {
		return outcome{}, fmt.Errorf("berth with %d services, seed %d: %w", t.Services, t.Seed, err)
	}
	var o outcome
	if err := json.Unmarshal(printed, &o); err != nil {
		return o, err
	}
	if o.Checked != "" {
		b.fault("%d services, seed %d: the proof does not hold: %s", t.Services, t.Seed, o.Checked)
	}
	b.runs[t] = o
	return o, nil
}

// answer does a task in this process and prints what came of it.
func answer(asked string, stdout, stderr io.Writer) int {
	var t task
	if err := json.NewDecoder(strings.NewReader(asked)).Decode(&t); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	var line bytes.Buffer
	if err := json.NewEncoder(&line).Encode(solve(t)); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	if _, err := stdout.Write(line.Bytes()); err != nil {
		return 1
	}
	return 0
}

// solve makes the fleet and lets berth place it.
func solve(t task) outcome {
	p := t.problem()
	o := outcome{Reached: make([]time.Duration, len(marks()))}
	options := optimise.DefaultOptions()
	options.Gap, options.Effort = t.Gap, t.Effort
	begin, before := time.Now(), processor()
	wall := func() time.Duration { return time.Since(begin) }
	cpu := func() time.Duration { return processor() - before }
	clock := wall
	if t.Processor {
		clock = cpu
	}
	reach := func(gap float64) {
		for k, mark := range marks() {
			if o.Reached[k] == 0 && gap <= mark {
				o.Reached[k] = clock()
			}
		}
	}
	options.Progress = func(now optimise.Progress) { reach(now.Gap()) }
	ctx, stop := until(t.Timeout, clock)
	defer stop()
	got, err := optimise.Solve(ctx, p, options)
	o.Wall, o.CPU, o.Memory = wall(), cpu(), peak()
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &unfound):
		o.Missing, o.Stop = err.Error(), stopped(unfound.Stop)
	case err != nil:
		o.Missing = err.Error()
	default:
		o.Cost, o.Floor, o.Stop, o.Leaves = got.Cost, got.Floor, stopped(got.Stop), leaves(got.Tree)
		reach(o.gap())
		if t.Check {
			o.Checked = check(p, got)
		}
	}
	return o
}

// stopped is why a search ended. Nobody else interrupts it, so it was the time, even
// where cpu seconds were counted and the search cannot know.
func stopped(s optimise.Stop) string {
	if s == optimise.Interrupted {
		s = optimise.Time
	}
	return string(s)
}

// until is a context whose time is up when the clock says so.
func until(timeout time.Duration, clock func() time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancelCause(context.Background())
	go func() {
		tick := time.NewTicker(timeout/1000 + time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-tick.C:
				if clock() >= timeout {
					stop(context.DeadlineExceeded)
				}
			}
		}
	}()
	return ctx, func() { stop(nil) }
}

// processor is the cpu time of this process.
func processor() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
