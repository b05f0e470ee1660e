package program

import (
	"errors"
	"os"
	"testing"
	"time"
)

// Need returns the program for a test that starts it, or skips the test where it is
// short, which starts says ("starts a cluster"), or where the program is neither there
// nor can be built; with CI=true the latter fails. It is only built where the test may
// last longer than that takes.
func (p Program) Need(t testing.TB, starts string, takes time.Duration) string {
	t.Helper()
	if testing.Short() {
		t.Skip(starts)
	}
	path, err := p.Built()
	if errors.Is(err, p.Missing) && leisure(t, takes) {
		path, err = p.Path(t.Context())
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI must run this: %v", err)
		}
		t.Skip(err)
	}
	return path
}

// leisure tells whether the test may last as long as a build does.
func leisure(t testing.TB, takes time.Duration) bool {
	limited, ok := t.(interface{ Deadline() (time.Time, bool) })
	if !ok {
		return false
	}
	deadline, is := limited.Deadline()
	return !is || time.Until(deadline) > takes
}
