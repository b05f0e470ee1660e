package trial

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"berth.dev/policies"
)

// named is a case with its test's name.
type named struct {
	name string
	trial
}

// mutate puts each mistake into the rules, one at a time, and looks which test notices.
func (b *Bench) mutate(ctx context.Context, s *policies.Suite, o Options) ([]Mutant, error) {
	made := s.Mutants(o.Rules...)
	cases := b.named()
	out := make([]Mutant, len(made))
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, m := range made {
		g.Go(func() error {
			out[i] = Mutant{m, killer(ctx, cases, s.With(m), m.Rule)}
			if o.Progress != nil {
				o.Progress(int(done.Add(1)), len(made))
			}
			return ctx.Err()
		})
	}
	return out, g.Wait()
}

// killer returns the name of the first case that fails under a suite with a mistake in
// one rule, or "".
func killer(ctx context.Context, cases []named, s *policies.Suite, rule string) string {
	for _, c := range cases {
		if c.sees(rule) && len(c.ask(ctx, s)) > 0 {
			return c.name
		}
	}
	return ""
}

// named lists all cases, those that ask one rule and nothing else first.
func (b *Bench) named() []named {
	var quick, slow []named
	for _, p := range b.tests {
		for i, c := range p.cases {
			one := named{p.test.Name, c}
			if row := p.test.Cases[i].Name; row != "" {
				one.name += "/" + row
			}
			if _, ok := c.(*ruleCase); ok {
				quick = append(quick, one)
			} else {
				slow = append(slow, one)
			}
		}
	}
	return append(quick, slow...)
}
