package profile_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"berth.dev/engine/profile"
)

// monthCSV is 30 days of 5-minute counts with a day, a week and noise, as an
// export of a load balancer has them.
func monthCSV() []byte {
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	b.WriteString("timestamp,value\n")
	for i := range 30 * 288 {
		at := start.Add(time.Duration(i) * 5 * time.Minute)
		level := 3000 + 2000*math.Sin(2*math.Pi*float64(i)/288)
		if d := at.Weekday(); d == time.Saturday || d == time.Sunday {
			level *= 0.6
		}
		fmt.Fprintf(&b, "%s,%.1f\n", at.Format("2006-01-02 15:04:05"), level*(0.8+0.4*random.Float64()))
	}
	return b.Bytes()
}

func read(tb tester, data []byte, o profile.ReadOptions) (profile.Series, profile.Report) {
	tb.Helper()
	s, r, err := profile.ReadCSV(bytes.NewReader(data), o)
	if err != nil {
		tb.Fatal(err)
	}
	return s, r
}

func BenchmarkReadCSV(b *testing.B) {
	data := monthCSV()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		read(b, data, profile.ReadOptions{Unit: "requests/5m"})
	}
}

func BenchmarkMeasure(b *testing.B) {
	s, _ := read(b, monthCSV(), profile.ReadOptions{Unit: "requests/5m"})
	b.ReportAllocs()
	for b.Loop() {
		profile.Measure(s)
	}
}

func BenchmarkMeasureWithDaylightSaving(b *testing.B) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	s, _ := read(b, monthCSV(), profile.ReadOptions{Unit: "requests/5m", Zone: berlin})
	b.ReportAllocs()
	for b.Loop() {
		profile.Measure(s)
	}
}

func BenchmarkReadAndMeasure(b *testing.B) {
	data := monthCSV()
	b.ReportAllocs()
	for b.Loop() {
		s, _ := read(b, data, profile.ReadOptions{Unit: "requests/5m"})
		profile.Measure(s)
	}
}

func BenchmarkOverflowMean(b *testing.B) {
	s, _ := read(b, monthCSV(), profile.ReadOptions{Unit: "requests/5m"})
	p := profile.Measure(s)
	for b.Loop() {
		p.OverflowMean(p.Mean.Value)
	}
}
