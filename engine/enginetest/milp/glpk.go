package milp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// GLPK is the GNU Linear Programming Kit's solver, with its cuts on.
func GLPK() Solver {
	return Solver{
		Name: "GLPK", Install: "apt-get install glpk-utils",
		find: func() error { _, err := exec.LookPath("glpsol"); return err },
		command: func(ctx context.Context, j job) (*exec.Cmd, error) {
			return exec.CommandContext(ctx, "glpsol", "--lp", j.file(modelFile), "--cuts", "--tmlim", j.seconds(),
				"--mipgap", j.gap(), "-w", j.file("glpk.txt")), nil
		},
		read: readGLPK,
	}
}

func readGLPK(j job, output []byte) (answer, error) {
	solution, err := os.ReadFile(j.file("glpk.txt"))
	if err != nil {
		return answer{}, fmt.Errorf("GLPK wrote no solution: %s", lastLine(output))
	}
	return parseGLPK(output, solution, j.columns)
}

// parseGLPK reads GLPK's log, whose progress lines carry the bound, and its file of
// the solution, which knows columns by number.
func parseGLPK(log, solution []byte, columns []column) (answer, error) {
	out := answer{status: Open, bound: glpkBound(log)}
	// "OPTIMAL" also stands in the log for the relaxation: only this line says that a
	// plan not known to be the best is near enough.
	closed := bytes.Contains(log, []byte("MIP GAP TOLERANCE REACHED"))
	for line := range strings.Lines(string(solution)) {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			continue
		}
		switch fields[0] {
		case "s":
			var err error
			if out, err = glpkStatus(out, fields, closed); err != nil || out.values == nil {
				return out, err
			}
		case "j":
			k, err := strconv.Atoi(fields[1])
			if err != nil || k < 1 || out.values == nil {
				return answer{}, fmt.Errorf("GLPK's line %q", line)
			}
			// A relaxation's line has the status of the column before its value.
			text := fields[2]
			if len(fields) > 3 {
				text = fields[3]
			}
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return answer{}, fmt.Errorf("GLPK's line %q: %w", line, err)
			}
			if k <= len(columns) {
				out.values[columns[k-1].name] = value
			}
		}
	}
	if out.values == nil {
		return answer{}, errors.New("GLPK's file has no line of its status")
	}
	return out, nil
}

// glpkStatus reads the line "s mip ROWS COLUMNS STATUS OBJECTIVE", or "s bas ROWS
// COLUMNS PRIMAL DUAL OBJECTIVE" of a model without integers.
func glpkStatus(out answer, fields []string, closed bool) (answer, error) {
	if len(fields) < 6 {
		return answer{}, fmt.Errorf("GLPK's status %q", fields)
	}
	value, err := strconv.ParseFloat(fields[len(fields)-1], 64)
	if err != nil {
		return answer{}, fmt.Errorf("GLPK's objective: %w", err)
	}
	switch status := fields[4]; {
	case status == "o", fields[1] == "bas" && status == "f":
		out.status, out.bound = Closed, max(out.bound, value)
	case status == "f" && closed:
		out.status = Closed
	case status == "f":
		out.status = Open
	case status == "n":
		return answer{status: Infeasible, bound: math.Inf(-1)}, nil
	default:
		return out, nil // nothing known yet
	}
	out.values = make(map[string]float64)
	return out, nil
}

// glpkProgress is a line like "+ 13361: mip = 1.57e+04 >= 1.56e+04 < 0.1% (3; 891)".
var glpkProgress = regexp.MustCompile(`(?m)^\+\s*\d+: .*>=\s+(\S+)`)

// glpkBound is the last bound of the log. Where the tree is empty the bound is the
// plan, which is read elsewhere.
func glpkBound(log []byte) float64 {
	bound := math.Inf(-1)
	for _, match := range glpkProgress.FindAllSubmatch(log, -1) {
		if v, err := strconv.ParseFloat(string(match[1]), 64); err == nil {
			bound = v
		}
	}
	return bound
}
