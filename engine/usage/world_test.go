package usage_test

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// text is a workspace with an owned site of two pools and a cloud.
const text = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes  = 4
    cpu    = "32"
    memory = "128Gi"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
}
price_book "book" {
  source   = "test"
  date     = "2026-10-01"
  currency = "JPY"
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "30 JPY/h"
  }
}
link "tokyo" "gke" {
  path        = "internet"
  latency     = "6ms"
  bandwidth   = "1Gbps"
  comfortable = "500Gi"
  egress      = { tokyo = "0 JPY/GiB", gke = "0 JPY/GiB" }
}
metrics "prod" {
  kind = "prometheus"
  url  = "http://prometheus:9090"
}
metrics "test" {
  kind = "prometheus"
  url  = "http://prometheus:9091"
}
service "web" {
  runs_on = "tokyo"
  replica {
    cpu                 = "2"
    memory              = "4Gi"
    requests_per_second = 10
  }
  replicas {
    min = 2
    max = 5
  }
}
service "mail" {
  runs_on = "tokyo"
}
service "ads" {
  runs_on = "gke"
}
service "both" {
  runs_on = ["tokyo", "gke"]
}
service "etl" {
  runs_on = "tokyo"
  replica {
    cpu    = "4"
    memory = "8Gi"
  }
  job {
    schedule    = "0 4 * * *"
    duration    = "2h"
    parallelism = 3
  }
}
`

// workspace is that of text with more of it.
func workspace(t testing.TB, more string) *spec.Workspace {
	t.Helper()
	return workspaceOf(t, text+more)
}

func workspaceOf(t testing.TB, text string) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return w
}

// line is a series of one value for some hours of October 2026 (UTC).
type line struct {
	source  string
	key     measure.Key
	from    time.Time
	hours   int
	value   float64
	without func(hour time.Time) bool
}

var first = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// all is a series of the whole month.
func all(service string, kind measure.Kind, value float64) line {
	return line{source: "prod", key: measure.Key{Service: service, Kind: kind}, from: first, hours: 744, value: value}
}

// measured writes a snapshot of lines with a point for every half hour.
func measured(t testing.TB, lines ...line) *snapshot.Snapshot {
	t.Helper()
	files := fstest.MapFS{}
	index := snapshot.Index{Format: snapshot.Format}
	for _, name := range []string{"prod", "test"} {
		s := snapshot.Source{Name: name, Kind: "prometheus", Step: 30 * time.Minute}
		for _, k := range measure.Kinds() {
			s.Queries = append(s.Queries, snapshot.Query{ID: string(k), Kind: k, Text: string(k)})
		}
		index.Sources = append(index.Sources, s)
	}
	days, parts := map[string]*snapshot.DayBuilder{}, map[string]map[[2]string]bool{}
	for _, l := range lines {
		for hour := range l.hours {
			at := l.from.Add(time.Duration(hour) * time.Hour)
			if l.without != nil && l.without(at) {
				continue
			}
			date := at.Format(time.DateOnly)
			if days[date] == nil {
				var err error
				if days[date], err = snapshot.NewDay(date); err != nil {
					t.Fatal(err)
				}
				parts[date] = map[[2]string]bool{}
			}
			parts[date][[2]string{l.source, string(l.key.Kind)}] = true
			if err := days[date].Add(l.source, string(l.key.Kind), measure.Batch{Key: l.key, Times: []int64{at.Unix(), at.Unix() + 1800}, Values: []float64{l.value, l.value}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for at := first.AddDate(0, 0, -2); at.Before(first.AddDate(0, 0, 34)); at = at.AddDate(0, 0, 1) {
		date := at.Format(time.DateOnly)
		if days[date] == nil {
			continue
		}
		var out bytes.Buffer
		day, err := days[date].Write(&out)
		if err != nil {
			t.Fatal(err)
		}
		for p := range parts[date] {
			day.Parts = append(day.Parts, snapshot.Part{Source: p[0], Kind: measure.Kind(p[1]), Query: p[1]})
		}
		files[day.File()] = &fstest.MapFile{Data: out.Bytes()}
		index.Days = append(index.Days, day)
	}
	var out bytes.Buffer
	digest, err := snapshot.With(files, index).Summarise(context.Background(), &out, snapshot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	index.SeriesDigest = digest
	files[index.SeriesFile()] = &fstest.MapFile{Data: out.Bytes()}
	return snapshot.With(files, index)
}

// given is October 2026 in UTC.
func given(w *spec.Workspace, s *snapshot.Snapshot) usage.Given {
	return usage.Given{Workspace: w, Month: october, Zone: time.UTC, Snapshot: s}
}

func month(t testing.TB, g usage.Given) *usage.Month {
	t.Helper()
	m, err := usage.Make(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
