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
	// StdoutTerminal and StderrTerminal tell whether a person is looking.
	StdoutTerminal, StderrTerminal bool
	// Columns is the width of the terminal, 0 where there is none.
	Columns int
	// Context ends when the user interrupts.
	Context context.Context
}

// memoryGoal is from where on memory is collected more eagerly: a fleet of 100,000
// services then stays within 2 GiB. It is a goal and no limit; GOMEMLIMIT sets
// another one.
const memoryGoal = 1900 << 20

// System returns the environment of the process.
func System() Env {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second interrupt ends the process at once.
	context.AfterFunc(ctx, stop)
	e := Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv:         os.Getenv,
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Context:        ctx,
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		e.Columns = width
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
