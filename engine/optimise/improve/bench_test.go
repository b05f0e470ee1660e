package improve_test

import (
	"fmt"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// relaxed is what a few subgradient steps make of a problem: prices that are about
// right and a placement that is about too large.
func relaxed(p *place.Problem) ([][]int64, place.Placement) {
	r := relax.New(p)
	prices := relax.Zero(p)
	var answer relax.Answer
	for step := range 40 {
		answer = r.Solve(prices, nil)
		use := p.Usage(answer.X)
		for b := range prices {
			for t := range prices[b] {
				// In about the relation of what a core and a GiB save, becoming shorter.
				excess := float64(use[b][t]-p.Blocks[b].Cap[t]) / float64(p.Blocks[b].Cap[t])
				prices[b][t] = max(0, prices[b][t]+int64(excess*[]float64{1e6, 1e5}[b]/float64(4+step)))
			}
		}
	}
	return prices, answer.X
}

func BenchmarkState(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		p := enginetest.Problem(n, 1, enginetest.Loose)
		prices, x := relaxed(p)
		board := improve.New(p)
		s := board.State(x)
		stages := []struct {
			name string
			do   func()
		}{
			{"board", func() { board = improve.New(p) }},
			{"state", func() { s = board.State(x) }},
			{"repair", func() { s.Set(x); s.Price(prices); s.Repair() }},
			{"repair-fill", func() { s.Set(x); s.Price(prices); s.Repair(); s.Fill() }},
			{"repair-fill-swap", func() { s.Set(x); s.Price(prices); s.Repair(); s.Fill(); s.Swap(100) }},
		}
		for _, stage := range stages {
			b.Run(fmt.Sprintf("%s-%d", stage.name, n), func(b *testing.B) {
				for b.Loop() {
					stage.do()
				}
				b.ReportMetric(float64(s.Cost())/1e9, "dollars")
				b.ReportMetric(s.Harm(), "broken")
			})
		}
	}
}
