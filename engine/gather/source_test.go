package gather_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// now is the moment of the first measurement.
var now = time.Date(2026, 11, 23, 10, 2, 30, 0, time.UTC)

// double is a source that has a series for each name, whose value at a time is the hour.
type double struct {
	names []string
	pairs [][2]string
	// begins is when the series begin.
	begins time.Time
	// fails decides what becomes of a request; nil lets all succeed.
	fails func(measure.Request) error
	// answer is what is said beside the points.
	answer measure.Answer

	mu    sync.Mutex
	asked []string
}

func (d *double) Read(_ context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	d.mu.Lock()
	d.asked = append(d.asked, fmt.Sprintf("%s%s %s–%s", r.Kind, r.Only, r.From.Format("01-02T15:04"), r.To.Format("01-02T15:04")))
	d.mu.Unlock()
	got := d.answer
	got.Calls++
	if d.fails != nil {
		if err := d.fails(r); err != nil {
			return got, err
		}
	}
	for _, key := range d.keys(r.Kind) {
		b := measure.Batch{Key: key}
		for t := r.From; t.Before(r.To); t = t.Add(r.Step) {
			if !t.Before(d.begins) {
				b.Times, b.Values = append(b.Times, t.Unix()), append(b.Values, float64(1+t.Hour()))
			}
		}
		got.Points += len(b.Times)
		if err := put(b); err != nil {
			return got, err
		}
	}
	if got.Points == 0 {
		return got, measure.Fail(measure.Empty, "nothing there")
	}
	return got, nil
}

// keys are the series of a kind.
func (d *double) keys(kind measure.Kind) (out []measure.Key) {
	if kind.Pair() {
		for _, p := range d.pairs {
			out = append(out, measure.Key{Service: p[0], Peer: p[1], Kind: kind})
		}
		return out
	}
	for _, name := range d.names {
		out = append(out, measure.Key{Service: name, Kind: kind})
	}
	return out
}

// requests are what was asked since the last time.
func (d *double) requests() []string {
	out := d.asked
	d.asked = nil
	return out
}

// prod is a block that asks a source for rates.
func prod(source measure.Source) gather.Block {
	return gather.Block{
		Name: "prod", Kind: "prometheus", Address: "https://prod.example", Source: source,
		Step: time.Hour, Window: 2 * 24 * time.Hour,
		Queries: []measure.Query{{Kind: measure.Rate, Text: "rate", Service: "service"}},
	}
}

// options are those of a workspace of two services.
func options(m *memory, blocks ...gather.Block) gather.Options {
	return gather.Options{Blocks: blocks, Services: []string{"cart", "frontend"}, Now: now, Store: m}
}

// collect gathers and must succeed.
func collect(t *testing.T, o gather.Options) gather.Result {
	t.Helper()
	got, err := gather.Gather(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// series reads the points of a snapshot, as "prod frontend rate: 58 points, 09-21T00 to …".
func series(t *testing.T, m *memory) (out []string) {
	t.Helper()
	s, err := snapshot.Open(m.FS())
	if err != nil {
		t.Fatal(err)
	}
	err = s.Walk(t.Context(), func(r snapshot.Ref, times []int64, values []float64) error {
		const form = "01-02T15:04"
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		out = append(out, fmt.Sprintf("%s %s: %d from %s to %s, sum %g", r.Source, r.Key, len(times),
			time.Unix(times[0], 0).UTC().Format(form), time.Unix(times[len(times)-1], 0).UTC().Format(form), sum))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dates are the days of an index.
func dates(x snapshot.Index) (out []string) {
	for _, d := range x.Days {
		out = append(out, d.Date)
	}
	return out
}
