package gather_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
)

func TestDaysAreReadFromTheNewestToTheOldestAndOnlyOnce(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"frontend"}}
	got := collect(t, options(m, prod(source)))
	want := []string{"rate 11-23T00:00–11-23T10:00", "rate 11-22T00:00–11-23T00:00", "rate 11-21T00:00–11-22T00:00"}
	if diff := cmp.Diff(want, source.requests()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2026-11-21", "2026-11-22", "2026-11-23"}, dates(got.Index)); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	later := options(m, prod(source))
	later.Now = now.Add(26 * time.Hour)
	got = collect(t, later)
	want = []string{"rate 11-24T00:00–11-24T12:00", "rate 11-23T10:00–11-24T00:00"}
	if diff := cmp.Diff(want, source.requests()); diff != "" {
		t.Errorf("asked the second time (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"prod frontend rate: 60 from 11-22T00:00 to 11-24T11:00, sum 678"}, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	q := got.Sources[0].Queries[0]
	if q.Fetched != 2 || q.Kept != 1 || q.Points != 60 || q.Missing != 0 || q.Services != 1 {
		t.Errorf("%+v", q)
	}
}

// What one run after another makes must be what a single run makes: a snapshot has no
// memory of how it came about.
func TestTwoRunsLeaveTheSameFilesAsOne(t *testing.T) {
	source := &double{names: []string{"frontend", "cart"}}
	once, twice := newMemory(), newMemory()
	collect(t, options(twice, prod(source)))
	for _, m := range []*memory{once, twice} {
		o := options(m, prod(source))
		o.Now = now.Add(5 * time.Hour)
		collect(t, o)
	}
	if diff := cmp.Diff(once.files, twice.files); diff != "" {
		t.Errorf("(-once +twice):\n%s", diff)
	}
}

func TestWhatMakesDaysMissingAgain(t *testing.T) {
	all := []string{"rate 11-23T00:00–11-23T10:00", "rate 11-22T00:00–11-23T00:00", "rate 11-21T00:00–11-22T00:00"}
	for name, c := range map[string]struct {
		change func(*gather.Options)
		want   []string
	}{
		"nothing":               {func(*gather.Options) {}, nil},
		"another text":          {func(o *gather.Options) { o.Blocks[0].Queries[0].Text = "other" }, all},
		"another label":         {func(o *gather.Options) { o.Blocks[0].Queries[0].Service = "app" }, all},
		"another tenant":        {func(o *gather.Options) { o.Blocks[0].Identity = "X-Scope-Orgid=shop" }, all},
		"another address":       {func(o *gather.Options) { o.Blocks[0].Address = "https://b.example" }, all},
		"other names":           {func(o *gather.Options) { o.Blocks[0].Names = map[string]string{"front": "frontend"} }, all},
		"being asked":           {func(o *gather.Options) { o.Again = true }, all},
		"a service that is new": {func(o *gather.Options) { o.Services = append(o.Services, "stranger") }, all},
		"another new service":   {func(o *gather.Options) { o.Services = append(o.Services, "unheard") }, nil},
		"a longer window":       {func(o *gather.Options) { o.Blocks[0].Window += 24 * time.Hour }, []string{"rate 11-20T00:00–11-21T00:00"}},
		"a longer window, of which the first day is not wanted": {func(o *gather.Options) {
			o.Blocks[0].Window += 48 * time.Hour
			o.Since = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		}, []string{"rate 11-20T00:00–11-21T00:00"}},
		"being asked for the last days": {func(o *gather.Options) {
			o.Again = true
			o.Since = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
		}, all[:2]},
		"being asked for another source": {func(o *gather.Options) { o.Again, o.Only = true, []string{"other"} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m, source := newMemory(), &double{names: []string{"frontend", "stranger"}}
			collect(t, options(m, prod(source)))
			source.requests()
			o := options(m, prod(source))
			c.change(&o)
			collect(t, o)
			if diff := cmp.Diff(c.want, source.requests()); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAServiceThatWasAStrangerIsReadAnewUntilAllOfItIsThere(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"frontend", "new"}}
	collect(t, options(m, prod(source)))
	source.requests()
	var asked []int
	for _, fails := range []bool{true, false, false} {
		source.fails = nil
		if fails {
			source.fails = func(r measure.Request) error {
				if r.From.Day() == 22 {
					return measure.Fail(measure.Down, "gone")
				}
				return nil
			}
		}
		o := options(m, prod(source))
		o.Services = append(o.Services, "new")
		collect(t, o)
		asked = append(asked, len(source.requests()))
	}
	if diff := cmp.Diff([]int{2, 3, 0}, asked); diff != "" {
		t.Errorf("days asked for by run (-want +got):\n%s", diff)
	}
	want := []string{"prod frontend rate: 58 from 11-21T00:00 to 11-23T09:00, sum 655", "prod new rate: 58 from 11-21T00:00 to 11-23T09:00, sum 655"}
	if diff := cmp.Diff(want, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}

func TestAQueryWithoutAnyPointIsAskedAnew(t *testing.T) {
	m, source := newMemory(), &double{}
	got := collect(t, options(m, prod(source)))
	if f := got.Sources[0].Queries[0].Failure; f == nil || f.Cause != measure.Empty {
		t.Errorf("failure %v", f)
	}
	if q := got.Index.Sources[0].Queries[0]; q.Cause != measure.Empty {
		t.Errorf("the index does not say why nothing is known: %+v", q)
	}
	source.requests()
	source.names = []string{"cart"}
	collect(t, options(m, prod(source)))
	if n := len(source.requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestADayWithoutTheMetricIsADayThatWasRead(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}, begins: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	got := collect(t, options(m, prod(source)))
	if q := got.Sources[0].Queries[0]; q.Failure != nil || q.Fetched != 3 {
		t.Errorf("%+v", q)
	}
	source.requests()
	collect(t, options(m, prod(source)))
	if asked := source.requests(); len(asked) > 0 {
		t.Errorf("asked again: %q", asked)
	}
}

func TestNamesOfOneServiceAddUpAndOthersAreLeftOut(t *testing.T) {
	m := newMemory()
	source := &double{
		names: []string{"cart-v1", "cart-v2", "frontend", "stranger"},
		pairs: [][2]string{{"frontend", "cart-v1"}, {"frontend", "cart-v2"}, {"frontend", "elsewhere"}, {"stranger", "cart-v1"}},
	}
	b := prod(source)
	b.Names = map[string]string{"cart-v1": "cart", "cart-v2": "cart"}
	b.Window = 0
	b.Queries = append(b.Queries, measure.Query{Kind: measure.CallRate, Text: "calls", Service: "from", Peer: "to"})
	got := collect(t, options(m, b))
	want := []string{
		"prod cart rate: 10 from 11-23T00:00 to 11-23T09:00, sum 110",
		"prod frontend rate: 10 from 11-23T00:00 to 11-23T09:00, sum 55",
		"prod frontend → cart call_rate: 10 from 11-23T00:00 to 11-23T09:00, sum 110",
		"prod frontend → elsewhere call_rate: 10 from 11-23T00:00 to 11-23T09:00, sum 55",
	}
	if diff := cmp.Diff(want, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"stranger"}, got.Index.Sources[0].Strangers); diff != "" {
		t.Errorf("strangers (-want +got):\n%s", diff)
	}
}

func TestAQueryForOneServiceIsThatServices(t *testing.T) {
	m := newMemory()
	b := prod(&double{names: []string{""}})
	b.Window = 0
	b.Queries = []measure.Query{{Kind: measure.Rate, Text: "sum(rate)", Only: "cart"}}
	collect(t, options(m, b))
	want := []string{"prod cart rate: 10 from 11-23T00:00 to 11-23T09:00, sum 55"}
	if diff := cmp.Diff(want, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}

func TestDaysBeforeAllWindowsGoWithTheirFiles(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	m.files["measured/notes.txt"] = []byte("mine")
	collect(t, options(m, prod(source)))
	o := options(m, prod(source))
	o.Blocks[0].Window = 24 * time.Hour
	got := collect(t, o)
	if diff := cmp.Diff([]string{"2026-11-22", "2026-11-23"}, dates(got.Index)); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	want := []string{got.Index.Days[0].File(), got.Index.Days[1].File(), "measured/index.json", "measured/notes.txt", got.Index.SeriesFile()}
	files, err := m.List()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestAShorterWindowForOnceTakesNothingAway(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	collect(t, options(m, prod(source)))
	source.requests()
	o := options(m, prod(source))
	o.Blocks[0].Stay, o.Blocks[0].Window, o.Again = o.Blocks[0].Window, 0, true
	got := collect(t, o)
	if diff := cmp.Diff([]string{"rate 11-23T00:00–11-23T10:00"}, source.requests()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if len(got.Index.Days) != 3 || got.Sources[0].Queries[0].Points != 58 {
		t.Errorf("days %q, %+v", dates(got.Index), got.Sources[0].Queries[0])
	}
}

func TestASourceThatIsGoneLeavesTheSnapshot(t *testing.T) {
	m := newMemory()
	other := prod(&double{names: []string{"cart"}})
	other.Name = "other"
	collect(t, options(m, other, prod(&double{names: []string{"cart"}})))
	if got := series(t, m); len(got) != 2 {
		t.Fatalf("%q", got)
	}
	source := &double{names: []string{"cart"}}
	collect(t, options(m, prod(source)))
	want := []string{"prod cart rate: 58 from 11-21T00:00 to 11-23T09:00, sum 655"}
	if diff := cmp.Diff(want, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	if asked := source.requests(); len(asked) > 0 {
		t.Errorf("asked again: %q", asked)
	}
}

// A source of the present has one point a run, and several runs make a series.
func TestASourceOfThePresentIsAskedForNowAlone(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	b := prod(source)
	b.Present = true
	for _, minutes := range []int{0, 5, 60, 61, 14 * 60} {
		o := options(m, b)
		o.Now = now.Add(time.Duration(minutes) * time.Minute)
		collect(t, o)
	}
	want := []string{"rate 11-23T10:00–11-23T11:00", "rate 11-23T11:00–11-23T12:00", "rate 11-24T00:00–11-24T01:00"}
	if diff := cmp.Diff(want, source.requests()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"prod cart rate: 3 from 11-23T10:00 to 11-24T00:00, sum 24"}, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}

// Several grids begin no day: the first point of a day is the first of the grid in it.
func TestAStepThatDividesNoDayLeavesNoGapAtMidnight(t *testing.T) {
	m := newMemory()
	b := prod(&double{names: []string{"cart"}})
	b.Step = 7 * time.Hour
	got := collect(t, options(m, b))
	if q := got.Sources[0].Queries[0]; q.Missing != 0 || q.Points != 8 {
		t.Errorf("%+v", q)
	}
}

// A shell without DD_SITE, DD_API_KEY and DD_APP_KEY is no reason to throw away what was
// read in one that has them.
func TestABlockThatIsNotAskedLosesNothingByAnotherAddress(t *testing.T) {
	for name, change := range map[string]func(*gather.Options){
		"it cannot be asked": func(o *gather.Options) { o.Blocks[0].Unready = measure.Fail(measure.Refused, "no token") },
		"another one is":     func(o *gather.Options) { o.Only = []string{"other"} },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory()
			collect(t, options(m, prod(&double{names: []string{"frontend"}})))
			want := series(t, m)
			o := options(m, prod(&double{}))
			o.Blocks[0].Address = "https://elsewhere.example"
			change(&o)
			collect(t, o)
			if diff := cmp.Diff(want, series(t, m)); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
		})
	}
}

// Servers forget: what a query with a slip in it would throw away may be gone for good.
func TestAChangedQueryTakesAwayOnlyTheDaysThatItHasRead(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"frontend"}}
	collect(t, options(m, prod(source)))
	want := series(t, m)
	source.requests()
	slip := options(m, prod(source))
	slip.Blocks[0].Queries[0].Text = "rat"
	source.fails = func(r measure.Request) error {
		if r.From.Day() == 23 {
			return nil
		}
		return measure.Fail(measure.Wrong, "unknown: rat")
	}
	got := collect(t, slip)
	if q := got.Sources[0].Queries[0]; q.Fetched != 1 || q.Kept != 0 || q.Points != 10 || q.Failure == nil {
		t.Errorf("with a slip: %+v", q)
	}
	source.fails = nil
	source.requests()
	collect(t, options(m, prod(source)))
	if diff := cmp.Diff([]string{"rate 11-23T00:00–11-23T10:00"}, source.requests()); diff != "" {
		t.Errorf("asked after it was mended (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, series(t, m)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}
