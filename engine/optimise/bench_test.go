package optimise_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"syscall"
	"testing"
	"time"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
)

var (
	table    = flag.Int("table", 0, "print a table of fleets of so many services")
	seconds  = flag.Float64("seconds", 60, "with -table: how long each may take")
	cpu      = flag.Float64("cpu", 0, "with -table: stop after so many seconds of processor time instead")
	effort   = flag.Float64("effort", 0, "")
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
		p := enginetest.Problem(*table, seed, coupling)
		o := optimise.DefaultOptions()
		o.Effort, o.Gap = *effort, *reach
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(*seconds*float64(time.Second)))
		begin := time.Now()
		used := processor()
		if *cpu > 0 {
			ctx, cancel = context.WithCancel(t.Context())
			go func() {
				for ctx.Err() == nil && processor()-used < *cpu {
					time.Sleep(5 * time.Millisecond)
				}
				cancel()
			}()
		}
		marks := map[string]float64{}
		last := begin
		o.Progress = func(s optimise.Progress) {
			for _, g := range []float64{1e-3, 3e-4, 2e-4, 1e-4} {
				name := fmt.Sprintf("%g%%", 100*g)
				if _, seen := marks[name]; !seen && s.Gap() <= g {
					marks[name] = math.Round(10*(processor()-used)) / 10
				}
			}
			if name := "gap at 20 cpu s"; processor()-used <= 20 {
				marks[name] = 100 * s.Gap()
			}
			if *progress && time.Since(last) > time.Second {
				last = time.Now()
				fmt.Printf("  %5.1f s  best %.4f floor %.4f gap %.4f%% cuts %d nodes %d\n",
					time.Since(begin).Seconds(), float64(s.Best)/1e9, float64(s.Floor)/1e9, 100*s.Gap(), s.Cuts, s.Nodes)
			}
		}
		got, err := optimise.Solve(ctx, p, o)
		spent := processor() - used
		took := time.Since(begin).Seconds()
		cancel()
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		fmt.Printf("n=%d seed=%d: %.2f s, %.2f cpu s, cost %.4f floor %.4f gap %.4f%% stop=%s cuts=%d nodes=%d effort=%.0f marks=%v parts=%.2f/%.2f/%.2f\n",
			*table, seed, took, spent, float64(got.Cost)/1e9, float64(got.Floor)/1e9, 100*float64(got.Cost-got.Floor)/float64(got.Cost),
			got.Stop, got.Cuts, got.Nodes, got.Effort, marks, float64(got.Parts.Slack)/1e9, float64(got.Parts.Assignment)/1e9, float64(got.Parts.Branching)/1e9)
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &u) == nil {
			fmt.Printf("   at most %d MiB\n", u.Maxrss>>10)
		}
	}
}

// processor is how many seconds of processor time the program has used.
func processor() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
