package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"time"

	"berth.dev/engine/optimise"
)

// settings are what a call asks for.
type settings struct {
	tables []string
	// sizes are the numbers of services, nil for each table's own; most leaves out
	// those of a table's own that are larger.
	sizes []int
	most  int
	seeds []int64
	// gap is what every run is asked for, as a share of the cost.
	gap float64
	// effort and timeout end a run of berth, limit ends one in the table of solvers.
	effort         float64
	timeout, limit time.Duration
	// processor counts the cpu seconds of berth, not the clock's.
	processor, check bool
}

// tables are what can be printed, in this order.
func tables() []string { return []string{"speed", "coupling", "solvers", "methods"} }

// program is all of the command but the process: it returns the exit code.
func program(args []string, stdout, stderr io.Writer) int {
	if len(args) == 2 && args[0] == child {
		return answer(args[1], stdout, stderr)
	}
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{settings: s, out: stdout, progress: stderr, runs: make(map[task]outcome)}
	if err := b.all(ctx); err != nil {
		_, _ = fmt.Fprintln(stderr, "berth-bench:", err)
		return 1
	}
	return b.verdict()
}

// parse reads the flags.
func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	usual := optimise.DefaultOptions()
	flags := flag.NewFlagSet("berth-bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	names := flags.String("table", strings.Join(tables(), ","), "the `tables` to print")
	sizes := flags.String("n", "", "numbers of `services`, such as 200,1000 (default: each table's own)")
	seeds := flags.String("seeds", "1-5", "`seeds` of the fleets, such as 1-3 or 2,5")
	flags.IntVar(&s.most, "most", 100_000, "leave out fleets of more `services`")
	flags.Float64Var(&s.gap, "gap", usual.Gap, "stop at this gap, a `share` of the cost")
	flags.Float64Var(&s.effort, "effort", usual.Effort, "stop berth after so much counted `work`; 0 for no end")
	flags.DurationVar(&s.timeout, "timeout", time.Minute, "stop berth after this `time`")
	flags.DurationVar(&s.limit, "limit", 5*time.Minute, "in the table of solvers, stop each after this `time`")
	flags.BoolVar(&s.processor, "cpu", false, "let -timeout count cpu seconds, for a machine that others use too; not in the table of solvers")
	flags.BoolVar(&s.check, "check", false, "work the proofs' floors out anew, leaf by leaf")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	for _, name := range strings.Split(*names, ",") {
		if !slices.Contains(tables(), name) {
			return s, fmt.Errorf("no table %q: there are %s", name, strings.Join(tables(), ", "))
		}
		s.tables = append(s.tables, name)
	}
	listed, err := numbers(*sizes)
	if err != nil {
		return s, fmt.Errorf("-n: %w", err)
	}
	for _, n := range listed {
		s.sizes = append(s.sizes, int(n))
	}
	s.seeds, err = numbers(*seeds)
	if err != nil {
		return s, fmt.Errorf("-seeds: %w", err)
	}
	return s, nil
}

// numbers reads a list of numbers and ranges from 1 up: 1-3,7.
func numbers(text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	var out []int64
	for _, part := range strings.Split(text, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		from, err := strconv.ParseInt(low, 10, 32)
		to, err2 := strconv.ParseInt(high, 10, 32)
		if err := errors.Join(err, err2); err != nil || from < 1 || to < from || to-from > 1000 {
			return nil, fmt.Errorf("%q is neither a number from 1 up nor a range of them", part)
		}
		for n := from; n <= to; n++ {
			out = append(out, n)
		}
	}
	return out, nil
}
