package optimise_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// BenchmarkFleet reports the gap that an effort reaches.
func BenchmarkFleet(b *testing.B) {
	for _, c := range []struct {
		services int
		coupling enginetest.Coupling
		name     string
		effort   float64
	}{
		{50, enginetest.Loose, "loose", 10},
		{200, enginetest.Loose, "loose", 50},
		{200, enginetest.Tight, "tight", 50},
		{1000, enginetest.Loose, "loose", 100},
		{1000, enginetest.Tight, "tight", 100},
		{10000, enginetest.Loose, "loose", 100},
	} {
		b.Run(fmt.Sprintf("%d/%s", c.services, c.name), func(b *testing.B) {
			p := enginetest.Problem(c.services, 1, c.coupling)
			o := optimise.DefaultOptions()
			o.Effort = c.effort
			solve(b, p, o)
		})
	}
}

// solve solves a problem again and again and reports what is reached.
func solve(b *testing.B, p *place.Problem, o optimise.Options) {
	var got *optimise.Result
	for b.Loop() {
		var err error
		if got, err = optimise.Solve(context.Background(), p, o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(got.Cost-got.Floor)/float64(max(1, got.Cost)), "gap%")
	b.ReportMetric(float64(got.Cuts), "cuts")
	b.ReportMetric(float64(got.Nodes), "nodes")
}

// BenchmarkTiny is a fleet of nine services to the proven optimum.
func BenchmarkTiny(b *testing.B) {
	o := optimise.DefaultOptions()
	o.Gap = 0
	solve(b, enginetest.Problem(9, 1, enginetest.Loose), o)
}

// BenchmarkReplan is a plan after one of a thousand services has changed, from the
// plan before.
func BenchmarkReplan(b *testing.B) {
	p := enginetest.Problem(1000, 1, enginetest.Loose)
	o := optimise.DefaultOptions()
	o.Gap = 2e-3
	before, err := optimise.Solve(context.Background(), p, o)
	if err != nil {
		b.Fatal(err)
	}
	o.Start, o.Prices = []place.Placement{before.Placement}, before.Prices
	solve(b, changed(p, 123), o)
}

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
