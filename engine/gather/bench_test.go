package gather_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// fleet answers for so many services, a day and night of each.
type fleet int

func (f fleet) Read(_ context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	var got measure.Answer
	for i := range int(f) {
		b := measure.Batch{Key: measure.Key{Service: fmt.Sprintf("service-%05d", i), Kind: r.Kind}}
		for t := r.From; t.Before(r.To); t = t.Add(r.Step) {
			b.Times = append(b.Times, t.Unix())
			b.Values = append(b.Values, float64(i)+10+math.Sin(float64(t.Unix())/13751))
		}
		got.Points += len(b.Times)
		if err := put(b); err != nil {
			return got, err
		}
	}
	return got, nil
}

// A day of a fleet is read, written, and made profiles of; peak-MB is the heap beside
// what the store in memory keeps.
func BenchmarkGather(b *testing.B) {
	for _, services := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			for b.Loop() {
				m := newMemory()
				o := gather.Options{Now: now.Truncate(24 * time.Hour), Store: m, Profiles: snapshot.Options{Parallel: 2}}
				for i := range services {
					o.Services = append(o.Services, fmt.Sprintf("service-%05d", i))
				}
				block := prod(fleet(services))
				block.Window, block.Step = 24*time.Hour, 5*time.Minute
				for _, kind := range []measure.Kind{measure.CPU, measure.Memory} {
					block.Queries = append(block.Queries, measure.Query{Kind: kind, Text: string(kind), Service: "service"})
				}
				o.Blocks = []gather.Block{block}
				peak := watch()
				if _, err := gather.Gather(b.Context(), o); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(peak(), "peak-MB")
			}
			b.ReportMetric(float64(services*3*288)/b.Elapsed().Seconds()*float64(b.N), "points/s")
		})
	}
}

// watch looks at the heap until it is asked for the most that it has seen, in MB.
func watch() (peak func() float64) {
	runtime.GC()
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		var top uint64
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				most <- top
				return
			case <-tick.C:
				var s runtime.MemStats
				runtime.ReadMemStats(&s)
				top = max(top, s.HeapInuse)
			}
		}
	}()
	return func() float64 {
		close(done)
		return float64(<-most) / 1e6
	}
}
