package milp

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed highs.js
var highsDriver []byte

// highsVersion is the version of the npm package that the driver was written for.
const highsVersion = "1.15.3"

// HiGHS is the solver of the University of Edinburgh, as WebAssembly under node: one
// thread, and slower than native code by about two.
func HiGHS() Solver {
	return Solver{
		Name:    "HiGHS",
		Install: fmt.Sprintf("npm install --prefix %q highs@%s", highsFolder(), highsVersion),
		find: func() error {
			command := exec.Command("node", "-e", "require.resolve('highs')")
			command.Env = highsEnvironment()
			return command.Run()
		},
		command: func(ctx context.Context, j job) (*exec.Cmd, error) {
			driver := j.file("highs.js")
			if err := os.WriteFile(driver, highsDriver, 0o600); err != nil {
				return nil, err
			}
			command := exec.CommandContext(ctx, "node", driver, j.file(modelFile), j.seconds(), j.gap())
			command.Env = highsEnvironment()
			return command, nil
		},
		read: func(_ job, output []byte) (answer, error) { return parseHiGHS(output) },
	}
}

// highsFolder is where the package is looked for beside the places that node knows.
func highsFolder() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "berth-bench")
}

func highsEnvironment() []string {
	path := filepath.Join(highsFolder(), "node_modules")
	if before := os.Getenv("NODE_PATH"); before != "" {
		path = before + string(filepath.ListSeparator) + path
	}
	return append(os.Environ(), "NODE_PATH="+path)
}

// Model statuses of HiGHS that the driver hands on.
const (
	highsOptimal    = 7
	highsInfeasible = 8
	highsTime       = 13
)

// parseHiGHS reads the driver's last line.
func parseHiGHS(output []byte) (answer, error) {
	var got struct {
		Status int
		Bound  *float64
		Found  bool
		Values map[string]float64
	}
	line := lastLine(output)
	if !strings.HasPrefix(line, "{") {
		return answer{}, fmt.Errorf("HiGHS ended with %q", line)
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(line))).Decode(&got); err != nil {
		return answer{}, fmt.Errorf("HiGHS's answer: %w", err)
	}
	out := answer{bound: math.Inf(-1)}
	switch got.Status {
	case highsOptimal:
		out.status = Closed
	case highsInfeasible:
		return answer{status: Infeasible, bound: math.Inf(-1)}, nil
	case highsTime:
		out.status = Open
	default:
		return answer{}, fmt.Errorf("HiGHS ended with status %d", got.Status)
	}
	if got.Bound != nil {
		out.bound = *got.Bound
	}
	if got.Found {
		out.values = got.Values
	}
	return out, nil
}
