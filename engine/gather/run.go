package gather

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"berth.dev/engine/snapshot"
)

// progressFile is an index of what an unfinished measurement has read.
const progressFile = snapshot.Folder + "/progress.json"

// run is one measurement.
type run struct {
	o      Options
	known  map[string]bool
	blocks []*block
	// have is what lies in the folder. Its days are in order.
	have snapshot.Index
	// changed tells that a day is another one than in index.json.
	changed bool
	// mu guards Progress.
	mu sync.Mutex
}

// newRun reads what is there and prepares the blocks.
func newRun(o Options) (*run, error) {
	r := &run{o: o, known: map[string]bool{}}
	for _, name := range o.Services {
		r.known[name] = true
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	for _, b := range o.Blocks {
		asked := len(o.Only) == 0 || slices.Contains(o.Only, b.Name)
		made := newBlock(b, r.before(b.Name), asked, r.known)
		for _, q := range made.questions {
			q.anew = q.anew || asked && (o.Again || r.points(made, q) == 0)
		}
		r.blocks = append(r.blocks, made)
	}
	return r, nil
}

// open reads the index, and that of a measurement that did not end.
func (r *run) open() error {
	files, err := r.o.Store.List()
	if err != nil {
		return fmt.Errorf("%s: %w", snapshot.Folder, err)
	}
	s, err := snapshot.Open(r.o.Store.FS())
	switch {
	case err == nil:
		r.have = s.Index()
	case errors.Is(err, snapshot.ErrNone), r.o.Again && len(r.o.Only) == 0:
	default:
		return err
	}
	if x, ok := r.progress(); ok {
		r.have, r.changed = x, true
	}
	days := len(r.have.Days)
	r.have.Days = slices.DeleteFunc(slices.Clone(r.have.Days), func(d snapshot.Day) bool { return !slices.Contains(files, d.File()) })
	r.changed = r.changed || len(r.have.Days) < days || !slices.Contains(files, r.have.SeriesFile())
	return nil
}

// progress reads what an unfinished measurement has left. What cannot be read is as if
// it were not there: its days are read again.
func (r *run) progress() (x snapshot.Index, ok bool) {
	x, err := snapshot.ReadIndex(r.o.Store.FS(), progressFile)
	return x, err == nil
}

// before is what the snapshot has of a block.
func (r *run) before(name string) snapshot.Source {
	for _, s := range r.have.Sources {
		if s.Name == name {
			return s
		}
	}
	return snapshot.Source{}
}

// day is what lies in the folder of a day.
func (r *run) day(date string) (snapshot.Day, bool) {
	i, ok := slices.BinarySearchFunc(r.have.Days, date, func(d snapshot.Day, date string) int { return cmp.Compare(d.Date, date) })
	if !ok {
		return snapshot.Day{Date: date}, false
	}
	return r.have.Days[i], true
}

// keep puts a day in the place of the one before.
func (r *run) keep(d snapshot.Day) {
	i, ok := slices.BinarySearchFunc(r.have.Days, d.Date, func(d snapshot.Day, date string) int { return cmp.Compare(d.Date, date) })
	switch {
	case ok && len(d.Parts) == 0:
		r.have.Days = slices.Delete(r.have.Days, i, i+1)
	case ok:
		r.have.Days[i] = d
	case len(d.Parts) > 0:
		r.have.Days = slices.Insert(r.have.Days, i, d)
	}
}

// index is the index of what lies in the folder, without the rows of its series.
func (r *run) index() snapshot.Index {
	x := snapshot.Index{Format: snapshot.Format, Made: r.o.Now.UTC().Truncate(time.Second), Days: r.have.Days}
	for _, b := range r.blocks {
		x.Sources = append(x.Sources, b.record(r.before(b.Name)))
	}
	return x
}

// save writes an index.
func (r *run) save(name string, x snapshot.Index) error {
	text, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f, err := r.o.Store.Create()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer f.Discard()
	if _, err = f.Write(append(text, '\n')); err == nil {
		err = f.Commit(name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// tell says how far the run is.
func (r *run) tell(p Progress) {
	if r.o.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.o.Progress(p)
}

// ended is the error of a run that somebody ended.
func ended(ctx context.Context) error { return context.Cause(ctx) }
