package prometheus

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
)

// share is what a source may take of the heap, whatever a server sends.
const share = 64 << 20

// heap is how much of the heap is taken: by what is in use and by what nobody has
// cleared away yet.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// peak is how far the heap grows while something runs.
func peak(do func()) uint64 {
	runtime.GC()
	before := heap()
	stop, highest := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			most = max(most, heap())
			select {
			case <-stop:
				highest <- most
				return
			case <-time.After(200 * time.Microsecond):
			}
		}
	}()
	do()
	close(stop)
	return max(<-highest, before) - before
}

// endless writes a piece again and again after a beginning, a GiB at most.
func endless(w io.Writer, begin, piece string) {
	block := []byte(strings.Repeat(piece, max(1, (64<<10)/len(piece))))
	_, err := io.WriteString(w, begin)
	for sent := 0; sent < 1<<30 && err == nil; sent += len(block) {
		_, err = w.Write(block)
	}
}

func TestAnAnswerNeverTakesMoreThanItsShareOfMemory(t *testing.T) {
	const begin = `{"status":"success","data":{"resultType":"matrix","result":[`
	pieces := map[string][2]string{
		"a body without an end":  {begin, " "},
		"a word without an end":  {begin + `"`, "a"},
		"a million series":       {begin, `{"metric":{"service":"a"},"values":[[1793534700,"1"]]},`},
		"series without points":  {begin, `{"metric":{}},`},
		"a series of short ones": {begin + `{"metric":{"service":"a"},"values":[`, `[1,"1"],`},
		"labels":                 {begin + `{"metric":{`, `"a":"b",`},
		"warnings":               {`{"status":"success","warnings":[`, `"",`},
		"empty objects":          {begin, `{},`},
		"depth":                  {begin, `[`},
		"numbers":                {begin, `1,`},
		"histograms":             {begin + `{"metric":{},"histograms":[`, `[1,{"count":"1","sum":"1","buckets":[[0,"1","1","1"]]}],`},
	}
	for name, piece := range pieces {
		t.Run(name, func(t *testing.T) {
			d := newDouble(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				endless(w, piece[0], piece[1])
			})
			s := source(t, d.URL, nil)
			var f *measure.Failure
			grown := peak(func() { f = fails(t, t.Context(), s, hour(measure.Rate, "x")) })
			t.Logf("%.1f MiB: %s", float64(grown)/(1<<20), f.Words)
			if f.Cause != measure.TooLarge || grown > share {
				t.Errorf("%s with %d MiB", f.Cause, grown>>20)
			}
		})
	}
}

// Such answers are as large as they may be, and whole: they are decoded.
func TestAWholeAnswerStaysWithinItsShareOfMemory(t *testing.T) {
	const begin, end = `{"status":"success","data":{"resultType":"matrix","result":[`, `]}}`
	for name, one := range map[string]struct{ begin, piece, end string }{
		"series":    {begin, `{"metric":{"service":"%d"},"values":[[1793534700,"1"]]},`, `{"metric":{"service":"a"}}` + end},
		"points":    {begin + `{"metric":{"service":"a"},"values":[`, `[1793534700,"1"],`, `[1,"1"]]}` + end},
		"labels":    {begin + `{"metric":{`, `"a%d":"b",`, `"z":"z"}}` + end},
		"warnings":  {`{"status":"success","warnings":[`, `"",`, `""],"data":{"resultType":"matrix","result":[` + end},
		"metrics":   {begin, `{"metric":{}},`, `{}` + end},
		"a text":    {begin + `{"metric":{"service":"`, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", `"}}` + end},
		"arrays":    {begin, `[],`, `[]` + end},
		"quotation": {`{"status":"error","error":"`, `\u0001`, `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			var text bytes.Buffer
			text.WriteString(one.begin)
			estimate := int64(0)
			for i := 0; text.Len() < 8<<20-200 && estimate < memoryFactor*(8<<20)-4000; i++ {
				piece := strings.ReplaceAll(one.piece, "%d", fmt.Sprint(i))
				estimate += weight([]byte(piece))
				text.WriteString(piece)
			}
			text.WriteString(one.end)
			d := newDouble(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write(text.Bytes())
			})
			s := source(t, d.URL, nil)
			var err error
			grown := peak(func() {
				_, err = s.Read(t.Context(), hour(measure.Rate, "x"), func(measure.Batch) error { return nil })
			})
			t.Logf("%.1f MiB for %.1f MiB: %.100v", float64(grown)/(1<<20), float64(text.Len())/(1<<20), err)
			if f, is := err.(*measure.Failure); grown > share || is && f.Cause == measure.TooLarge {
				t.Errorf("%v with %d MiB", err, grown>>20)
			}
		})
	}
}

func TestACompressedAnswerCountsUnpacked(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(make([]byte, 16<<20))
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	// Streams of gzip after one another are one: these are a GiB.
	d := newDouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		for range 64 {
			_, _ = w.Write(packed.Bytes())
		}
	})
	s := source(t, d.URL, nil)
	var f *measure.Failure
	grown := peak(func() { f = fails(t, t.Context(), s, hour(measure.Rate, "x")) })
	if f.Cause != measure.TooLarge || grown > share {
		t.Errorf("%s with %d MiB for %d KiB packed", f.Cause, grown>>20, packed.Len()>>10)
	}
}

func TestAnEndlessAnswerEndsWithTheDeadline(t *testing.T) {
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, " ")
			_ = http.NewResponseController(w).Flush()
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if f := fails(t, ctx, source(t, d.URL, nil), hour(measure.Rate, "x")); f.Cause != measure.Slow {
		t.Errorf("%+v", f)
	}
}
