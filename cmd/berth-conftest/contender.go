package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Conftest is pinned, so that two runs of this program are of the same thing.
const (
	conftestModule  = "github.com/open-policy-agent/conftest"
	conftestVersion = "v0.71.1"
)

// contender is one way to find what breaks the rules.
type contender struct {
	name string
	args []string
	// refuses is the exit code of a run that found something.
	refuses int
	// violations reads what it found; nil where it answers more than the rules ask.
	violations func(output []byte) ([]string, error)

	found []string
	runs  []usage
}

// usage is what one run took.
type usage struct {
	wall, cpu time.Duration
	// memory is the most that the process held, in bytes.
	memory int64
}

// contenders are berth and conftest over the same services.
func contenders(berth, conftest string, f folders) []*contender {
	only := []string{berth, "check", f.specs, "--format", "json"}
	for _, name := range ruleNames() {
		only = append(only, "--only", name)
	}
	rego := func(files string) []string {
		return []string{conftest, "test", files, "--policy", f.policy, "--data", f.data, "--output", "json", "--no-color"}
	}
	return []*contender{
		{name: "berth check, these rules", args: only, refuses: 4, violations: foundByBerth},
		{name: "conftest, HCL", args: rego(filepath.Join(f.specs, "services")), refuses: 1, violations: foundByConftest},
		{name: "conftest, JSON", args: rego(f.json), refuses: 1, violations: foundByConftest},
		{name: "berth check, all it has", args: []string{berth, "check", f.specs, "--format", "json"}, refuses: 4},
	}
}

// run starts the program once. What it finds must be the same each time.
func (c *contender) run(ctx context.Context) error {
	var out, errs bytes.Buffer
	command := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	command.Stdout, command.Stderr = &out, &errs
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() != c.refuses || err != nil && exit == nil {
		return fmt.Errorf("%w: %s", err, firstLine(errs.Bytes(), out.Bytes()))
	}
	u := usage{wall: wall, cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if r, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = r.Maxrss << 10
	}
	c.runs = append(c.runs, u)
	if c.violations == nil {
		return nil
	}
	found, err := c.violations(out.Bytes())
	if err != nil {
		return fmt.Errorf("%w: %s", err, firstLine(errs.Bytes(), out.Bytes()))
	}
	slices.Sort(found)
	if len(c.runs) > 1 && !slices.Equal(found, c.found) {
		return errors.New("it found something else than before")
	}
	c.found = found
	return nil
}

// firstLine is the first line of the first text that has one.
func firstLine(texts ...[]byte) []byte {
	for _, t := range texts {
		if line, _, _ := bytes.Cut(bytes.TrimSpace(t), []byte("\n")); len(line) > 0 {
			return line
		}
	}
	return nil
}

// typical is the run in the middle by time, with the most memory of any.
func (c *contender) typical() usage {
	runs := slices.Clone(c.runs)
	slices.SortFunc(runs, func(a, b usage) int { return cmp.Compare(a.wall, b.wall) })
	u := runs[len(runs)/2]
	for _, r := range runs {
		u.memory = max(u.memory, r.memory)
	}
	return u
}

// goTool runs the go command.
func goTool(ctx context.Context, stderr io.Writer, env []string, args ...string) error {
	c := exec.CommandContext(ctx, "go", args...)
	c.Env, c.Stderr = append(os.Environ(), env...), stderr
	return c.Run()
}
