package profile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShuffledRowsGiveTheSameProfile(t *testing.T) {
	berlin := location(t, "Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		times, values := anySeries(t)
		var rows []string
		for i, sec := range times {
			row := fmt.Sprintf("%s,%v", time.Unix(sec, 0).In(berlin).Format("2006-01-02 15:04:05"), values[i])
			rows = append(rows, row)
			switch rapid.IntRange(0, 30).Draw(t, "copy") {
			case 0:
				rows = append(rows, row)
			case 1:
				rows = append(rows, row+"5", row) // another value at the same time
			}
		}
		o := profile.ReadOptions{Unit: "requests", Zone: berlin, MaxBad: 1}
		before, _, err := profile.ReadCSV(strings.NewReader("t,v\n"+strings.Join(rows, "\n")), o)
		if err != nil {
			t.Skip(err)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		after, report, err := profile.ReadCSV(strings.NewReader("t,v\n"+strings.Join(rows, "\n")), o)
		if err != nil {
			t.Fatal(err)
		}
		wantAccounted(t, report)
		// Not near: the same bytes.
		if d := cmp.Diff(profile.Measure(before), profile.Measure(after)); d != "" {
			t.Fatalf("(-before +after):\n%s", d)
		}
	})
}

func TestAnySeriesHasAFiniteProfileWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times, values := anySeries(t)
		unit := rapid.SampledFrom([]string{"requests", "requests/5m", "cores"}).Draw(t, "unit")
		s, report, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: unit})
		if err != nil {
			t.Fatal(err)
		}
		wantAccounted(t, report)
		p := profile.Measure(s)
		wantFinite(t, p)
		for _, f := range []profile.Feature{p.DailySeason, p.WeeklySeason, p.IdleShare, p.CoveredShare} {
			if f.Value < 0 || f.Value > 1 {
				t.Errorf("a share or strength is %g", f.Value)
			}
		}
		levels := []float64{0, p.P50.Value, p.P95.Value, p.P99.Value, p.RawMax.Value}
		for i := 1; i < len(levels); i++ {
			if levels[i] < levels[i-1] {
				t.Errorf("quantiles fall: %v", levels)
			}
		}
		if b := p.Burstiness.Value; b < -1 || b > 1 {
			t.Errorf("burstiness is %g", b)
		}
	})
}

func TestACoarserCadenceKeepsTheMean(t *testing.T) {
	// 5-minute counts added up to hours: the same demand in other samples.
	fine := each(14*288, func(i int) float64 { return float64(i * i % 977) })
	coarse := each(14*24, func(h int) float64 {
		sum := 0.0
		for _, v := range fine[12*h : 12*h+12] {
			sum += v
		}
		return sum
	})
	a := profile.Measure(points(t, "requests", 300, fine...))
	b := profile.Measure(points(t, "requests", 3600, coarse...))
	wantValue(t, "mean", a.Mean.Value, b.Mean)
	wantValue(t, "daily", a.DailySeason.Value, b.DailySeason)
	wantValue(t, "weekly", a.WeeklySeason.Value, b.WeeklySeason)
	for i := range a.Winter {
		wantFloat(t, "slot mean", a.Winter[i].Mean, b.Winter[i].Mean)
	}
	if !(b.Peak.Value < a.Peak.Value) {
		t.Errorf("hours peak at %g and five minutes at %g, want less", b.Peak.Value, a.Peak.Value)
	}
}

func TestSortingIsRightForValuesThatDifferInTheirLastBits(t *testing.T) {
	// Thousands of values that agree in all leading bits, in falling order:
	// the quick way gives up, and the order has to be right all the same.
	n := 4000
	p := profile.Measure(points(t, "cores", 300, each(n, func(i int) float64 { return 1 + float64(n-i)*1e-14 })...))
	if !(p.RawMax.Value > p.P99.Value && p.P99.Value > p.P95.Value && p.P95.Value > p.P50.Value && p.P50.Value > 1) {
		t.Errorf("p50 %v p95 %v p99 %v max %v", p.P50.Value, p.P95.Value, p.P99.Value, p.RawMax.Value)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("timestamp,value\n2014-04-10 00:04:00,94.0\n2014-04-10 00:09:00,56.0\n"), "", "requests/5m")
	f.Add([]byte("\xef\xbb\xbft,v,w\r\n1397088240,1,\"2\"\r\n1397088540,NaN,3\r\n1397088840,,4"), "w", "cores")
	f.Add([]byte("2014-04-10T00:04:00.5+09:00,1e3\n1397088240000,0\n"), "v", "GiB")
	f.Add([]byte("t,v\n2026-10-25 02:30,1\n2026-10-25 02:30,2\n2026-03-29 02:30,1\n2200-01-01,1"), "", "requests")
	for _, m := range mutations {
		f.Add([]byte(strings.Join(m.change(export()), "\n")), "", "requests/5m")
	}
	berlin := location(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, data []byte, column, unit string) {
		o := profile.ReadOptions{Unit: unit, Column: column, Zone: berlin, MaxBad: 0.9, MaxBytes: 1 << 20}
		s, r, err := profile.ReadCSV(bytes.NewReader(data), o)
		if len(r.Problems) > 10 {
			t.Fatalf("%d problems are kept", len(r.Problems))
		}
		if err != nil {
			return
		}
		wantAccounted(t, r)
		for i := range s.Len() {
			if i == 0 {
				continue
			}
			if a, _ := s.At(i - 1); true {
				if b, v := s.At(i); a >= b || !(v >= 0) {
					t.Fatalf("point %d is at %d with %g, after %d", i, b, v, a)
				}
			}
		}
		wantFinite(t, profile.Measure(s))
	})
}
