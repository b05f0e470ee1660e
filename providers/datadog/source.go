package datadog

import (
	"context"
	"sync"

	"github.com/DataDog/datadog-api-client-go/v2/api/datadog"

	"berth.dev/engine/measure"
)

// Source asks one organisation at Datadog. It may be used by several at once.
type Source struct {
	o       Options
	address string
	client  *datadog.APIClient
	hidden  secrets
	pace    pace
	names   names

	mu    sync.Mutex
	spans map[string]span // by query and step
}

// Address is where the source asks, without a secret.
func (s *Source) Address() string { return s.address }

// Read answers one request: see [measure.Source]. How many calls it takes is [CallsNeeded].
func (s *Source) Read(ctx context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	t, f := stretchOf(r)
	if f != nil {
		return measure.Answer{}, f
	}
	q, err := compile(r.Query, t.step)
	if err != nil {
		return measure.Answer{}, measure.Fail(measure.Wrong, "%s of Datadog: %v", r.Kind, err)
	}
	w := &reading{source: s, request: r, question: q, whole: t, put: put, span: s.spanOf(r.Query, t.step)}
	if err := w.run(ctx); err != nil {
		return w.answer, err
	}
	s.keep(r.Query, t.step, w.span)
	return w.answer, nil
}

// reading is one request under way.
type reading struct {
	source   *Source
	request  measure.Request
	question question
	whole    stretch
	put      func(measure.Batch) error

	span   span
	answer measure.Answer
	row    row
	// unnamed is how many series had no name, shown once.
	unnamed int
}

// run reads the request stretch by stretch, each as long as an answer may be.
func (w *reading) run(ctx context.Context) error {
	for from := w.whole.from; from < w.whole.to; {
		t := stretch{from, min(from+w.span.points*w.whole.step, w.whole.to), w.whole.step}
		got, f := w.source.ask(ctx, w.question, t, &w.answer.Calls)
		switch {
		case f != nil && f.Cause == measure.TooLarge && !got.crowded && w.span.narrow(t, 2):
			continue
		case f != nil:
			return f
		case w.span.doubts(got.times, t):
			continue
		}
		if err := w.take(got, t); err != nil {
			return err
		}
		from = t.to
	}
	return w.end(ctx)
}

// take hands out the points of one answer.
func (w *reading) take(got timeseries, t stretch) error {
	seen := make(map[measure.Key]bool, len(got.series))
	i := 0
	for list := range cells(got.values) {
		if i == len(got.series) {
			return w.source.nonsense("the answer has more values than series")
		}
		if err := w.takeRow(got.series[i], list, got.times, t, seen); err != nil {
			return err
		}
		i++
	}
	if i < len(got.series) {
		return w.source.nonsense("the answer has fewer values than series")
	}
	return nil
}

// takeRow hands out one series.
func (w *reading) takeRow(of series, list []byte, times []int64, t stretch, seen map[measure.Key]bool) error {
	q := w.request.Query
	k, named := key(q, of.Tags)
	if !named {
		w.unnamed++
		return nil
	}
	if seen[k] {
		return measure.Fail(measure.Wrong, "%s: the query gives several series for %s: let it group by %s alone", w.source.address, clip(k.String()), w.source.groups(q))
	}
	seen[k] = true
	f, err := factor(q.Kind, of.Unit, w.question.perSecond)
	if err != nil {
		return measure.Fail(measure.Nonsense, "%s: %s: %v", w.source.address, clip(k.String()), err)
	}
	if !w.row.read(list, times, t, f) {
		return w.source.nonsense("the answer has more values than times")
	}
	w.answer.Dropped += w.row.bad
	if len(w.row.times) == 0 {
		return nil
	}
	w.answer.Points += len(w.row.times)
	if q.Kind == measure.CPU && peak(w.row.values) > tooManyCores {
		return measure.Fail(measure.Nonsense, "%s: %s would use more than a million cores: is the query in nanocores? Divide it by 1e9", w.source.address, clip(k.String()))
	}
	return w.put(w.row.batch(k))
}

// end says what is wrong with the answer as a whole.
func (w *reading) end(ctx context.Context) error {
	a, s := &w.answer, w.source
	if w.unnamed > 0 {
		a.Warnings = append(a.Warnings, s.unnamed(w.request.Query, w.unnamed))
	}
	if g := w.span.cadence; g > w.whole.step {
		a.Warnings = append(a.Warnings, s.sparse(g, w.whole.step))
	}
	switch {
	case a.Points == 0 && a.Dropped == 0:
		return w.empty(ctx)
	case a.Dropped > (a.Points+a.Dropped)/100:
		return measure.Fail(measure.Nonsense, "%s: %d of %d values of %s are no finite positive number on the grid: change the query", s.address, a.Dropped, a.Points+a.Dropped, w.request.Kind)
	}
	return nil
}

func peak(values []float64) float64 {
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	return most
}
