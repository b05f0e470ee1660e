package snapshot_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

var (
	start   = firstDay.Unix()
	webRate = measure.Key{Service: "web", Kind: measure.Rate}
	webCPU  = measure.Key{Service: "web", Kind: measure.CPU}
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func newDay(t tester) *snapshot.DayBuilder {
	t.Helper()
	b, err := snapshot.NewDay("2026-09-01")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// add adds points a minute apart, the first one so many minutes after midnight.
func add(t tester, b *snapshot.DayBuilder, k measure.Key, minute int, values ...float64) {
	t.Helper()
	batch := measure.Batch{Key: k, Values: values}
	for i := range values {
		batch.Times = append(batch.Times, start+60*int64(minute+i))
	}
	if err := b.Add(sourceName, queryID, batch); err != nil {
		t.Fatal(err)
	}
}

func write(t tester, b *snapshot.DayBuilder) ([]byte, snapshot.Day) {
	t.Helper()
	var out bytes.Buffer
	day, err := b.Write(&out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), day
}

// row is a point as any reader of Parquet sees it.
type row struct {
	Service string  `parquet:"service"`
	Kind    string  `parquet:"kind"`
	Peer    string  `parquet:"peer"`
	Time    int64   `parquet:"time,timestamp(millisecond)"`
	Value   float32 `parquet:"value"`
}

func rows(t tester, b *snapshot.DayBuilder) []row {
	t.Helper()
	data, _ := write(t, b)
	rows, err := parquet.Read[row](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAnyReaderOfParquetReadsADay(t *testing.T) {
	b := newDay(t)
	add(t, b, webRate, 5, 3, 4)
	add(t, b, measure.Key{Service: "web", Kind: measure.CallRate, Peer: "cart"}, 1, 0.5)
	add(t, b, measure.Key{Service: "api", Kind: measure.Memory}, 0, 1<<30)
	want := []row{
		{"api", "memory", "", 1000 * start, 1 << 30},
		{"web", "rate", "", 1000 * (start + 300), 3},
		{"web", "rate", "", 1000 * (start + 360), 4},
		{"web", "call_rate", "cart", 1000 * (start + 60), 0.5},
	}
	if d := cmp.Diff(want, rows(t, b)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestADayIsRecordedWithDigestSeriesAndPoints(t *testing.T) {
	b := newDay(t)
	add(t, b, webRate, 0, 1, 2, 3)
	add(t, b, webCPU, 0, 1)
	_, got := write(t, b)
	if !strings.HasPrefix(got.Digest, "sha256:") || len(got.Digest) != 71 {
		t.Errorf("the digest is %q", got.Digest)
	}
	got.Digest = ""
	if d := cmp.Diff(snapshot.Day{Date: "2026-09-01", Series: 2, Points: 4}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestADayWithoutPointsIsAFile(t *testing.T) {
	if got := rows(t, newDay(t)); len(got) != 0 {
		t.Errorf("%d rows", len(got))
	}
}

func TestTheLaterAddedPointHasTheSay(t *testing.T) {
	b := newDay(t)
	add(t, b, webRate, 10, 1, 2, 3)
	add(t, b, webRate, 9, 7, 8)
	want := []float32{7, 8, 2, 3}
	var got []float32
	for _, r := range rows(t, b) {
		got = append(got, r.Value)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheOrderOfAddingLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type piece struct {
			key    measure.Key
			minute int
			value  float64
		}
		pieces := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) piece {
			key := rapid.SampledFrom([]measure.Key{webRate, webCPU, {Service: "api", Kind: measure.CallSent, Peer: "web"}}).Draw(t, "key")
			return piece{key, rapid.IntRange(0, 1439).Draw(t, "minute"), rapid.Float64Range(0, 1e9).Draw(t, "value")}
		}), 0, 50, func(p piece) any {
			return struct {
				k measure.Key
				m int
			}{p.key, p.minute}
		}).Draw(t, "pieces")
		other := rapid.Permutation(pieces).Draw(t, "other order")
		a, b := newDay(t), newDay(t)
		for i := range pieces {
			add(t, a, pieces[i].key, pieces[i].minute, pieces[i].value)
			add(t, b, other[i].key, other[i].minute, other[i].value)
		}
		first, _ := write(t, a)
		second, _ := write(t, b)
		if !bytes.Equal(first, second) {
			t.Fatal("two orders give two files")
		}
	})
}

func TestValuesAreKeptToFourSignificantDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Below lie numbers that a float has fewer digits for; no demand is there.
		v := rapid.Float64Range(1e-30, 1<<59).Draw(t, "value")
		b := newDay(t)
		add(t, b, webRate, 0, v)
		got := float64(rows(t, b)[0].Value)
		if math.Abs(got-v) > v/(1<<15) {
			t.Fatalf("%g is kept as %g", v, got)
		}
		again := newDay(t)
		add(t, again, webRate, 0, got)
		if twice := float64(rows(t, again)[0].Value); twice != got {
			t.Fatalf("%g kept once is %g, twice %g", v, got, twice)
		}
	})
}

func TestZeroStaysZero(t *testing.T) {
	b := newDay(t)
	add(t, b, webRate, 0, 0)
	if got := rows(t, b)[0].Value; got != 0 {
		t.Errorf("got %g", got)
	}
}

func TestWhatIsNoDemandIsRefusedAsAWhole(t *testing.T) {
	long := strings.Repeat("x", 513)
	for name, c := range map[string]struct {
		key   measure.Key
		time  int64
		value float64
		want  string
	}{
		"the day before":    {webRate, start - 1, 1, "is not on 2026-09-01"},
		"the day after":     {webRate, start + 86400, 1, "is not on 2026-09-01"},
		"negative":          {webRate, start, -1, "no demand"},
		"not a number":      {webRate, start, math.NaN(), "no demand"},
		"infinite":          {webRate, start, math.Inf(1), "no demand"},
		"too large":         {webRate, start, 1e19, "no demand"},
		"another kind":      {measure.Key{Service: "web", Kind: "disk"}, start, 1, `"disk" is no kind`},
		"no service":        {measure.Key{Kind: measure.CPU}, start, 1, "no service"},
		"a peer too many":   {measure.Key{Service: "web", Kind: measure.CPU, Peer: "api"}, start, 1, "another end"},
		"a call to nowhere": {measure.Key{Service: "web", Kind: measure.CallRate}, start, 1, "another end"},
		"a long name":       {measure.Key{Service: long, Kind: measure.CPU}, start, 1, "too long"},
		"no text":           {measure.Key{Service: "a\xff", Kind: measure.CPU}, start, 1, "no text"},
	} {
		b := newDay(t)
		err := b.Add(sourceName, queryID, measure.Batch{Key: c.key, Times: []int64{start + 60, c.time}, Values: []float64{1, c.value}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
		if got := rows(t, b); len(got) != 0 {
			t.Errorf("%s: %d points were added all the same", name, len(got))
		}
	}
	b := newDay(t)
	if err := b.Add(sourceName, queryID, measure.Batch{Key: webRate, Times: []int64{start}}); err == nil {
		t.Error("times without values were taken")
	}
}

func TestADayIsADayOfTheCalendar(t *testing.T) {
	for _, date := range []string{"", "2026-9-1", "2026-02-30", "../2026-09-01", "1969-12-31", "2200-01-01", "2026-09-01T00:00:00Z"} {
		if _, err := snapshot.NewDay(date); err == nil {
			t.Errorf("%q was taken", date)
		}
	}
}

func TestDropTakesAwayOneQueryOfOneSource(t *testing.T) {
	b := newDay(t)
	for _, from := range [][2]string{{"prod", "a"}, {"prod", "b"}, {"test", "a"}} {
		if err := b.Add(from[0], from[1], measure.Batch{Key: webRate, Times: []int64{start}, Values: []float64{1}}); err != nil {
			t.Fatal(err)
		}
	}
	b.Drop("prod", "a")
	if _, day := write(t, b); day.Series != 2 {
		t.Errorf("%d series are left, want 2", day.Series)
	}
}
