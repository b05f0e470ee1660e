package gather_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// A kill may come at any call of the store. Before and after, whoever reads sees the old
// snapshot or the new one as a whole, and the next run ends where an undisturbed one does.
func TestAKillAtAnyPointLeavesTheOldSnapshotOrTheNewOne(t *testing.T) {
	source := &double{names: []string{"cart", "frontend"}}
	begun := newMemory()
	collect(t, options(begun, prod(source)))
	later := func(m *memory) gather.Options {
		o := options(m, prod(source))
		o.Now = now.Add(30 * time.Hour)
		return o
	}
	clean := begun.clone()
	collect(t, later(clean))
	before, after := series(t, begun), series(t, clean)
	for n := 0; ; n++ {
		m := begun.clone()
		m.left = n
		_, err := gather.Gather(t.Context(), later(m))
		m.left = -1
		got := series(t, m)
		if !slices.Equal(got, before) && !slices.Equal(got, after) {
			t.Fatalf("killed at call %d: the snapshot is neither the old nor the new one: %q", n, got)
		}
		if err == nil {
			if n < 10 {
				t.Fatalf("only %d calls of the store", n)
			}
			break
		}
		if !errors.Is(err, errDisk) {
			t.Fatalf("call %d: %v", n, err)
		}
		collect(t, later(m))
		if diff := cmp.Diff(clean.files, m.files); diff != "" {
			t.Fatalf("killed at call %d, and run again (-want +got):\n%s", n, diff)
		}
	}
}

func TestAnInterruptedRunGoesOnWhereItWas(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	m, source := newMemory(), &double{names: []string{"cart"}}
	source.fails = func(r measure.Request) error {
		if r.From.Day() == 22 {
			stop()
			return measure.Fail(measure.Slow, "ended")
		}
		return nil
	}
	if _, err := gather.Gather(ctx, options(m, prod(source))); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if _, err := snapshot.Open(m.FS()); !errors.Is(err, snapshot.ErrNone) {
		t.Errorf("a part of a measurement is taken for a snapshot: %v", err)
	}
	source.requests()
	source.fails = nil
	collect(t, options(m, prod(source)))
	want := []string{"rate 11-22T00:00–11-23T00:00", "rate 11-21T00:00–11-22T00:00"}
	if diff := cmp.Diff(want, source.requests()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if slices.Contains(slices.Collect(maps.Keys(m.files)), "measured/progress.json") {
		t.Error("progress.json stays")
	}
}

func TestWhatAFailureStops(t *testing.T) {
	again := func(cause measure.Cause, days int) func(measure.Request) error {
		return func(r measure.Request) error {
			if r.Kind == measure.Rate && r.From.Day() > 23-days {
				return measure.Fail(cause, "because")
			}
			return nil
		}
	}
	const all = 5
	for name, c := range map[string]struct {
		fails func(measure.Request) error
		// rates and cores are how many days are asked for of the two queries.
		rates, cores int
		// read is how many days of rates are read in the end.
		read int
	}{
		"no failure":                        {nil, all, all, all},
		"down: the source is asked no more": {again(measure.Down, all), 1, 0, 0},
		"refused: no more":                  {again(measure.Refused, all), 1, 0, 0},
		"limited: no more":                  {again(measure.Limited, all), 1, 0, 0},
		"slow: the query is asked no more":  {again(measure.Slow, all), 1, all, 0},
		"wrong: no more":                    {again(measure.Wrong, all), 1, all, 0},
		"too large: no more":                {again(measure.TooLarge, all), 1, all, 0},
		"nonsense on one day":               {again(measure.Nonsense, 1), all, all, all - 1},
		"nonsense on all days":              {again(measure.Nonsense, all), 3, all, 0},
		"incomplete on two days":            {again(measure.Incomplete, 2), all, all, all - 2},
		"empty":                             {again(measure.Empty, all), all, all, all},
		"an error without a cause":          {func(measure.Request) error { return errors.New("what?") }, 3, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m, source := newMemory(), &double{names: []string{"cart"}, fails: c.fails}
			b := prod(source)
			b.Window = (all - 1) * 24 * time.Hour
			b.Queries = append(b.Queries, measure.Query{Kind: measure.CPU, Text: "cpu", Service: "service"})
			quiet := prod(&double{names: []string{"cart"}})
			quiet.Name, quiet.Window = "quiet", b.Window
			got := collect(t, options(m, b, quiet))
			rates, cores := 0, 0
			for _, asked := range source.requests() {
				if strings.HasPrefix(asked, "rate") {
					rates++
				} else {
					cores++
				}
			}
			if rates != c.rates || cores != c.cores {
				t.Errorf("%d days of rates and %d of cores were asked for, want %d and %d", rates, cores, c.rates, c.cores)
			}
			q := got.Sources[0].Queries[0]
			if q.Fetched != c.read || (q.Failure != nil) != (c.fails != nil) {
				t.Errorf("%+v", q)
			}
			if q := got.Index.Sources[0].Queries[0]; (q.Failure == "") != (c.fails == nil) || (q.Cause == "") != (c.fails == nil) {
				t.Errorf("the index says %q, %q", q.Cause, q.Failure)
			}
			if other := got.Sources[1].Queries[0]; other.Fetched != all || other.Failure != nil {
				t.Errorf("another source suffers: %+v", other)
			}
		})
	}
}

