package trial

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"berth.dev/policies"
)

// Options say what a run looks at besides the tests.
type Options struct {
	// Rules are those that the tests are held against, by name, in any order.
	Rules []string
	// Cover notes which branches of these rules the tests take; Mutate puts mistakes
	// into the rules, if all tests pass, and looks whether a test notices.
	Cover, Mutate bool
	// Progress is called with how many mutants are done, of how many, by several
	// goroutines at once; nil for nobody.
	Progress func(done, of int)
}

// Run asks every case of a suite's rules, side by side. An error means that the run
// was stopped.
func (b *Bench) Run(ctx context.Context, s *policies.Suite, o Options) (*Result, error) {
	asked := s
	var coverage *policies.Coverage
	if o.Cover && len(o.Rules) > 0 {
		asked, coverage = s.Cover(o.Rules...)
	}
	r, err := b.ask(ctx, asked)
	if err != nil {
		return nil, err
	}
	r.Untested = b.untested(o.Rules)
	if coverage != nil {
		r.Branches = coverage.Branches()
	}
	if _, failed := r.Count(); !o.Mutate || len(o.Rules) == 0 || failed > 0 {
		return r, nil
	}
	r.Mutants, err = b.mutate(ctx, s, o)
	return r, err
}

// ask asks all cases.
func (b *Bench) ask(ctx context.Context, s *policies.Suite) (*Result, error) {
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

// untested returns the rules among those asked for that no case names.
func (b *Bench) untested(asked []string) (out []policies.Rule) {
	cases := b.named()
	for _, r := range b.rules {
		if slices.Contains(asked, r.Name) && !slices.ContainsFunc(cases, func(c named) bool { return c.names(r.Name) }) {
			out = append(out, r)
		}
	}
	return out
}
