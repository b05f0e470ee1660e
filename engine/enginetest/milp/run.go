package milp

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"berth.dev/engine/place"
)

// Slack is how far, as a share of the cost, a solver's bound or optimum may be off
// by its tolerances: all three hold integers and rows to 1e-6 or 1e-7.
const Slack = 1e-6

// Limit says when a run ends.
type Limit struct {
	// Time is by the clock; 0 for a minute.
	Time time.Duration
	// Gap is the share of the cost by which the bound may stay below it.
	Gap float64
}

// Status says how a run ended.
type Status string

// The ways a run may end.
const (
	Closed     Status = "closed"     // the gap that was asked for is reached
	Open       Status = "time"       // the time was up first
	Infeasible Status = "infeasible" // the solver says that nothing fits
	Absent     Status = "absent"     // the solver is not installed
	Failed     Status = "failed"     // the solver ended in another way
)

// Run is what one solver made of one problem.
type Run struct {
	Solver string
	Status Status
	// Note says what else is to be known: how to install an absent solver, why one
	// failed.
	Note string
	// Placement is the best one that the solver names; nil for none.
	Placement place.Placement
	// Cost is [place.Problem.Cost] of it, and Broken what it breaks: a solver's
	// tolerance may let it overstep a capacity by a hair.
	Cost   int64
	Broken []place.Break
	// Bound is the solver's own: it says that nothing costs less. Bounded is false
	// where it has none.
	Bound   int64
	Bounded bool
	// Wall and CPU are what the solver's process took, reading the model included.
	Wall, CPU time.Duration
}

// Found says whether there is a placement and it fits.
func (r *Run) Found() bool { return r.Placement != nil && len(r.Broken) == 0 }

// Solver is a program that solves models.
type Solver struct {
	Name string
	// Install is a command that installs it.
	Install string
	find    func() error
	command func(ctx context.Context, j job) (*exec.Cmd, error)
	read    func(j job, output []byte) (answer, error)
}

// Solvers are those that are known: CBC, GLPK and HiGHS.
func Solvers() []Solver { return []Solver{CBC(), GLPK(), HiGHS()} }

// Find is nil where the solver is installed.
func (s Solver) Find() error { return s.find() }

// job is one call of a solver.
type job struct {
	folder  string
	columns []column
	limit   Limit
}

func (j job) file(name string) string { return filepath.Join(j.folder, name) }

// seconds and gap are the limits as solvers take them.
func (j job) seconds() string { return fmt.Sprintf("%d", int(math.Ceil(j.limit.Time.Seconds()))) }
func (j job) gap() string     { return fmt.Sprintf("%g", j.limit.Gap) }

// answer is what a solver said, in the units of the text it was given.
type answer struct {
	status Status
	// values are by name those columns that are not 0; nil where no solution is known.
	values map[string]float64
	// bound is infinite where there is none.
	bound float64
}

// grace is how much longer than its limit a solver may take before it is stopped:
// some look at the clock only between steps.
const grace = 15 * time.Second

// Solve has the solver solve the problem in a folder of its own that is removed
// afterwards. What goes wrong with the solver is told in the run.
func (s Solver) Solve(ctx context.Context, p *place.Problem, limit Limit) (Run, error) {
	run := Run{Solver: s.Name}
	if err := s.find(); err != nil {
		run.Status, run.Note = Absent, s.Install
		return run, nil
	}
	if limit.Time <= 0 {
		limit.Time = time.Minute
	}
	folder, err := os.MkdirTemp("", "berth-milp-")
	if err != nil {
		return run, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	m := New(p)
	j := job{folder: folder, columns: m.columns, limit: limit}
	if err := m.save(j.file(modelFile)); err != nil {
		return run, err
	}
	output, err := s.call(ctx, j, &run)
	if err != nil {
		return run, err
	}
	got, err := s.read(j, output)
	if err != nil {
		run.Status = Failed
		if run.Note == "" {
			run.Note = err.Error()
		}
		return run, nil
	}
	m.take(&run, got)
	return run, nil
}

const modelFile = "model.lp"

func (m *Model) save(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(m.WriteLP(f), f.Close())
}

// call runs the solver's program and measures it.
func (s Solver) call(ctx context.Context, j job, run *Run) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, j.limit.Time+grace)
	defer cancel()
	command, err := s.command(ctx, j)
	if err != nil {
		return nil, err
	}
	command.Dir = j.folder
	// Whatever the program starts must not keep its output open.
	command.WaitDelay = time.Second
	begin := time.Now()
	output, err := command.CombinedOutput()
	run.Wall = time.Since(begin)
	if command.ProcessState != nil {
		run.CPU = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	if err != nil {
		run.Note = err.Error()
		if ctx.Err() != nil {
			run.Note = "did not stop when its time was up"
		}
	}
	return output, nil
}

// take translates an answer to the problem's terms.
func (m *Model) take(run *Run, got answer) {
	run.Status = got.status
	// No true bound is as large as the sums that place refuses; nor is it no number.
	if bound := math.Floor(got.bound * math.Pow10(m.Places())); math.Abs(bound) < place.Room {
		run.Bound, run.Bounded = int64(bound), true
	}
	if got.values == nil {
		return
	}
	run.Placement = m.placement(got.values)
	run.Cost, run.Broken = m.problem.Cost(run.Placement), m.problem.Broken(run.Placement)
}

// placement reads the options off the binaries: as many as are 1.
func (m *Model) placement(values map[string]float64) place.Placement {
	x := make(place.Placement, len(m.problem.Services))
	for i := range x {
		for l := 1; l < m.problem.Width(int32(i)); l++ {
			if values[m.columns[m.step(int32(i), l)].name] > 0.5 {
				x[i]++
			}
		}
	}
	return x
}
