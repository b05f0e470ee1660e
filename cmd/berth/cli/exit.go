package cli

import (
	"errors"
	"fmt"

	"berth.dev/engine/apply"
	"berth.dev/engine/diag"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/prepare"
)

// The exit codes of every command.
const (
	exitOK      = 0
	exitError   = 1
	exitUsage   = 2 // the command line itself is wrong
	exitChanges = 3 // there are changes; only with --detailed-exitcode
	exitRefused = 4 // a policy or a check refused
	exitStale   = 5 // the plan is no longer about what is there
	exitLocked  = 6 // somebody else is at work
	exitPartly  = 7 // some of it was done
)

// Errors that are exit codes of their own.
var (
	errChanges = errors.New("there are changes")
	errRefused = errors.New("refused")
	errStale   = errors.New("the plan is stale")
	errLocked  = errors.New("locked")
	errPartly  = errors.New("partly applied")
	// errSaid means that what went wrong has been printed already.
	errSaid = errors.New("failed")
)

// usageError is a mistake in the command line. It names the command whose help
// says more.
type usageError struct {
	command string
	why     string
}

func (e *usageError) Error() string { return e.why }

func misused(command, format string, args ...any) error {
	return &usageError{command, fmt.Sprintf(format, args...)}
}

// diagError is a workspace with mistakes, and its files to cite from.
type diagError struct {
	list    diag.List
	sources map[string][]byte
	// then says what follows from them, "" where that is plain.
	then string
}

func (e *diagError) Error() string {
	errs, _ := e.list.Count()
	return plural(errs, "error")
}

// exitCode is the one place where errors become exit codes.
func exitCode(err error) int {
	var usage *usageError
	var gate *apply.WrongGateError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &gate):
		return exitUsage
	case errors.Is(err, errChanges):
		return exitChanges
	case errors.Is(err, errRefused):
		return exitRefused
	}
	return exitOfRun(err)
}

// exitOfRun is the exit code of an error of carrying a plan out. A plan that is open
// is told as such, whatever the reason is why it went no further.
func exitOfRun(err error) int {
	var (
		partly *apply.PartlyError
		broken *journal.Damaged
		stale  *apply.StaleError
		replay *apply.ReplayError
		locked *apply.LockedError
		busy   *lease.Busy
		open   *prepare.Partly
		gone   *prepare.Stale
		taken  *prepare.Occupied
	)
	switch {
	case errors.Is(err, errPartly), errors.As(err, &partly), errors.As(err, &open), errors.As(err, &broken):
		return exitPartly
	case errors.Is(err, errStale), errors.As(err, &stale), errors.As(err, &gone), errors.As(err, &replay):
		return exitStale
	case errors.Is(err, errLocked), errors.As(err, &locked), errors.As(err, &busy), errors.As(err, &taken), errors.Is(err, lease.ErrLost):
		return exitLocked
	}
	return exitError
}

// plural counts things, as in "1 file" and "2,000 files".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}