func TestPointsBeforeAFailureAreNotThere(t *testing.T) {
	m := newMemory()
	source := &half{double{names: []string{"cart", "frontend"}}}
	got := collect(t, options(m, prod(source)))
	if len(got.Index.Days) > 0 {
		t.Errorf("%q", series(t, m))
	}
}

// half hands out points, and fails then.
type half struct{ double }

func (h *half) Read(ctx context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	got, err := h.double.Read(ctx, r, put)
	if err != nil {
		return got, err
	}
	return got, measure.Fail(measure.Nonsense, "the end is missing")
}

func TestAPartialAnswerIsNoAnswer(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}, answer: measure.Answer{Partial: true, Warnings: []string{"store 3 is down"}}}
	got := collect(t, options(m, prod(source)))
	q := got.Sources[0].Queries[0]
	if q.Failure == nil || q.Failure.Cause != measure.Incomplete || q.Points != 0 {
		t.Errorf("%+v", q)
	}
	if diff := cmp.Diff([]string{"store 3 is down"}, got.Sources[0].Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	source.answer = measure.Answer{}
	if q := collect(t, options(m, prod(source))).Sources[0].Queries[0]; q.Fetched != 3 || q.Failure != nil {
		t.Errorf("after it has come back: %+v", q)
	}
}

func TestWhatWasReadBeforeStaysWhereTheNextReadFails(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	collect(t, options(m, prod(source)))
	before := series(t, m)
	source.fails = func(measure.Request) error { return measure.Fail(measure.Down, "gone") }
	for _, again := range []bool{false, true} {
		o := options(m, prod(source))
		o.Again, o.Now = again, now.Add(2*time.Hour)
		got := collect(t, o)
		if diff := cmp.Diff(before, series(t, m)); diff != "" {
			t.Errorf("again %v (-want +got):\n%s", again, diff)
		}
		if q := got.Index.Sources[0].Queries[0]; q.Cause != measure.Down {
			t.Errorf("the index does not say that the source is down: %+v", q)
		}
	}
}

func TestASourceThatCannotBeAskedIsNot(t *testing.T) {
	m := newMemory()
	b := prod(nil)
	b.Unready = measure.Fail(measure.Refused, "the environment variable TOKEN is not set")
	got := collect(t, options(m, b, prod2()))
	if q := got.Sources[0].Queries[0]; q.Failure != b.Unready {
		t.Errorf("%+v", q)
	}
	if q := got.Sources[1].Queries[0]; q.Fetched != 3 {
		t.Errorf("another source suffers: %+v", q)
	}
}

// prod2 is a block of another name that answers.
func prod2() gather.Block {
	b := prod(&double{names: []string{"cart"}})
	b.Name = "second"
	return b
}

// stuck answers when its context ends.
type stuck struct{}

func (stuck) Read(ctx context.Context, _ measure.Request, _ func(measure.Batch) error) (measure.Answer, error) {
	<-ctx.Done()
	return measure.Answer{Calls: 1}, measure.Fail(measure.Slow, "no answer")
}

func TestASourceEndsWithItsDeadline(t *testing.T) {
	m := newMemory()
	b := prod(stuck{})
	b.Deadline = time.Millisecond
	got := collect(t, options(m, b, prod2()))
	q := got.Sources[0].Queries[0]
	if q.Failure == nil || q.Failure.Cause != measure.Slow || got.Sources[0].Calls != 1 {
		t.Errorf("%+v, %d calls", q, got.Sources[0].Calls)
	}
	if q := got.Sources[1].Queries[0]; q.Fetched != 3 {
		t.Errorf("another source suffers: %+v", q)
	}
}

// wild hands out what it was not asked for.
type wild struct{ batch measure.Batch }

func (w wild) Read(_ context.Context, _ measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	return measure.Answer{}, put(w.batch)
}

