package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/milp"
)

// The program starts itself for each task; in tests that is the test's binary.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == child {
		os.Exit(program(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestAllTablesArePrintedForTinyFleets(t *testing.T) {
	var out, progress bytes.Buffer
	if testing.Short() {
		t.Setenv("PATH", t.TempDir()) // other solvers take seconds to start
	}
	code := program([]string{"-n", "12", "-seeds", "1-2", "-limit", "20s", "-timeout", "20s", "-check"}, &out, &progress)
	if code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, out.String(), progress.String())
	}
	for _, want := range []string{
		"## Speed", "| 12       | **", "## Coupling", "| 12       |    2 |", "## Solvers", "|  berth |", "## Methods", "NSGA-II",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestAbsentSolversAreToldWithWhatInstallsThem(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var out, progress bytes.Buffer
	if code := program([]string{"-table", "solvers", "-n", "8", "-seeds", "1"}, &out, &progress); code != 0 {
		t.Fatalf("exit code %d\n%s", code, out.String())
	}
	for _, s := range milp.Solvers() {
		if want := s.Name + " is not installed; to install it: `" + s.Install + "`"; !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestWrongFlagsEndWithTwo(t *testing.T) {
	for _, args := range [][]string{
		{"-table", "spead"}, {"-n", "few"}, {"-n", "0"}, {"-seeds", "5-1"}, {"-n", "1-9999999"}, {"fast"}, {"-gap", "x"}, {child, "no task"},
	} {
		var out, progress bytes.Buffer
		if code := program(args, &out, &progress); code != 2 || progress.Len() == 0 {
			t.Errorf("%v: exit code %d and %q, want 2 and a reason", args, code, progress.String())
		}
	}
}

func TestNumbersAndRangesAreRead(t *testing.T) {
	got, err := numbers("1-3,7")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{1, 2, 3, 7}, got); diff != "" {
		t.Error(diff)
	}
}
