package snapshot_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

const (
	sourceName = "prod"
	queryID    = "sha256:0123"
)

// firstDay is the first day of snapshots that tests make.
var firstDay = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// folder writes a snapshot into a folder, as berth measure does.
type folder struct {
	tb    testing.TB
	path  string
	index snapshot.Index
}

func newFolder(tb testing.TB) *folder {
	tb.Helper()
	f := &folder{tb: tb, path: tb.TempDir()}
	if err := os.Mkdir(filepath.Join(f.path, snapshot.Folder), 0o755); err != nil {
		tb.Fatal(err)
	}
	f.index = snapshot.Index{Format: snapshot.Format, Made: firstDay, Sources: []snapshot.Source{{Name: sourceName, Kind: "prometheus"}}}
	for _, k := range measure.Kinds() {
		f.index.Sources[0].Queries = append(f.index.Sources[0].Queries, snapshot.Query{ID: queryID, Kind: k, Text: "sum by (service) (" + string(k) + ")"})
	}
	return f
}

// file writes a file and puts it where its digest says.
func (f *folder) file(write func(io.Writer) (name string, err error)) {
	f.tb.Helper()
	part := filepath.Join(f.path, "part")
	out, err := os.Create(part)
	if err != nil {
		f.tb.Fatal(err)
	}
	name, err := write(out)
	if err == nil {
		err = out.Close()
	}
	if err == nil {
		err = os.Rename(part, filepath.Join(f.path, name))
	}
	if err != nil {
		f.tb.Fatal(err)
	}
}

// day writes a day.
func (f *folder) day(b *snapshot.DayBuilder) snapshot.Day {
	f.tb.Helper()
	var day snapshot.Day
	f.file(func(w io.Writer) (string, error) {
		var err error
		day, err = b.Write(w)
		return day.File(), err
	})
	f.index.Days = append(f.index.Days, day)
	return day
}

// finish writes rows and index, and opens the snapshot.
func (f *folder) finish(o snapshot.Options) *snapshot.Snapshot {
	f.tb.Helper()
	f.file(func(w io.Writer) (string, error) {
		var err error
		f.index.SeriesDigest, err = snapshot.With(os.DirFS(f.path), f.index).Summarise(f.tb.Context(), w, o)
		return f.index.SeriesFile(), err
	})
	return f.open()
}

// open writes the index and opens the snapshot.
func (f *folder) open() *snapshot.Snapshot {
	f.tb.Helper()
	f.file(func(w io.Writer) (string, error) {
		return snapshot.Folder + "/" + snapshot.IndexFile, json.NewEncoder(w).Encode(f.index)
	})
	s, err := snapshot.Open(os.DirFS(f.path))
	if err != nil {
		f.tb.Fatal(err)
	}
	return s
}

// fleet makes the points of services that have a day, a week and noise each: of each
// service its rate, cores and memory every five minutes.
type fleet struct {
	services, days int
	seed           uint64
}

func (f fleet) name(service int) string { return fmt.Sprintf("service-%05d", service) }

// addDay adds the points of a day. They depend on nothing but seed, service and day.
func (f fleet) addDay(tb testing.TB, b *snapshot.DayBuilder, day int) {
	tb.Helper()
	const step, steps = 300, 288
	times, values := make([]int64, steps), make([]float64, steps)
	begin := firstDay.AddDate(0, 0, day)
	for i := range times {
		times[i] = begin.Unix() + int64(i)*step
	}
	weekend := begin.Weekday() == time.Saturday || begin.Weekday() == time.Sunday
	for service := range f.services {
		random := rand.New(rand.NewPCG(f.seed+uint64(service), uint64(day)))
		size := math.Exp(float64(service%97) / 12)
		phase := float64(service % 24)
		rate := make([]float64, steps)
		for i := range rate {
			level := size * (3 + 2*math.Sin(2*math.Pi*(float64(i)/steps+phase/24)))
			if weekend {
				level *= 0.6
			}
			rate[i] = level * (1 + 0.1*random.NormFloat64())
		}
		for _, k := range []measure.Kind{measure.Rate, measure.CPU, measure.Memory} {
			for i, r := range rate {
				noise := 1 + 0.03*random.NormFloat64()
				switch k {
				case measure.Rate:
					values[i] = r
				case measure.CPU:
					values[i] = 0.004 * r * noise
				case measure.Memory:
					values[i] = (256<<20)*(1+size) + (1<<20)*r*noise
				}
				values[i] = significant(max(0, values[i]))
			}
			batch := measure.Batch{Key: measure.Key{Service: f.name(service), Kind: k}, Times: times, Values: values}
			if err := b.Add(sourceName, queryID, batch); err != nil {
				tb.Fatal(err)
			}
		}
	}
}

// significant rounds to four significant digits, as people read measurements.
func significant(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(v)))
	return math.Round(v*scale) / scale
}

// write writes the days of a fleet.
func (f fleet) write(tb testing.TB) *folder {
	tb.Helper()
	to := newFolder(tb)
	for day := range f.days {
		b, err := snapshot.NewDay(firstDay.AddDate(0, 0, day).Format("2006-01-02"))
		if err != nil {
			tb.Fatal(err)
		}
		f.addDay(tb, b, day)
		to.day(b)
	}
	return to
}

// parallel are options with as many series at once as there are cores.
func parallel() snapshot.Options { return snapshot.Options{Parallel: runtime.GOMAXPROCS(0)} }
