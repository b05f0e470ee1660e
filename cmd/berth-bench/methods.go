package main

import (
	"context"
	"fmt"
	"time"

	"berth.dev/engine/baseline"
	"berth.dev/engine/place"
)

// method is another way to place a fleet.
type method struct {
	name  string
	place func(p *place.Problem, seed uint64) baseline.Result
}

// methods are those that berth must not be behind.
func methods() []method {
	unseeded := func(f func(*place.Problem) baseline.Result) func(*place.Problem, uint64) baseline.Result {
		return func(p *place.Problem, _ uint64) baseline.Result { return f(p) }
	}
	return []method{
		{"greedy", unseeded(baseline.Greedy)},
		{"local search", unseeded(baseline.Local)},
		{"NSGA-II", baseline.Genetic},
		{"each alone", unseeded(baseline.Alone)},
		{"all rented", func(p *place.Problem, _ uint64) baseline.Result { return baseline.Everything(p, "rented") }},
	}
}

// methods prints by how much other methods are dearer than berth. The genetic
// algorithm breeds 10 placements for 100 generations.
func (b *bench) methods(ctx context.Context) error {
	b.print("\n## Methods\n\nBerth in dollars a month, stopped after %s, and by how much others are dearer; in brackets their seconds.\n\n", b.patience())
	g := &grid{head: []string{"services", "seed", "berth", "gap"}}
	for _, m := range methods() {
		g.head = append(g.head, m.name)
	}
	for _, n := range b.sizesOf(50, 200, 1_000) {
		for _, seed := range b.seeds {
			t := b.task(n, seed, false)
			o, err := b.run(ctx, t)
			if err != nil {
				return err
			}
			cells := []string{grouped(int64(n)), fmt.Sprint(seed), dollars(o.Cost), percent(o.gap())}
			if o.Missing != "" {
				cells[2], cells[3] = "none", "-"
			}
			p := t.problem()
			for _, m := range methods() {
				b.say("%s: %d services, seed %d", m.name, n, seed)
				begin := time.Now()
				r := m.place(p, uint64(seed))
				took := time.Since(begin)
				cells = append(cells, margin(o, r)+" ("+seconds(took)+")")
				if f := beaten(o, r); f != "" {
					b.fault("%d services, seed %d: %s %s", n, seed, m.name, f)
				}
			}
			g.row(cells...)
		}
	}
	b.print("%s", g)
	return nil
}

// margin says by how much a method's placement is dearer than berth's.
func margin(o outcome, r baseline.Result) string {
	if len(r.Broken) > 0 {
		return "does not fit"
	}
	if o.Missing != "" {
		return dollars(r.Cost)
	}
	return fmt.Sprintf("%+.2f %%", 100*float64(r.Cost-o.Cost)/float64(max(o.Cost, -o.Cost, 1)))
}

// beaten says how a method is better than berth, nothing where it is not.
func beaten(o outcome, r baseline.Result) string {
	switch {
	case len(r.Broken) > 0:
		return ""
	case o.Missing != "":
		return "found a placement where berth found none"
	case r.Cost < o.Cost:
		return fmt.Sprintf("costs %s where berth costs %s", dollars(r.Cost), dollars(o.Cost))
	}
	return ""
}
