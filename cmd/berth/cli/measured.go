package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/fill"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
)

// codeSnapshot marks a snapshot that cannot be read.
const codeSnapshot = "BERTH-M001"

// measuredSet is what a snapshot says of a workspace; its result is empty where there is
// none.
type measuredSet struct {
	fill.Result
	// missing tells that there are sources and no snapshot of them.
	missing bool
	// borrowed tells that the snapshot is that of the folder beside.
	borrowed bool
	// stale are the services whose profiles were made anew from the points, because the
	// snapshot has those of another zone or other definitions.
	stale map[string]bool
	// digest is of all series, "" where there is no snapshot.
	digest string
}

// fillMeasured fills what the specs leave open from the snapshot of the workspace. A
// workspace without sources has none, and none is looked for. A snapshot that cannot be
// read is a diagnostic at the first source.
func (w *workspace) fillMeasured(ctx context.Context, files fs.FS, o loadOptions, p *progress) (diag.List, error) {
	if len(w.Metrics) == 0 || w.diags.HasErrors() {
		return nil, nil
	}
	m := &w.measured
	snap, err := snapshot.Open(files)
	if errors.Is(err, snapshot.ErrNone) && o.beside != nil {
		snap, err = snapshot.Open(o.beside)
		m.borrowed = err == nil
	}
	if errors.Is(err, snapshot.ErrNone) {
		m.missing = true
		return nil, nil
	}
	var diags diag.List
	zone := w.zones(&diags)
	if err == nil && !diags.HasErrors() {
		p.show("read measurements")
		err = w.fillFrom(ctx, snap, o, zone)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		diags.Errorf(codeSnapshot, w.Range(w.Metrics[0].Origin), "Measurements cannot be used", "%s", w.anew(err))
	}
	return diags, nil
}

// anew says what is wrong with a snapshot, and once by which command it is made anew.
func (w *workspace) anew(err error) string {
	const short = "berth measure --again"
	words, command := sentence(err)+".", "berth measure "+w.dir+" --again"
	if strings.Contains(words, short) {
		return strings.ReplaceAll(words, short, command)
	}
	return fmt.Sprintf("%s %q makes them anew.", words, command)
}

// fillFrom reads the profiles that are needed, and puts them where specs are open.
func (w *workspace) fillFrom(ctx context.Context, snap *snapshot.Snapshot, o loadOptions, zone func(string) *time.Location) error {
	rows, err := snap.All(ctx)
	if err != nil || o.undecided {
		return err
	}
	index := snap.Index()
	choice := fill.Choose(w.Workspace, index, rows, fill.Options{Only: o.only, Loads: w.series.profiles})
	options := snapshot.Options{Zone: zone, Parallel: runtime.GOMAXPROCS(0)}
	stale, err := snap.Stale(ctx, choice.Wants, options)
	if err != nil {
		return err
	}
	w.measured.stale = map[string]bool{}
	for _, r := range stale {
		w.measured.stale[r.Service] = true
	}
	profiles, err := snap.Profiles(ctx, choice.Wants, options)
	if err != nil {
		return err
	}
	w.measured.Result, w.measured.digest = choice.Fill(profiles), index.SeriesDigest
	w.Workspace = w.measured.Workspace
	return nil
}

// zones finds the zones whose clocks the demand of services follows. Names that are none
// are reported, but where a series in a file has them, which reports them itself.
func (w *workspace) zones(diags *diag.List) func(service string) *time.Location {
	by := map[string]*time.Location{}
	for _, s := range w.Services {
		t := s.Traffic
		if t == nil || !t.Zone.Set() {
			continue
		}
		if _, known := by[t.Zone.V]; known {
			continue
		}
		zone, err := loadZone(t.Zone.V)
		if err != nil && !t.Series.Set() {
			diags.Errorf(codeZone, w.Range(t.Zone.Origin), "Series cannot be used", "%s.", sentence(err))
		}
		by[t.Zone.V] = zone
	}
	return func(service string) *time.Location {
		if s := w.Service(service); s != nil && s.Traffic != nil {
			return by[s.Traffic.Zone.V]
		}
		return nil
	}
}

// loads are the profiles of services by name: those of files, and those that were
// measured.
func (w *workspace) loads() map[string]profile.Profile {
	if len(w.measured.Profiles) == 0 {
		return w.series.profiles
	}
	out := make(map[string]profile.Profile, len(w.series.profiles)+len(w.measured.Profiles))
	for _, from := range []map[string]profile.Profile{w.measured.Profiles, w.series.profiles} {
		for name, p := range from {
			out[name] = p
		}
	}
	return out
}

// report is what was found in the points of a service's load.
func (w *workspace) report(service string) (profile.Report, bool) {
	if r, ok := w.series.reports[service]; ok {
		return r, true
	}
	r, ok := w.measured.Reports[service]
	return r, ok
}

// seriesDigests are the digests of all measurements by what they are called.
func (w *workspace) seriesDigests() map[string]string {
	if w.measured.digest == "" {
		return w.series.digests
	}
	out := map[string]string{snapshot.Folder: w.measured.digest}
	for name, digest := range w.series.digests {
		out[name] = digest
	}
	return out
}
