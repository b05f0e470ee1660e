package fill_test

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// base is a workspace of one site on 2026-10-31 with two sources, "other" and "prom".
const base = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
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
    hour   = "51 JPY/h"
  }
}
endpoint "db" {
  site = "gke"
}
metrics "other" {
  kind = "prometheus"
  url  = "https://other.example"
}
metrics "prom" {
  kind    = "prometheus"
  url     = "https://prom.example"
  max_age = "2d"
}
`

// service is a service "a" with words in it.
func service(words string) string { return "service \"a\" {\n" + words + "\n}\n" }

// tester is a test or a property of one.
type tester interface {
	Helper()
	Fatal(args ...any)
}

// parse reads a workspace.
func parse(t tester, texts ...string) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(base + strings.Join(texts, ""))}}, spec.Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return w
}

// end is when series end unless they say otherwise: with the day of the workspace.
var end = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// series measures a level for two days, half of the time at low and half at high.
func series(source string, key measure.Key, until time.Time, low, high float64) snapshot.Row {
	const step = 300
	from := until.Add(-48 * time.Hour)
	var times []int64
	var values []float64
	for at := from.Unix(); at < until.Unix(); at += step {
		times, values = append(times, at), append(values, []float64{low, high}[len(times)%2])
	}
	o := profile.DefaultReadOptions(key.Kind.Unit())
	s, report, err := profile.NewSeries(times, values, o)
	if err != nil {
		panic(err) // a bug of the test: its numbers are constants
	}
	return snapshot.Row{
		Series: snapshot.Series{
			Key: key, Source: source, Query: "all " + string(key.Kind), QueryID: string(key.Kind), From: from, To: until,
			Cadence: step * time.Second, Points: len(times), Digest: fmt.Sprint(source, key, low, high),
		},
		Profile: profile.Measure(s), Report: report,
	}
}

// of is a series of service a at one level.
func of(source string, kind measure.Kind, level float64) snapshot.Row {
	return series(source, measure.Key{Service: "a", Kind: kind}, end, level, level)
}

// to is a series of calls from a.
func to(peer string, kind measure.Kind, level float64) snapshot.Row {
	return series("prom", measure.Key{Service: "a", Kind: kind, Peer: peer}, end, level, level)
}

// old is a row that ended days before.
func old(r snapshot.Row, days int) snapshot.Row {
	r.From, r.To = r.From.AddDate(0, 0, -days), r.To.AddDate(0, 0, -days)
	return r
}

// index has both sources, which were asked for every kind.
func index() snapshot.Index {
	var queries []snapshot.Query
	for _, k := range measure.Kinds() {
		queries = append(queries, snapshot.Query{ID: string(k), Kind: k, Text: "all " + string(k)})
	}
	return snapshot.Index{Sources: []snapshot.Source{{Name: "other", Queries: queries}, {Name: "prom", Queries: queries}}}
}

// filled fills a workspace from rows, of which only those that are wanted are handed in.
func filled(w *spec.Workspace, x snapshot.Index, rows []snapshot.Row, o fill.Options) fill.Result {
	var all []snapshot.Series
	for _, r := range rows {
		all = append(all, r.Series)
	}
	c := fill.Choose(w, x, all, o)
	var wanted []snapshot.Row
	for _, r := range rows {
		if c.Wants(r.Series) {
			wanted = append(wanted, r)
		}
	}
	return c.Fill(wanted)
}

// said is what came of a service, line by line.
func said(r fill.Result, name string) (lines []string) {
	w, s := r.Workspace, r.Workspace.Service(name)
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if p, ok := r.Profiles[name]; ok {
		say("load %s %s of %s", unit.Number(p.Mean.Value), p.Unit, p.Source)
	}
	quantity := func(what string, m spec.Measure, write func(float64) string) {
		if m.Measured() {
			say("%s %s by %s", what, write(m.Lo), w.By(m))
		}
	}
	if s.Replica != nil {
		quantity("memory", s.Replica.Memory, unit.FormatBytes)
	}
	for _, c := range s.CallBlocks {
		quantity(c.Name+" sent", c.Sent, unit.FormatBytes)
		quantity(c.Name+" received", c.Received, unit.FormatBytes)
		quantity(c.Name+" rate", c.RequestsPerSecond, unit.Number)
	}
	told := r.Told[name]
	if told == nil {
		return lines
	}
	for _, u := range told.Unknown {
		say("%s unknown: %s", u.What, u.Why)
	}
	if len(told.Others) > 0 {
		say("also in %s", strings.Join(told.Others, ", "))
	}
	if len(told.Beyond) > 0 {
		say("beyond complete: %s", strings.Join(told.Beyond, ", "))
	}
	return lines
}
