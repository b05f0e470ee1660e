package optimise_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"slices"
	"syscall"
	"testing"
	"time"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

var (
	table    = flag.Int("table", 0, "print a table of fleets of so many services")
	seconds  = flag.Float64("seconds", 60, "with -table: how long each may take")
	cpu      = flag.Float64("cpu", 0, "with -table: how much processor time each may take, instead")
	reach    = flag.Float64("gap", 1e-4, "with -table: the gap at which to stop")
	tight    = flag.Bool("tight", false, "with -table: fleets that talk much")
	seeds    = flag.Int("seeds", 5, "with -table: how many fleets")
	seed     = flag.Int64("seed", 0, "with -table: this fleet alone")
	progress = flag.Bool("progress", false, "with -table: tell of the way")
)

// TestTable prints what is reached: go test ./engine/optimise -run Table -table 1000
func TestTable(t *testing.T) {
	if *table == 0 {
		t.Skip("a table is printed with -table N")
	}
	coupling := enginetest.Loose
	if *tight {
		coupling = enginetest.Tight
	}
	from, to := int64(1), int64(*seeds)
	if *seed > 0 {
		from, to = *seed, *seed
	}
	for seed := from; seed <= to; seed++ {
		line, err := run(t.Context(), enginetest.Problem(*table, seed, coupling))
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		fmt.Printf("n=%d seed=%d: %s\n", *table, seed, line)
	}
}

// watch notes when gaps are reached, by the clock and by processor time.
type watch struct {
	begin, last time.Time
	used        float64
	marks       []string
	reached     []float64
}

func (w *watch) hear(s optimise.Progress) {
	for _, g := range []float64{1e-3, 3e-4, 2e-4, 1e-4} {
		if s.Gap() <= g && !slices.Contains(w.reached, g) {
			w.reached = append(w.reached, g)
			w.marks = append(w.marks, fmt.Sprintf("%g%% in %.1f s (%.1f cpu s)", 100*g, time.Since(w.begin).Seconds(), processor()-w.used))
		}
	}
	if *progress && time.Since(w.last) > time.Second {
		w.last = time.Now()
		fmt.Printf("  %5.1f cpu s  best %.4f floor %.4f gap %.4f%% cuts %d nodes %d\n",
			processor()-w.used, float64(s.Best)/1e9, float64(s.Floor)/1e9, 100*s.Gap(), s.Cuts, s.Nodes)
	}
}

// run solves a problem as the flags say and tells how it went.
func run(ctx context.Context, p *place.Problem) (string, error) {
	w := &watch{begin: time.Now(), last: time.Now(), used: processor()}
	o := optimise.DefaultOptions()
	o.Effort, o.Gap, o.Progress = 0, *reach, w.hear
	limit := time.Duration(*seconds * float64(time.Second))
	if *cpu > 0 {
		limit = math.MaxInt64
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if *cpu > 0 {
		go func() {
			for ctx.Err() == nil && processor()-w.used < *cpu {
				time.Sleep(5 * time.Millisecond)
			}
			cancel()
		}()
	}
	got, err := optimise.Solve(ctx, p, o)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%.2f s, %.2f cpu s, cost %.4f floor %.4f gap %.4f%% by %s, %d cuts, %d nodes, effort %.0f, at most %d MiB, %v, parts %.2f slack %.2f assignment %.2f branching",
		time.Since(w.begin).Seconds(), processor()-w.used, float64(got.Cost)/1e9, float64(got.Floor)/1e9,
		100*float64(got.Cost-got.Floor)/float64(got.Cost), got.Stop, got.Cuts, got.Nodes, got.Effort, usage().Maxrss>>10, w.marks,
		float64(got.Parts.Slack)/1e9, float64(got.Parts.Assignment)/1e9, float64(got.Parts.Branching)/1e9), nil
}

func usage() (u syscall.Rusage) {
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return syscall.Rusage{}
	}
	return u
}

// processor is how many seconds of processor time the program has used.
func processor() float64 {
	u := usage()
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
