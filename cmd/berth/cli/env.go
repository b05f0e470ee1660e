package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"syscall"

	"golang.org/x/term"

	"berth.dev/engine/apply"
	"berth.dev/engine/lease"
	"berth.dev/providers/billing/bigquery"
	"berth.dev/providers/gke"
	"berth.dev/reports"
)

// Env is everything the program takes from outside. [System] is the real one;
// tests make their own.
type Env struct {
	// Args are the words after the program's name.
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Dir is the working folder; relative paths begin there. Empty means the
	// process's own.
	Dir string
	// Getenv looks up an environment variable.
	Getenv func(string) string
	// StdoutTerminal and StderrTerminal tell whether a person is looking,
	// StdinTerminal whether one can answer.
	StdinTerminal, StdoutTerminal, StderrTerminal bool
	// Columns and Rows are the size of the terminal, 0 where there is none.
	Columns, Rows int
	// Context ends when the user interrupts.
	Context context.Context
	// Clock tells the time and lets it pass; nil is the machine's own.
	Clock apply.Clock
	// Boot is the clock that leases are held by; nil is the machine's own.
	Boot lease.Clock
	// Memory is told how much memory a command should get by with, in bytes; nil for
	// nobody.
	Memory func(goal int64)
	// GKE says how Google is spoken to; the zero value is the real API with Application
	// Default Credentials.
	GKE gke.Options
	// BigQuery says how the warehouse is spoken to that a workspace may name; the zero
	// value is the real one with Application Default Credentials.
	BigQuery bigquery.Options
	// Point is called before and after whatever a crash may fall between; nil for
	// nobody. Tests end the process there.
	Point func(name string)
}

// memoryGoal is from where on memory is collected more eagerly: a fleet of 100,000
// services then stays within 2 GiB. It is a goal and no limit; GOMEMLIMIT sets
// another one.
const memoryGoal = 1900 << 20

// Steps have a nearer goal, so that 5,000 services stay within 500 MB: they take some
// 50 KiB each while they are worked out.
const (
	stepsBase       = 100 << 20
	stepsPerService = 60 << 10
)

// mindSteps sets the memory goal of a command that has the steps of so many services.
func (e *Env) mindSteps(services int) {
	if e.Memory != nil {
		e.Memory(min(memoryGoal, stepsBase+int64(services)*stepsPerService))
	}
}

// System returns the environment of the process.
func System() Env {
	memory := func(goal int64) { debug.SetMemoryLimit(goal) }
	if os.Getenv("GOMEMLIMIT") != "" {
		memory = func(int64) {}
	}
	memory(memoryGoal)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second interrupt ends the process at once.
	context.AfterFunc(ctx, stop)
	e := Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv:         os.Getenv,
		StdinTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Context:        ctx,
		Memory:         memory,
	}
	if width, height, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		e.Columns, e.Rows = width, height
	}
	return e
}

// defaultWidth is how wide text is written where no terminal says.
const defaultWidth = 120

// width returns how many columns text may take.
func (e *Env) width() int {
	if n, err := strconv.Atoi(e.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if e.Columns > 0 {
		return e.Columns
	}
	return defaultWidth
}

// color tells whether a stream may be painted. choice is the --color flag.
func (e *Env) color(choice string, terminal bool) bool {
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal && e.Getenv("NO_COLOR") == "" && e.Getenv("TERM") != "dumb"
}

// path returns a path as the process can open it.
func (e *Env) path(p string) string {
	if e.Dir == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(e.Dir, p)
}

// style returns how a report is written to stdout.
func (a *app) style(format string) reports.Options {
	return reports.Options{Format: format, Width: a.width(), Color: a.color(a.colorFlag, a.StdoutTerminal)}
}
