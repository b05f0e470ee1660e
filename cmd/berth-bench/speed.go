package main

import (
	"context"
	"fmt"
)

// speed prints what is reached on generated fleets and what it takes.
func (b *bench) speed(ctx context.Context) error {
	b.print("\n## Speed\n\nDollars a month; gap asked for %s, stopped after %s; the worst seed of a size in bold; %s.\n\n", percent(b.gap), b.patience(), memoryLimit)
	g := &grid{head: []string{"services", "seed", "cost", "floor", "gap", "seconds", "cpu seconds", "MiB", "stopped by", "leaves"}}
	for _, mark := range marks() {
		g.head = append(g.head, fmt.Sprintf("%g %% after", 100*mark))
	}
	for _, n := range b.sizesOf(200, 1_000, 10_000, 100_000) {
		outcomes := make([]outcome, len(b.seeds))
		for k, seed := range b.seeds {
			var err error
			if outcomes[k], err = b.run(ctx, b.task(n, seed, false)); err != nil {
				return err
			}
		}
		worst := worst(outcomes)
		for k, o := range outcomes {
			cells := speedRow(n, b.seeds[k], o)
			if k == worst && len(outcomes) > 1 {
				cells[1], cells[4] = "**"+cells[1]+"**", "**"+cells[4]+"**"
			}
			g.row(cells...)
		}
	}
	b.print("%s", g)
	return nil
}

func speedRow(n int, seed int64, o outcome) []string {
	cells := []string{grouped(int64(n)), fmt.Sprint(seed), dollars(o.Cost), dollars(o.Floor), percent(o.gap())}
	if o.Missing != "" {
		cells = []string{grouped(int64(n)), fmt.Sprint(seed), "none", "-", "-"}
	}
	cells = append(cells, seconds(o.Wall), seconds(o.CPU), mib(o.Memory), o.Stop, grouped(int64(o.Leaves)))
	for _, d := range o.Reached {
		cells = append(cells, seconds(d))
	}
	return cells
}

// worst is the outcome with the largest gap, of equal ones that which took longest;
// one without a placement is the worst of all.
func worst(outcomes []outcome) int {
	at := 0
	for k, o := range outcomes {
		w := outcomes[at]
		switch {
		case (o.Missing == "") != (w.Missing == ""):
			if o.Missing != "" {
				at = k
			}
		case o.gap() > w.gap(), o.gap() == w.gap() && o.Wall > w.Wall:
			at = k
		}
	}
	return at
}

// coupling prints fleets that talk five times as much beside the usual ones.
func (b *bench) coupling(ctx context.Context) error {
	b.print("\n## Coupling\n\nThe tight fleets' calls are five times as heavy, also between applications. Gap asked for %s, stopped after %s.\n\n", percent(b.gap), b.patience())
	g := &grid{head: []string{"services", "seed", "loose: cost", "gap", "seconds", "tight: cost", "gap", "seconds"}}
	for _, n := range b.sizesOf(200, 1_000, 10_000) {
		for _, seed := range b.seeds {
			cells := []string{grouped(int64(n)), fmt.Sprint(seed)}
			for _, tight := range []bool{false, true} {
				o, err := b.run(ctx, b.task(n, seed, tight))
				if err != nil {
					return err
				}
				if o.Missing != "" {
					cells = append(cells, "none", "-", seconds(o.Wall))
				} else {
					cells = append(cells, dollars(o.Cost), percent(o.gap()), seconds(o.Wall))
				}
			}
			g.row(cells...)
		}
	}
	b.print("%s", g)
	return nil
}
