package optimise_test

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"testing"
	"time"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
)

var (
	table    = flag.Int("table", 0, "print a table of fleets of so many services")
	seconds  = flag.Float64("seconds", 60, "with -table: how long each may take")
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
		o.Effort, o.Gap = 0, *reach
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(*seconds*float64(time.Second)))
		begin := time.Now()
		marks := map[string]float64{}
		last := begin
		o.Progress = func(s optimise.Progress) {
			for _, g := range []float64{1e-3, 3e-4, 2e-4, 1e-4} {
				name := fmt.Sprintf("%g%%", 100*g)
				if _, seen := marks[name]; !seen && s.Gap() <= g {
					marks[name] = time.Since(begin).Seconds()
				}
			}
			if name := "gap at 10 s"; time.Since(begin) <= 10*time.Second {
				marks[name] = 100 * s.Gap()
			}
			if *progress && time.Since(last) > time.Second {
				last = time.Now()
				fmt.Printf("  %5.1f s  best %.4f floor %.4f gap %.4f%% cuts %d nodes %d\n",
					time.Since(begin).Seconds(), float64(s.Best)/1e9, float64(s.Floor)/1e9, 100*s.Gap(), s.Cuts, s.Nodes)
			}
		}
		got, err := optimise.Solve(ctx, p, o)
		took := time.Since(begin).Seconds()
		cancel()
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		fmt.Printf("n=%d seed=%d: %.2f s cost %.4f floor %.4f gap %.4f%% stop=%s cuts=%d nodes=%d effort=%.0f marks=%v parts=%.2f/%.2f/%.2f\n",
			*table, seed, took, float64(got.Cost)/1e9, float64(got.Floor)/1e9, 100*float64(got.Cost-got.Floor)/float64(got.Cost),
			got.Stop, got.Cuts, got.Nodes, got.Effort, marks, float64(got.Parts.Slack)/1e9, float64(got.Parts.Assignment)/1e9, float64(got.Parts.Branching)/1e9)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Printf("   memory from the system %d MiB\n", m.Sys>>20)
	}
}
