package snapshot_test

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// BenchmarkMonth is what a month of a fleet costs: three series of each service, a
// point every five minutes. The largest has 259 million points. It needs 700 MB of
// disk and some minutes, and is left out unless it is asked for:
//
//	BERTH_MONTH=full go test ./engine/snapshot -run '^$' -bench Month/services=10000 -benchtime 1x
//
// Beside the time it reports how large the snapshot is on disk and the most memory that
// the process ever had.
func BenchmarkMonth(b *testing.B) {
	sizes := []int{100, 1_000}
	if os.Getenv("BERTH_MONTH") == "full" {
		sizes = append(sizes, 10_000)
	}
	for _, services := range sizes {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) { benchMonth(b, services) })
	}
}

func benchMonth(b *testing.B, services int) {
	f := fleet{services: services, days: 30, seed: 1}.write(b)
	b.Run("profile", func(b *testing.B) {
		for b.Loop() {
			f.finish(parallel())
		}
		report(b, f)
	})
	s := f.finish(parallel()) // the benchmark above may have been left out
	b.Run("walk", func(b *testing.B) {
		for b.Loop() {
			points := 0
			err := s.Walk(b.Context(), func(_ snapshot.Ref, times []int64, _ []float64) error {
				points += len(times)
				return nil
			})
			if err != nil || points != services*3*30*288 {
				b.Fatalf("%d points: %v", points, err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			s := f.open()
			rows, err := s.Profiles(b.Context(), func(s snapshot.Series) bool { return s.Kind != measure.Rate }, parallel())
			if err != nil || len(rows) != 2*services {
				b.Fatalf("%d rows: %v", len(rows), err)
			}
		}
	})
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			s := f.open()
			r := snapshot.Ref{Key: measure.Key{Service: "service-00042", Kind: measure.CPU}, Source: sourceName, Query: queryID}
			times, _, err := s.Points(b.Context(), r)
			if err != nil || len(times) != 30*288 {
				b.Fatalf("%d points: %v", len(times), err)
			}
		}
	})
}

// BenchmarkDay is what it costs to collect and write a day of 10,000 services: 8.6
// million points. The most memory is that of the process, so it is to be run alone.
func BenchmarkDay(b *testing.B) {
	for b.Loop() {
		day, err := snapshot.NewDay(firstDay.Format("2006-01-02"))
		if err != nil {
			b.Fatal(err)
		}
		fleet{services: 10_000, seed: 1}.addDay(b, day, 0)
		record, err := day.Write(io.Discard)
		if err != nil || record.Points != 10_000*3*288 {
			b.Fatalf("%d points: %v", record.Points, err)
		}
	}
	reportPeak(b)
}

// report says how large the snapshot is.
func report(b *testing.B, f *folder) {
	b.Helper()
	size := int64(0)
	err := fs.WalkDir(os.DirFS(f.path), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	points := int64(0)
	for _, d := range f.index.Days {
		points += d.Points
	}
	b.ReportMetric(float64(size)/1e6, "MB")
	b.ReportMetric(float64(size)/float64(points), "B/point")
	reportPeak(b)
}

// reportPeak says the most memory that the process ever had.
func reportPeak(b *testing.B) {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return // only Linux has it
	}
	for line := range strings.Lines(string(status)) {
		var kib int
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kib); n == 1 {
			b.ReportMetric(float64(kib)/1024, "peak-MiB")
		}
	}
}
