package cli_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/billing/duck"
)

var update = flag.Bool("update", false, "write what commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"berth": func() { os.Exit(cli.Main(cli.System())) },
	})
}

// The scripts drive the real Main, each command with its failures. They begin in
// an empty folder; $ROOT is the module's.
func TestScriptsRunAsWritten(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join(root, "testdata", "script"),
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("ROOT", root)
			e.Setenv("COLUMNS", "")
			e.Setenv("NO_COLOR", "")
			e.Values[serversKey{}] = servers{}
			return nil
		},
		Cmds: commands(),
		Condition: func(name string) (bool, error) {
			if name == "duckdb" {
				if !duck.Available && os.Getenv("CI") == "true" {
					return true, nil // CI must read bills: let the script fail
				}
				return duck.Available, nil
			}
			if name != "shared" {
				return false, errors.New("unknown condition " + name)
			}
			_, err := os.Stat(filepath.Join(root, "..", "shared", "data"))
			if err != nil && os.Getenv("CI") == "true" {
				return true, nil // CI must have the data: let the script fail
			}
			return err == nil, nil
		},
	})
}

// commands are what scripts can do besides running programs.
func commands() map[string]func(*testscript.TestScript, bool, []string) {
	out := scriptCommands()
	out["exits"], out["mkfifo"] = exits, mkfifo
	return out
}

// exits runs a command that must end with a given code: exits 2 berth evaluate.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// mkfifo makes a named pipe, on which a reader would wait for ever.
func mkfifo(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o600))
}