func TestPointsThatNobodyAskedForAreNonsense(t *testing.T) {
	at := now.Truncate(time.Hour).Add(-time.Hour).Unix()
	key := measure.Key{Service: "cart", Kind: measure.Rate}
	for name, b := range map[string]measure.Batch{
		"of the future":      {Key: key, Times: []int64{at + 7200}, Values: []float64{1}},
		"of another year":    {Key: key, Times: []int64{7, at}, Values: []float64{1, 1}},
		"without values":     {Key: key, Times: []int64{at}},
		"below zero":         {Key: key, Times: []int64{at}, Values: []float64{-1}},
		"from future to now": {Key: key, Times: []int64{at, at + 7200}, Values: []float64{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory()
			block := prod(wild{b})
			block.Window = 0
			q := collect(t, options(m, block)).Sources[0].Queries[0]
			if q.Failure == nil || q.Failure.Cause != measure.Nonsense || q.Points != 0 {
				t.Errorf("%+v", q)
			}
		})
	}
}

// One odd label in a mesh of thousands is no reason to know nothing of the others.
func TestSeriesWithoutANameAreLeftOutAndCounted(t *testing.T) {
	m := newMemory()
	source := &double{
		names: []string{"cart", "", strings.Repeat("a", 600), "\xff"},
		pairs: [][2]string{{"frontend", "cart"}, {"frontend", ""}, {"", "cart"}},
	}
	b := prod(source)
	b.Window = 0
	b.Queries = append(b.Queries, measure.Query{Kind: measure.CallRate, Text: "calls", Service: "from", Peer: "to"})
	got := collect(t, options(m, b)).Sources[0]
	if rate := got.Queries[0]; rate.Points != 10 || rate.Dropped != 30 || rate.Failure != nil {
		t.Errorf("%+v", rate)
	}
	if calls := got.Queries[1]; calls.Points != 10 || calls.Dropped != 20 || calls.Failure != nil {
		t.Errorf("%+v", calls)
	}
	if len(got.Strangers) > 0 {
		t.Errorf("%q", got.Strangers)
	}
}

// caller is a source that knows who calls whom, too.
type caller struct {
	double
	err error
}

func (c *caller) Calls(context.Context, time.Time, time.Time) ([]measure.Pair, measure.Answer, error) {
	return []measure.Pair{{From: "front", To: "cart"}, {From: "front", To: "cart"}, {From: "stranger", To: "cart"}}, measure.Answer{Calls: 2}, c.err
}

func TestWhoCallsWhomIsKeptByTheWorkspacesNames(t *testing.T) {
	m, source := newMemory(), &caller{double: double{names: []string{"cart"}}}
	b := prod(source)
	b.Names = map[string]string{"front": "frontend"}
	want := []measure.Pair{{From: "frontend", To: "cart"}}
	for _, err := range []error{nil, errors.New("403")} {
		source.err = err
		got := collect(t, options(m, b))
		if diff := cmp.Diff(want, got.Index.Sources[0].Pairs); diff != "" {
			t.Errorf("with the error %v (-want +got):\n%s", err, diff)
		}
		if err != nil && !slices.Contains(got.Sources[0].Warnings, "who calls whom: 403") {
			t.Errorf("%q", got.Sources[0].Warnings)
		}
	}
}

func TestADamagedDayIsReadAnewByTheNextRun(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)/2] },
		"changed": func(b []byte) []byte { b = slices.Clone(b); b[len(b)/3] ^= 0x55; return b },
		"empty":   func([]byte) []byte { return nil },
		"gone":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			m, source := newMemory(), &double{names: []string{"cart"}}
			first := collect(t, options(m, prod(source)))
			want := series(t, m)
			file := first.Index.Days[0].File()
			if damage == nil {
				delete(m.files, file)
			} else {
				m.files[file] = damage(m.files[file])
			}
			o := options(m, prod(source))
			o.Now = now.Add(time.Hour)
			_, err := gather.Gather(t.Context(), o)
			if err == nil && damage != nil {
				t.Fatal("a damaged day is taken for a whole one")
			}
			if err != nil && !strings.Contains(err.Error(), file) {
				t.Errorf("the error does not name the file: %v", err)
			}
			collect(t, o)
			if got := series(t, m); !strings.HasPrefix(got[0], "prod cart rate: 59 from 11-21T00:00") {
				t.Errorf("before %q, now %q", want, got)
			}
		})
	}
}

// What stands in the folder may be anybody's: days that are out of order would be found
// no more, and be there twice.
func TestAProgressThatIsNoneIsAsIfItWereNotThere(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"frontend"}}
	first := collect(t, options(m, prod(source)))
	want := maps.Clone(m.files)
	x := first.Index
	x.Days = slices.Clone(x.Days)
	slices.Reverse(x.Days)
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	m.files[snapshot.Folder+"/progress.json"] = text
	collect(t, options(m, prod(source)))
	if diff := cmp.Diff(want, m.files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
