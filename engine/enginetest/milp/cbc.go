package milp

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// CBC is the branch and cut of COIN-OR.
func CBC() Solver {
	return Solver{
		Name: "CBC", Install: "apt-get install coinor-cbc",
		find: func() error { _, err := exec.LookPath("cbc"); return err },
		command: func(ctx context.Context, j job) (*exec.Cmd, error) {
			return exec.CommandContext(ctx, "cbc", j.file(modelFile), "timeMode", "elapsed", "sec", j.seconds(),
				"ratio", j.gap(), "allow", "0", "solve", "solution", j.file("cbc.txt")), nil
		},
		read: readCBC,
	}
}

func readCBC(j job, output []byte) (answer, error) {
	solution, err := os.ReadFile(j.file("cbc.txt"))
	if err != nil {
		return answer{}, fmt.Errorf("CBC wrote no solution: %s", lastLine(output))
	}
	return parseCBC(output, solution, j.limit.Gap)
}

// parseCBC reads CBC's log and its file of the solution, whose first line says how
// the run ended. A bound is printed only where there is a gap; without one it is the
// optimum, less the gap that let CBC drop nodes.
func parseCBC(log, solution []byte, gap float64) (answer, error) {
	lines := bufio.NewScanner(bytes.NewReader(solution))
	lines.Scan()
	head := lines.Text()
	out := answer{bound: math.Inf(-1)}
	switch {
	case strings.HasPrefix(head, "Optimal"):
		out.status = Closed
	case strings.HasPrefix(head, "Stopped"):
		out.status = Open
	case strings.HasPrefix(head, "Infeasible"), strings.HasPrefix(head, "Integer infeasible"):
		return answer{status: Infeasible, bound: math.Inf(-1)}, nil
	default:
		return answer{}, fmt.Errorf("CBC ended with %q", head)
	}
	if bound, ok := after(log, "Lower bound:"); ok {
		out.bound = bound
	} else if _, text, ok := strings.Cut(head, "objective value"); ok && out.status == Closed {
		value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return answer{}, fmt.Errorf("CBC's objective: %w", err)
		}
		out.bound = value - gap*math.Abs(value)
	}
	if strings.Contains(head, "no integer solution") {
		// What follows is the relaxation's solution.
		return out, nil
	}
	out.values = make(map[string]float64)
	for lines.Scan() {
		// number, name, value, reduced cost; ** in front marks a broken row or bound.
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(lines.Text()), "**"))
		if len(fields) < 3 {
			continue
		}
		value, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return answer{}, fmt.Errorf("CBC's value of %s: %w", fields[1], err)
		}
		out.values[fields[1]] = value
	}
	return out, lines.Err()
}

// after is the number that follows the last line that begins with a label.
func after(log []byte, label string) (float64, bool) {
	found, value := false, 0.0
	for line := range strings.Lines(string(log)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), label); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(rest), 64); err == nil {
				found, value = true, v
			}
		}
	}
	return value, found
}

// lastLine is the end of a log, for a note.
func lastLine(log []byte) string {
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	return lines[len(lines)-1]
}
