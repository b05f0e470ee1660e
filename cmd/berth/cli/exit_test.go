package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
	"berth.dev/engine/lease"
)

func TestErrorsAreExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("anything"), 1},
		{errSaid, 1},
		{&diagError{}, 1},
		{context.Canceled, 1},
		{misused("berth", "no"), 2},
		{errChanges, 3},
		{errRefused, 4},
		{errStale, 5},
		{errLocked, 6},
		{&lease.Lost{Site: "tokyo", Why: "another has taken it over"}, 6},
		{errPartly, 7},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
		if c.err != nil {
			if got := exitCode(fmt.Errorf("tokyo: %w", c.err)); got != c.want {
				t.Errorf("%v, wrapped: exit code %d, want %d", c.err, got, c.want)
			}
		}
	}
}

func TestErrorsAreToldOnceAndCleaned(t *testing.T) {
	list := diag.List{{Summary: "Wrong", Detail: "Do this."}}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errSaid, ""},
		{errChanges, ""},
		{errors.New("bad \x1b[31mname"), "error: bad ?[31mname\n"},
		{misused("berth evaluate", "No such flag."), "error: No such flag.\nRun \"berth evaluate --help\" for its use and examples.\n"},
		{&diagError{list: list}, "error: Wrong\n  Do this.\n\n1 error\n"},
		{&diagError{list: list, then: "Nothing was written."}, "error: Wrong\n  Do this.\n\n1 error\nerror: Nothing was written.\n"},
		{context.Canceled, "interrupted\n"},
	} {
		var errs bytes.Buffer
		newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &errs}).complain(c.err)
		if d := cmp.Diff(c.want, errs.String()); d != "" {
			t.Errorf("%v: %s", c.err, d)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAResultThatCannotBeWrittenIsAFailure(t *testing.T) {
	var errs bytes.Buffer
	code := Main(Env{Args: []string{"version"}, Stdout: full{}, Stderr: &errs})
	if code != exitError || !strings.Contains(errs.String(), "stdout: no space left on device") {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}

func TestAnInterruptEndsTheRun(t *testing.T) {
	dir := exampleFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	code := Main(Env{Args: []string{"evaluate"}, Stdout: &bytes.Buffer{}, Stderr: &errs, Dir: dir, Context: ctx})
	if code != exitError || errs.String() != "interrupted\n" {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}

func TestCountsReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		n    int
		want string
	}{{0, "0 files"}, {1, "1 file"}, {999, "999 files"}, {1000, "1,000 files"}, {1234567, "1,234,567 files"}} {
		if got := plural(c.n, "file"); got != c.want {
			t.Errorf("%d: %q, want %q", c.n, got, c.want)
		}
	}
	if got := grouped(-1234); got != "-1,234" {
		t.Error(got)
	}
}
