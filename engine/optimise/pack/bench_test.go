package pack_test

import (
	"math/rand/v2"
	"testing"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// large draws n services of two pods each at their peak, which comes at different
// hours, and as many nodes as the fullest hour needs at the given degree of filling.
func large(n int, filling float64) *place.Problem {
	r := rand.New(rand.NewPCG(uint64(n), 2))
	pods := make([][]place.Pods, n)
	asked := make([][2]int64, 168)
	for i := range pods {
		one := place.Pods{Pools: []int32{0}, Request: []int64{100 + r.Int64N(1900), 200 + r.Int64N(7800)}, Count: make([]int32, 168)}
		top, phase := 1+r.Int32N(4), r.IntN(24)
		for t := range one.Count {
			one.Count[t] = max(1, top-int32(min((t+phase)%24, 24-(t+phase)%24)/3))
			for q := range asked[t] {
				asked[t][q] += one.Request[q] * int64(one.Count[t])
			}
		}
		pods[i] = []place.Pods{one}
	}
	room := []int64{32000, 128 << 10}
	nodes := 0.0
	for _, sum := range asked {
		nodes = max(nodes, float64(sum[0])/float64(room[0])/filling, float64(sum[1])/float64(room[1])/filling)
	}
	return fleet([]place.Pool{{Name: "web", Nodes: int(nodes) + 1, Room: room}}, pods...)
}

func benchmark(b *testing.B, filling float64) {
	p := large(10_000, filling)
	pods := 0
	for i := range p.Services {
		pods += int(p.Services[i].Options[0].Pods[0].Count[0])
	}
	var got pack.Packing
	for b.Loop() {
		got = pack.Check(p, none(p))
	}
	b.ReportMetric(float64(pods), "pods")
	b.ReportMetric(float64(p.Pools[0].Nodes), "nodes")
	b.ReportMetric(float64(len(got.Assignments)), "assignments")
	b.ReportMetric(float64(len(got.Lacks)), "lacks")
}

func BenchmarkPeaksTogether(b *testing.B)     { benchmark(b, 0.6) }
func BenchmarkSlotBySlot(b *testing.B)        { benchmark(b, 0.95) }
func BenchmarkSlotBySlotFull(b *testing.B)    { benchmark(b, 0.995) }
func BenchmarkSlotsThatDoNotFit(b *testing.B) { benchmark(b, 1.02) }
