package shop_test

import (
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/reports"
)

// rounding is twice what a snapshot rounds: of a quotient both ends may be off.
const rounding = 1.0 / (1 << 14)

// samePoints compares every series and feature of the snapshot, and what profile prints
// of services, with those computed straight from what is known.
func (s *scene) samePoints() {
	s.Helper()
	rows := s.rows()
	known := s.shop.measured()
	byKey := func(a, b measure.Key) int { return strings.Compare(a.String(), b.String()) }
	if diff := cmp.Diff(slices.SortedFunc(maps.Keys(known), byKey), slices.SortedFunc(maps.Keys(rows), byKey)); diff != "" {
		s.Fatalf("series (-known +measured):\n%s", diff)
	}
	for key, row := range rows {
		want, report, err := s.shop.profile(known[key], key.Kind.Unit(), row.From, row.To)
		if err != nil {
			s.Fatal(err)
		}
		if row.Points != report.Points || row.Report.Gaps != report.Gaps || report.Gaps != 2 {
			s.Errorf("%s: %d points and %d gaps, known are %d and %d", key, row.Points, row.Report.Gaps, report.Points, report.Gaps)
		}
		for i, got := range row.Profile.Features() {
			s.same(key.String(), want, want.Features()[i], got)
		}
	}
	for _, service := range []string{"frontend", "redis-cart"} {
		s.drawn(service, known[measure.Key{Service: service, Kind: measure.CPU}])
	}
}

// drawn compares what profile prints of a service's load.
func (s *scene) drawn(service string, load line) {
	s.Helper()
	var p reports.Profile
	s.json(s.run("profile", "-C", folder, service, "--format", "json"), &p)
	want, _, err := s.shop.profile(load, measure.CPU.Unit(), p.From, p.To)
	if err != nil {
		s.Fatal(err)
	}
	if len(p.Gaps) != 2 || p.Kind != string(measure.CPU) || p.Source != "prod" {
		s.Errorf("%s: %s of %s with %d gaps", service, p.Kind, p.Source, len(p.Gaps))
	}
	for i, f := range p.Features {
		got := profile.Named{Name: f.Name}
		if f.Value != nil {
			got.Feature = profile.Feature{Value: float64(*f.Value), Origin: profile.Origin(f.Origin)}
		}
		s.same("profile "+service, want, want.Features()[i], got)
	}
}

// same wants two features to be one but for the rounding: relative of a level; of a
// ratio on the scale of the highest value over the mean, or over the deviation where that
// is smaller: seasons are shares of it.
func (s *scene) same(of string, p profile.Profile, want, got profile.Named) {
	s.Helper()
	scale := p.RawMax.Value / p.Mean.Value / min(1, p.CV.Value)
	if want.Feature.Unit != "" {
		scale = math.Abs(want.Feature.Value)
	}
	if want.Name != got.Name || want.Feature.Origin != got.Feature.Origin || math.Abs(want.Feature.Value-got.Feature.Value) > rounding*scale {
		s.Errorf("%s, %s: %v %s, want %v %s", of, got.Name, got.Feature.Value, got.Feature.Origin, want.Feature.Value, want.Feature.Origin)
	}
}

// rows are those of the snapshot by key.
func (s *scene) rows() map[measure.Key]snapshot.Row {
	s.Helper()
	snap, err := snapshot.Open(os.DirFS(s.path(folder)))
	if err != nil {
		s.Fatal(err)
	}
	rows, err := snap.Profiles(s.Context(), func(snapshot.Series) bool { return true }, snapshot.Options{})
	if err != nil {
		s.Fatal(err)
	}
	out := map[measure.Key]snapshot.Row{}
	for _, r := range rows {
		if _, twice := out[r.Key]; twice {
			s.Errorf("%s is measured twice", r.Key)
		}
		out[r.Key] = r
	}
	return out
}

// marked wants every number of a load, a call and the memory that is measured to be
// marked so by evaluate, with its window and value, and no other; and of what is too old,
// nothing.
func (s *scene) marked() {
	s.Helper()
	var e struct {
		Services []struct {
			Name     string
			Measured []reports.Input
		}
	}
	s.json(s.run("evaluate", folder, "--format", "json"), &e)
	rows := s.rows()
	if len(e.Services) != 12 {
		s.Errorf("%d services", len(e.Services))
	}
	for _, service := range e.Services {
		want, got := marks(service.Name, rows), map[string]mark{}
		for _, in := range service.Measured {
			got[in.ID] = mark{in.Source, in.From, in.To}
			s.amount(service.Name, in, rows)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			s.Errorf("%s: numbers that are marked measured (-want +got):\n%s", service.Name, diff)
		}
	}
	s.says(s.run("explain", "-C", folder, retired).out, "prod: measured until", "max_age 7d")
}

// mark is how a number is marked.
type mark struct{ Source, From, To string }

// marks are the numbers of a service that are measured, each with its mark.
func marks(service string, rows map[measure.Key]snapshot.Row) map[string]mark {
	out := map[string]mark{}
	for key, r := range rows {
		for _, id := range inputs(service, key) {
			out[id] = mark{"prod", r.From.Format(time.DateOnly), r.To.Format(time.DateOnly)}
		}
	}
	return out
}

// inputs are the numbers of a service that a series gives. What is retired gives none,
// and only the store leaves its memory open.
func inputs(service string, key measure.Key) []string {
	switch {
	case key.Service == retired:
		return nil
	case key.Kind == measure.CPU && key.Service == service:
		return []string{"load.mean", "load.p99_to_mean", "load.surge_10m", "load.trend"}
	case key.Kind == measure.Memory && key.Service == service && service == store:
		return []string{"replica.memory"}
	case key.Kind != measure.CallSent && key.Kind != measure.CallReceived:
		return nil
	case key.Service == service:
		return []string{"call." + key.Peer + "." + way(key.Kind)}
	case key.Peer == service:
		return []string{"caller." + key.Service + "." + way(key.Kind)}
	}
	return nil
}

// way is a direction as inputs name it.
func way(k measure.Kind) string { return strings.TrimPrefix(string(k), "call_") }

// amount compares the mean of a load, and what a call carries in a month of 730 hours,
// with what is known.
func (s *scene) amount(service string, in reports.Input, rows map[measure.Key]snapshot.Row) {
	s.Helper()
	for key, l := range s.shop.measured() {
		if !slices.Contains(inputs(service, key), in.ID) {
			continue
		}
		p, _, err := s.shop.profile(l, key.Kind.Unit(), rows[key].From, rows[key].To)
		if err != nil {
			s.Fatal(err)
		}
		want := p.Mean.Value
		switch {
		case key.Kind.Pair():
			want *= 730 * 3600 / float64(1<<30)
		case in.ID != "load.mean":
			continue
		}
		if got := float64(in.Typical); math.Abs(got-want) > rounding*want {
			s.Errorf("%s: %s is %v, want %v", service, in.ID, got, want)
		}
	}
}
