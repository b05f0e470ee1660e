package trial

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"berth.dev/policies"
)

// Run asks every case of a suite's rules, side by side. An error means that the run
// was stopped.
func (b *Bench) Run(ctx context.Context, s *policies.Suite) (*Result, error) {
	r := &Result{Tests: make([]Test, len(b.tests))}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range b.tests {
		r.Tests[i] = p.test
		r.Tests[i].Cases = make([]Case, len(p.cases))
		for k, c := range p.cases {
			g.Go(func() error {
				r.Tests[i].Cases[k] = p.test.Cases[k]
				r.Tests[i].Cases[k].Failures = c.ask(ctx, s)
				return ctx.Err()
			})
		}
	}
	return r, g.Wait()
}
