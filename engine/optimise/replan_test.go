package optimise_test

import (
	"context"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// changed is a problem in which one service uses a fifth more than before.
func changed(p *place.Problem, service int) *place.Problem {
	q := *p
	q.Services = slices.Clone(p.Services)
	s := &q.Services[service]
	s.Options = slices.Clone(s.Options)
	for l := range s.Options {
		o := &s.Options[l]
		o.Cost += o.Cost / 5
		o.Use = slices.Clone(o.Use)
		for k := range o.Use {
			o.Use[k].Amount = slices.Clone(o.Use[k].Amount)
			for t := range o.Use[k].Amount {
				o.Use[k].Amount[t] += o.Use[k].Amount[t] / 5
			}
		}
	}
	return &q
}

// BenchmarkReplan is a plan after one of a thousand services has changed, from the
// plan before.
func BenchmarkReplan(b *testing.B) {
	p := enginetest.Problem(1000, 1, enginetest.Loose)
	o := optimise.DefaultOptions()
	o.Gap, o.Effort = 2e-3, 20
	before, err := optimise.Solve(context.Background(), p, o)
	if err != nil {
		b.Fatal(err)
	}
	q := changed(p, 123)
	o.Start, o.Prices = []place.Placement{before.Placement}, before.Prices
	var gap float64
	var cuts int
	for b.Loop() {
		after, err := optimise.Solve(context.Background(), q, o)
		if err != nil {
			b.Fatal(err)
		}
		gap, cuts = float64(after.Cost-after.Floor)/float64(after.Cost), after.Cuts
	}
	b.ReportMetric(100*gap, "gap%")
	b.ReportMetric(float64(cuts), "cuts")
}

// BenchmarkTiny is a fleet of nine services to the proven optimum.
func BenchmarkTiny(b *testing.B) {
	p := enginetest.Problem(9, 1, enginetest.Loose)
	o := optimise.DefaultOptions()
	o.Gap = 0
	for b.Loop() {
		if _, err := optimise.Solve(context.Background(), p, o); err != nil {
			b.Fatal(err)
		}
	}
}
