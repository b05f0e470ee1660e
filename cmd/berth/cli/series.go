package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	// Zones must mean the same on every machine, also where none are installed.
	_ "time/tzdata"

	"golang.org/x/sync/errgroup"

	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

const (
	// codeSeries marks a series that could not be read or used.
	codeSeries = "BERTH-L002"
	// codeZone marks a time zone that does not exist.
	codeZone = "BERTH-L003"
)

// seriesSet is what came of the series of a workspace, by service.
type seriesSet struct {
	profiles map[string]profile.Profile
	reports  map[string]profile.Report
	// digests are those of the files, by name.
	digests map[string]string
	files   int
}

// seriesKey is one way to read one file. Services with equal keys share it.
type seriesKey struct{ file, unit, column, zone string }

// seriesTask is one file to read, and what came of it.
type seriesTask struct {
	key seriesKey
	// services that take it; the first one's places are cited.
	services []*spec.Service
	profile  profile.Profile
	report   profile.Report
	digest   string
	err      error
	at       spec.Origin
	code     string
}

// readSeries reads and measures the series of services, each once, side by side.
// What is wrong with a file is a diagnostic at the attribute that names it.
func readSeries(ctx context.Context, folder fs.FS, w *spec.Workspace, only []string, p *progress) (seriesSet, diag.List, error) {
	tasks := seriesTasks(w, only)
	set := seriesSet{profiles: map[string]profile.Profile{}, reports: map[string]profile.Report{}, digests: map[string]string{}, files: len(tasks)}
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range tasks {
		g.Go(func() error {
			t.read(folder)
			p.show("read %s of %s", grouped(int(done.Add(1))), plural(len(tasks), "series file"))
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return set, nil, err
	}
	var diags diag.List
	for _, t := range tasks {
		if t.err != nil {
			diags.Errorf(t.code, w.Range(t.at), "Series cannot be used", "%s.", sentence(t.err))
			continue
		}
		set.digests[t.key.file] = t.digest
		for _, s := range t.services {
			set.profiles[s.Name], set.reports[s.Name] = t.profile, t.report
		}
	}
	return set, diags, nil
}

// seriesTasks lists what is to be read, in the order of the services. only
// limits it to some services and those whose load theirs is like.
func seriesTasks(w *spec.Workspace, only []string) []*seriesTask {
	wanted := w.Services
	if len(only) > 0 {
		wanted = nil
		for _, name := range only {
			wanted = append(wanted, chain(w, name)...)
		}
	}
	byKey := map[seriesKey]*seriesTask{}
	var tasks []*seriesTask
	for _, s := range wanted {
		t := s.Traffic
		if t == nil || !t.Series.Set() || !t.Unit.Set() || s.Job != nil {
			continue
		}
		key := seriesKey{t.Series.V, t.Unit.V, t.Column.V, t.Zone.V}
		if byKey[key] == nil {
			byKey[key] = &seriesTask{key: key, code: codeSeries, at: t.Series.Origin}
			tasks = append(tasks, byKey[key])
		}
		byKey[key].services = append(byKey[key].services, s)
	}
	return tasks
}

// chain returns a service and those its load is like.
func chain(w *spec.Workspace, name string) (out []*spec.Service) {
	for s := w.Service(name); s != nil && !slices.Contains(out, s); {
		out = append(out, s)
		if s.Traffic == nil {
			break
		}
		s = w.Service(s.Traffic.Like.V)
	}
	return out
}

// read reads and measures one file.
func (t *seriesTask) read(folder fs.FS) {
	traffic := t.services[0].Traffic
	unit, err := profile.ParseUnit(t.key.unit)
	if err == nil {
		err = score.CheckUnit(unit)
	}
	if err != nil {
		t.err, t.at = err, traffic.Unit.Origin
		return
	}
	zone, err := loadZone(t.key.zone)
	if err != nil {
		t.err, t.at, t.code = err, traffic.Zone.Origin, codeZone
		return
	}
	file, err := openRegular(folder, t.key.file)
	if err != nil {
		t.err = err
		return
	}
	defer file.Close()
	o := profile.DefaultReadOptions(t.key.unit)
	o.Name, o.Column, o.Zone = t.key.file, t.key.column, zone
	// What a plan is pinned to is all of the file, not what the reader needs of it.
	sum := sha256.New()
	series, report, err := profile.ReadCSV(io.TeeReader(file, sum), o)
	if _, rest := io.Copy(sum, file); err == nil {
		err = rest
	}
	if t.report, t.err = report, err; err == nil {
		t.profile, t.digest = profile.Measure(series), "sha256:"+hex.EncodeToString(sum.Sum(nil))
	}
}

// loadZone finds an IANA zone. "Local" would make the answer depend on the
// machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone: write an IANA name, as in %q", name, "Asia/Tokyo")
	}
	return zone, nil
}

// openRegular opens a file below the folder. Devices and pipes are refused: they
// may never end.
func openRegular(folder fs.FS, name string) (fs.File, error) {
	within := path.Clean(name)
	if !fs.ValidPath(within) {
		return nil, fmt.Errorf("%q lies elsewhere. It must lie in the workspace's folder", name)
	}
	info, err := fs.Stat(folder, within)
	var bad *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %q in the workspace's folder; the path counts from there", name)
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%q cannot be opened: %w. It must lie in the workspace's folder", name, bad.Err)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is not a file. Write the path of one; a pattern such as %q stands for all files of a folder", name, path.Join(within, "*.csv"))
	}
	file, err := folder.Open(within)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%q cannot be opened: %w. Give whoever runs berth the right to read it", name, fs.ErrPermission)
	}
	return file, err
}

// sentence is an error's words with a capital letter and without a full stop, so
// that one can follow.
func sentence(err error) string {
	words := strings.TrimRight(err.Error(), ".?")
	if word, _, _ := strings.Cut(words, " "); strings.ContainsAny(word, "/.:") {
		return words // a path keeps its letters
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}
