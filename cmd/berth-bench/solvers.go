package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"berth.dev/engine/enginetest/milp"
)

// side is what one solver has to say of one problem.
type side struct {
	name string
	// plan is what its placement costs, where it has one that fits; bound is below
	// every plan, where it has one.
	plan, bound    int64
	found, bounded bool
	// closed says that it proved the gap that was asked for, infeasible that it says
	// nothing fits.
	closed, infeasible bool
	wall, cpu          time.Duration
	status, note       string
}

// solvers prints berth and general solvers on the same problems, and judges them by
// one another.
func (b *bench) solvers(ctx context.Context) error {
	b.print("\n## Solvers\n\nDollars a month; gap asked for %s, each stopped after %s; one thread but for berth, which has two.\n\n", percent(b.gap), b.limit)
	g := &grid{head: []string{"services", "seed", "solver", "plan", "bound", "gap", "seconds", "cpu seconds", "ended by"}}
	absent := map[string]string{}
	for _, n := range b.sizesOf(50, 200) {
		for _, seed := range b.seeds {
			sides, err := b.sides(ctx, n, seed)
			if err != nil {
				return err
			}
			for _, s := range sides {
				if s.status == string(milp.Failed) {
					b.say("%s failed: %s", s.name, s.note)
				}
				if s.status == string(milp.Absent) {
					absent[s.name] = s.note
				}
				g.row(append([]string{grouped(int64(n)), fmt.Sprint(seed)}, s.cells()...)...)
			}
			for _, f := range judge(sides, b.gap) {
				b.fault("%d services, seed %d: %s", n, seed, f)
			}
		}
	}
	b.print("%s", g)
	for _, s := range milp.Solvers() {
		if how, missing := absent[s.Name]; missing {
			b.print("\n%s is not installed; to install it: `%s`\n", s.Name, how)
		}
	}
	return nil
}

// sides has berth and every solver place one fleet.
func (b *bench) sides(ctx context.Context, n int, seed int64) ([]side, error) {
	t := b.task(n, seed, false)
	t.Timeout, t.Processor = b.limit, false
	o, err := b.run(ctx, t)
	if err != nil {
		return nil, err
	}
	found := o.Missing == ""
	status := o.Stop
	if o.closed() {
		status = string(milp.Closed)
	}
	sides := []side{{
		name: "berth", plan: o.Cost, bound: o.Floor, found: found, bounded: found, closed: o.closed(),
		wall: o.Wall, cpu: o.CPU, status: status, note: o.Missing,
	}}
	p := t.problem()
	for _, s := range milp.Solvers() {
		b.say("%s: %d services, seed %d", s.Name, n, seed)
		r, err := s.Solve(ctx, p, milp.Limit{Time: b.limit, Gap: b.gap})
		if err != nil {
			return nil, err
		}
		one := side{
			name: s.Name, plan: r.Cost, bound: r.Bound, found: r.Found(), bounded: r.Bounded,
			closed: r.Status == milp.Closed, infeasible: r.Status == milp.Infeasible,
			wall: r.Wall, cpu: r.CPU, status: string(r.Status), note: r.Note,
		}
		if r.Placement != nil && !r.Found() {
			one.status += fmt.Sprintf(", its placement oversteps %d capacities", len(r.Broken))
		}
		sides = append(sides, one)
	}
	return sides, nil
}

func (s side) cells() []string {
	cells := []string{s.name, "-", "-", "-", seconds(s.wall), seconds(s.cpu), s.status}
	if s.found {
		cells[1] = dollars(s.plan)
	}
	if s.bounded {
		cells[2] = dollars(s.bound)
	}
	if s.found && s.bounded {
		cells[3] = percent(gap(s.plan, s.bound))
	}
	return cells
}

// judge says what cannot all be true: a bound above a plan, two that closed the same
// problem on different plans, nothing that fits where a plan is known. Bounds of
// general solvers are granted their tolerance; those that stop at a gap may each be
// that far from the optimum.
func judge(sides []side, gap float64) []string {
	var faults []string
	for _, a := range sides {
		for _, other := range sides {
			if !other.found {
				continue
			}
			size := math.Abs(float64(other.plan))
			if a.bounded && float64(a.bound-other.plan) > milp.Slack*size {
				faults = append(faults, fmt.Sprintf("the bound of %s, %s, is above the plan of %s, %s", a.name, dollars(a.bound), other.name, dollars(other.plan)))
			}
			if a.infeasible {
				faults = append(faults, fmt.Sprintf("%s says that nothing fits, and %s has a plan", a.name, other.name))
			}
			if a.found && a.closed && other.closed && float64(a.plan-other.plan) > (milp.Slack+gap)*size {
				faults = append(faults, fmt.Sprintf("%s closed at %s and %s at %s", a.name, dollars(a.plan), other.name, dollars(other.plan)))
			}
		}
	}
	return faults
}
