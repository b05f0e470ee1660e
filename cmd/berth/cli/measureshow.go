package cli

import (
	"path/filepath"
	"slices"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// measurement turns what was gathered into the report.
func (o *measureOptions) measurement(w *spec.Workspace, blocks []sourceBlock, got gather.Result) reports.Measurement {
	out := reports.Measurement{
		Made:   got.Index.Made.UTC().Format(time.RFC3339),
		Folder: filepath.ToSlash(filepath.Join(o.load.dir, snapshot.Folder)),
	}
	if days := got.Index.Days; len(days) > 0 {
		out.From, out.To = days[0].Date, days[len(days)-1].Date
	}
	for i, s := range got.Sources {
		b := blocks[i]
		source := reports.MeasuredSource{
			Name: s.Name, Kind: b.Kind, Address: b.Address, Asked: s.Asked, Calls: s.Calls,
			Warnings: s.Warnings, Strangers: s.Strangers, Near: near(w, s.Strangers), Queries: []reports.MeasuredQuery{},
		}
		for _, q := range s.Queries {
			source.Queries = append(source.Queries, measuredQuery(q))
		}
		out.Sources = append(out.Sources, source)
	}
	return out
}

func measuredQuery(q gather.QueryResult) reports.MeasuredQuery {
	out := reports.MeasuredQuery{
		Measures: string(q.Query.Kind), Query: q.Query.Text, Only: q.Query.Only,
		Services: q.Services, Series: q.Series, Points: q.Points, Missing: q.Missing, Dropped: q.Dropped,
		Fetched: q.Fetched, Kept: q.Kept, Calls: q.Calls,
	}
	if f := q.Failure; f != nil {
		out.Cause, out.Failure = string(f.Cause), f.Words
	}
	return out
}

// mostNear is how many names are compared with those of services: each comparison is
// with all of them.
const mostNear = 1000

// near are the names that are nearly a service's.
func near(w *spec.Workspace, strangers []string) (out []reports.NearName) {
	var services []string
	for _, s := range w.Services {
		services = append(services, s.Name)
	}
	for _, name := range strangers[:min(len(strangers), mostNear)] {
		if service := diag.Nearest(name, services); service != "" {
			out = append(out, reports.NearName{Name: name, Service: service})
		}
	}
	return out
}

// questions are what would be asked of the sources named, of all where none is.
func questions(blocks []sourceBlock, only []string) reports.Questions {
	out := reports.Questions{Sources: []reports.QuestionedSource{}, Sets: []reports.QuerySet{}}
	for _, b := range blocks {
		if len(only) > 0 && !slices.Contains(only, b.Name) {
			continue
		}
		source := reports.QuestionedSource{
			Name: b.Name, Kind: b.Kind, Address: b.Address,
			Window: int64(b.Window / time.Second), Step: int64(b.Step / time.Second), Asks: []reports.Question{},
		}
		if b.Unready != nil {
			source.Unready = b.Unready.Words
		}
		for i, q := range b.Queries {
			source.Asks = append(source.Asks, question(q, b.sets[i]))
		}
		out.Sources = append(out.Sources, source)
	}
	for _, kind := range []string{kindDatadog, kindPrometheus} {
		if !slices.ContainsFunc(out.Sources, func(s reports.QuestionedSource) bool { return s.Kind == kind }) {
			continue
		}
		for _, set := range setsOf(kind, nil) {
			out.Sets = append(out.Sets, reports.QuerySet{Kind: kind, Name: set.Name, Doc: set.Doc})
		}
	}
	return out
}

func question(q measure.Query, set string) reports.Question {
	return reports.Question{
		Measures: string(q.Kind), Unit: q.Kind.Unit(), Query: q.Text,
		Service: q.Service, Peer: q.Peer, Only: q.Only, Set: set,
	}
}
