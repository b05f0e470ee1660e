package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// fromService finds the points of a service: those of its spec's series, or those that
// were measured. Prices and policies have no part in it, so a workspace that cannot be
// evaluated yet is drawn all the same.
func (o *profileOptions) fromService() (x reports.Profiled, lead leadTime, err error) {
	root, err := o.app.openFolder(o.load.dir)
	if err != nil {
		return x, lead, err
	}
	defer root.Close()
	w, err := o.app.parse(root.FS(), o.load, nil)
	if err != nil {
		return x, lead, err
	}
	if w.diags.HasErrors() {
		return x, lead, &diagError{list: w.diags, sources: w.sources()}
	}
	s, err := w.service(o.subject)
	if err != nil {
		return x, lead, err
	}
	x.Name = s.Name
	files := root.FS()
	own := withSeries(w.Workspace, s)
	if own != nil && o.series == "" {
		err = own.read(files, &x)
	} else {
		err = o.measured(files, w, s, &x)
	}
	if errors.Is(err, snapshot.ErrNone) {
		err = nothingMeasured(w, s, own)
	}
	return x, longestLead(w.Workspace), err
}

// nothingMeasured says what to do where there is no snapshot.
func nothingMeasured(w *workspace, s *spec.Service, own *ownSeries) error {
	if own != nil {
		return fmt.Errorf("%s: nothing was measured of it yet. Leave --series out to draw %s, or run \"berth measure %s\"", s.Name, own.key.file, w.dir)
	}
	return fmt.Errorf("%s: nothing was measured of it yet, and its spec has no series. Give it a traffic block with a series, or the workspace a metrics block, and run \"berth measure %s\"", s.Name, w.dir)
}

// longestLead is the longest lead time of the workspace's own sites.
func longestLead(w *spec.Workspace) (out leadTime) {
	for _, s := range w.Sites {
		if d := time.Duration(s.LeadTime.V) * time.Second; s.LeadTime.Set() && d > out.length {
			out = leadTime{s.Name, d}
		}
	}
	return out
}

// ownSeries is a series in a file, of a service or of one that it is like.
type ownSeries struct {
	key seriesKey
	// like names the service whose series it is, times ratio; "" for the service's own.
	like  string
	ratio float64
}

// withSeries finds the series in a file that the load of a service is made from; nil
// where there is none.
func withSeries(w *spec.Workspace, s *spec.Service) *ownSeries {
	ratio := 1.0
	for _, next := range chain(w, s.Name) {
		t := next.Traffic
		if t == nil || next.Job != nil {
			return nil
		}
		if t.Series.Set() && t.Unit.Set() {
			out := &ownSeries{seriesKey{t.Series.V, t.Unit.V, t.Column.V, t.Zone.V}, "", ratio}
			if next != s {
				out.like = next.Name
			}
			return out
		}
		ratio *= t.Ratio.Or(1)
	}
	return nil
}

func (own *ownSeries) read(files fs.FS, x *reports.Profiled) error {
	file, err := openRegular(files, own.key.file)
	if err != nil {
		return err
	}
	defer file.Close()
	series, report, err := readPoints(file, own.key)
	if err != nil {
		return err
	}
	x.File, x.Report, x.Origin = own.key.file, report, "Read from "+own.key.file+", as its spec says"
	x.Series = series
	if own.like != "" {
		x.Origin = fmt.Sprintf("Like %s × %g, whose series was read from %s", own.like, own.ratio, own.key.file)
		x.Series = series.Times(own.ratio)
	}
	return nil
}

// readPoints reads a file of points.
func readPoints(file io.Reader, key seriesKey) (profile.Series, profile.Report, error) {
	zone, err := loadZone(key.zone)
	if err != nil {
		return profile.Series{}, profile.Report{}, err
	}
	o := profile.DefaultReadOptions(key.unit)
	o.Name, o.Column, o.Zone = key.file, key.column, zone
	return profile.ReadCSV(file, o)
}

// measured finds the points of a service in the snapshot.
func (o *profileOptions) measured(files fs.FS, w *workspace, s *spec.Service, x *reports.Profiled) error {
	snap, err := snapshot.Open(files)
	if err != nil {
		return err
	}
	rows, err := snap.All(o.app.Context)
	if err != nil {
		return err
	}
	choice := fill.Choose(w.Workspace, snap.Index(), rows, fill.Options{Only: []string{s.Name}})
	row, err := o.choose(s, choice, rows)
	if err != nil {
		return err
	}
	x.Unused = choice.Against(row)
	zone := ""
	if s.Traffic != nil {
		zone = s.Traffic.Zone.V
	}
	return fromSnapshot(o.app.Context, snap, row, zone, x)
}

// choose takes the series that decisions use, or the first of the kind that was asked
// for.
func (o *profileOptions) choose(s *spec.Service, choice *fill.Choice, rows []snapshot.Series) (snapshot.Series, error) {
	var have []string
	for _, wanted := range []bool{true, false} {
		for _, kind := range []measure.Kind{measure.Rate, measure.CPU, measure.Memory} {
			for _, r := range rows {
				if r.Key != (measure.Key{Service: s.Name, Kind: kind}) {
					continue
				}
				if fits := o.series == string(kind) || o.series == "" && kind != measure.Memory; fits && (!wanted || choice.Wants(r)) {
					return r, nil
				}
				if name := string(kind); !slices.Contains(have, name) {
					have = append(have, name)
				}
			}
		}
	}
	if len(have) == 0 {
		return snapshot.Series{}, fmt.Errorf("%s: the snapshot has no series of it. \"berth evaluate\" says why; metrics.names maps a source's names to services", s.Name)
	}
	return snapshot.Series{}, fmt.Errorf("%s: the snapshot has no such series of it. Give --series %s", s.Name, strings.Join(have, " or --series "))
}

// bytesPerGiB turns memory into what people read.
const bytesPerGiB = 1 << 30

// fromSnapshot reads the points of a series that was measured.
func fromSnapshot(ctx context.Context, snap *snapshot.Snapshot, row snapshot.Series, zoneName string, x *reports.Profiled) error {
	zone, err := loadZone(zoneName)
	if err != nil {
		return err
	}
	times, values, err := snap.Points(ctx, row.Ref())
	if err != nil {
		return err
	}
	o := profile.DefaultReadOptions(row.Kind.Unit())
	o.Zone = zone
	if row.Kind == measure.Memory {
		o.Unit = "GiB"
		for i := range values {
			values[i] /= bytesPerGiB
		}
	}
	x.Series, x.Report, err = profile.NewSeries(times, values, o)
	if err != nil {
		return fmt.Errorf("%s: %w", row.Key, err)
	}
	x.Kind, x.Source, x.Query = string(row.Kind), row.Source, row.Query
	x.Origin = fmt.Sprintf("Measured by %s, %s to %s", row.Source, row.From.UTC().Format(time.DateOnly), row.To.UTC().Format(time.DateOnly))
	return nil
}
