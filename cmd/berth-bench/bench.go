package main

import (
	"context"
	"fmt"
	"io"
)

// bench is one call that prints tables.
type bench struct {
	settings
	out, progress io.Writer
	// runs are those of berth so far: tables share them.
	runs map[task]outcome
	// faults are what must not be.
	faults []string
}

// all prints the tables that were asked for.
func (b *bench) all(ctx context.Context) error {
	b.print("%s\n", machine())
	for _, name := range b.tables {
		var err error
		switch name {
		case "speed":
			err = b.speed(ctx)
		case "coupling":
			err = b.coupling(ctx)
		case "solvers":
			err = b.solvers(ctx)
		case "methods":
			err = b.methods(ctx)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// print needs no error: what cannot be printed cannot be reported either.
func (b *bench) print(format string, args ...any) { _, _ = fmt.Fprintf(b.out, format, args...) }

// say tells how far the program is, beside its tables.
func (b *bench) say(format string, args ...any) { _, _ = fmt.Fprintf(b.progress, format+"\n", args...) }

// fault keeps something that must not be.
func (b *bench) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

// verdict prints what must not be and returns the exit code.
func (b *bench) verdict() int {
	if len(b.faults) == 0 {
		return 0
	}
	b.print("\n## What must not be\n\n")
	for _, f := range b.faults {
		b.print("- %s\n", f)
	}
	return 1
}

// patience says when berth is stopped.
func (b *bench) patience() string {
	if b.processor {
		return b.timeout.String() + " of cpu time (so are the times of the gaps)"
	}
	return b.timeout.String()
}

// sizesOf are the sizes for a table: those asked for, or its own up to the most.
func (b *bench) sizesOf(own ...int) []int {
	if b.sizes != nil {
		return b.sizes
	}
	var out []int
	for _, n := range own {
		if n <= b.most {
			out = append(out, n)
		}
	}
	return out
}
