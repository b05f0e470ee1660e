package cli_test

import (
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"berth.dev/engine/enginetest"
	metric "berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// BenchmarkMeasured times whole runs on a generated fleet of which only a snapshot knows
// load and memory: what reading it costs each command. The fleet without the snapshot
// stands beside. Points are an hour apart, because commands read none of them; the rows
// of the series with their profiles are as large as with five minutes.
func BenchmarkMeasured(b *testing.B) {
	const services = 10_000
	dir := writeMeasuredFleet(b, services)
	service := enginetest.ServiceName(services / 2)
	for _, have := range []string{"bare", "measured"} {
		if have == "measured" {
			writeMonth(b, dir, services)
			forgetMemory()
		}
		b.Run(have+"/validate", func(b *testing.B) { process(b, "validate", dir) })
		b.Run(have+"/check", func(b *testing.B) { refused(b, 4, "check", dir) })
		if have == "measured" { // without loads it looks for what would settle each service, a minute long
			b.Run(have+"/evaluate", func(b *testing.B) { process(b, "evaluate", dir) })
		}
		b.Run(have+"/explain", func(b *testing.B) { process(b, "explain", "-C", dir, service) })
	}
}

// forgetMemory gives the memory of this process back and has Linux forget its highest
// mark, which else counts as that of the processes it starts.
func forgetMemory() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // other systems have no such file
}

// writeMeasuredFleet writes a generated fleet in which nobody wrote load and memory down.
func writeMeasuredFleet(b *testing.B, n int) string {
	b.Helper()
	dir := writeFleet(b, n)
	written := regexp.MustCompile(` +(mean_rps|p99_rps|memory) += .*\n`)
	files, err := filepath.Glob(filepath.Join(dir, "services", "*.hcl"))
	if err != nil || len(files) == 0 {
		b.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		writeBench(b, name, written.ReplaceAll(text, nil))
	}
	writeBench(b, filepath.Join(dir, "metrics.hcl"), []byte(`metrics "prod" {
  kind    = "prometheus"
  url     = "http://127.0.0.1:9090"
  max_age = "3650d"
}
`))
	return dir
}

// writeMonth writes a month of rate, cores and memory of each service of a fleet.
func writeMonth(b *testing.B, dir string, services int) {
	b.Helper()
	if err := os.MkdirAll(filepath.Join(dir, snapshot.Folder), 0o755); err != nil {
		b.Fatal(err)
	}
	begin := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	index := snapshot.Index{Format: snapshot.Format, Made: begin.AddDate(0, 0, 30), Sources: []snapshot.Source{{Name: "prod", Kind: "prometheus"}}}
	for _, k := range []metric.Kind{metric.Rate, metric.CPU, metric.Memory} {
		index.Sources[0].Queries = append(index.Sources[0].Queries, snapshot.Query{ID: "sha256:0123", Kind: k, Text: string(k)})
	}
	for range 30 {
		writePart(b, dir, func(w io.Writer) (string, error) {
			day, err := monthDay(b, begin, services).Write(w)
			index.Days = append(index.Days, day)
			return day.File(), err
		})
		begin = begin.AddDate(0, 0, 1)
	}
	writePart(b, dir, func(w io.Writer) (string, error) {
		var err error
		o := snapshot.Options{Parallel: runtime.GOMAXPROCS(0)}
		index.SeriesDigest, err = snapshot.With(os.DirFS(dir), index).Summarise(b.Context(), w, o)
		return index.SeriesFile(), err
	})
	text, err := json.Marshal(index)
	if err != nil {
		b.Fatal(err)
	}
	writeBench(b, filepath.Join(dir, snapshot.Folder, snapshot.IndexFile), text)
}

// monthDay makes a day of points: each service has its own size, and a day that goes up
// and down.
func monthDay(b *testing.B, begin time.Time, services int) *snapshot.DayBuilder {
	b.Helper()
	day, err := snapshot.NewDay(begin.Format(time.DateOnly))
	if err != nil {
		b.Fatal(err)
	}
	const step = 3600
	times, values := make([]int64, 86400/step), make([]float64, 86400/step)
	for service := range services {
		size := math.Exp(float64(service%97) / 30)
		for _, k := range []struct {
			kind   metric.Kind
			factor float64
		}{{metric.Rate, 10}, {metric.CPU, 0.1}, {metric.Memory, 256 << 20}} {
			for i := range times {
				at := begin.Unix() + int64(i*step)
				times[i] = at
				values[i] = k.factor * size * (3 + 2*math.Sin(2*math.Pi*float64(at%86400)/86400) + 0.1*math.Sin(float64(at/3600*int64(service+7))))
			}
			batch := metric.Batch{Key: metric.Key{Service: enginetest.ServiceName(service), Kind: k.kind}, Times: times, Values: values}
			if err := day.Add("prod", "sha256:0123", batch); err != nil {
				b.Fatalf("%s: %v", batch.Key, err)
			}
		}
	}
	return day
}

// writePart writes a file that is named when it is there.
func writePart(b *testing.B, dir string, write func(io.Writer) (name string, err error)) {
	b.Helper()
	part := filepath.Join(dir, "part")
	out, err := os.Create(part)
	if err != nil {
		b.Fatal(err)
	}
	name, err := write(out)
	if err == nil {
		err = out.Close()
	}
	if err == nil {
		err = os.Rename(part, filepath.Join(dir, name))
	}
	if err != nil {
		b.Fatal(err)
	}
}

func writeBench(b *testing.B, name string, text []byte) {
	b.Helper()
	if err := os.WriteFile(name, text, 0o644); err != nil {
		b.Fatal(err)
	}
}
