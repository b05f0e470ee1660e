package gather

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// ours is what files of snapshots are called. Others in the folder are left alone.
var ours = regexp.MustCompile(`^` + snapshot.Folder + `/(\d{4}-\d{2}-\d{2}|series)\.[0-9a-f]{8}\.parquet$`)

// finish makes the profiles, puts the index in its place, and takes away what no index
// names any more.
func (r *run) finish(ctx context.Context) (snapshot.Index, error) {
	r.expire()
	for _, b := range r.blocks {
		r.welcome(b)
		for _, q := range b.questions {
			r.unanswered(b, q)
		}
	}
	x := r.index()
	if err := r.summarise(ctx, &x); err != nil {
		return x, err
	}
	if err := r.save(snapshot.Folder+"/"+snapshot.IndexFile, x); err != nil {
		return x, err
	}
	return x, r.clean(x)
}

// expire leaves out the days before all windows.
func (r *run) expire() {
	first := dateOf(r.first())
	stay := slices.DeleteFunc(slices.Clone(r.have.Days), func(d snapshot.Day) bool { return d.Date < first })
	r.changed = r.changed || len(stay) < len(r.have.Days)
	r.have.Days = stay
}

// welcome forgets that a service was a stranger once all days were read with it. Where
// something failed or was not asked for, the next run reads them anew.
func (r *run) welcome(b *block) {
	failed := slices.ContainsFunc(b.questions, func(q *question) bool { return q.result.Failure != nil })
	whole := b.result.Asked && b.Window >= b.Stay && !r.o.Since.After(b.begins(r.o.Now))
	if failed || !whole {
		return
	}
	for name := range b.strangers {
		if r.known[b.called(name)] {
			delete(b.strangers, name)
		}
	}
}

// unanswered makes a failure of a question that was asked and never had a point.
func (r *run) unanswered(b *block, q *question) {
	asked := b.result.Asked && q.result.Failure == nil && q.result.Fetched+q.result.Kept > 0
	if !asked || r.points(b, q) > 0 {
		return
	}
	label := cmp.Or(q.Service, "service")
	if len(b.strangers) > 0 {
		q.result.Failure = measure.Fail(measure.Empty, "%s has no series of %s for a service of this workspace, and %d other names. Say in names which services they are (label %s)", b.Address, q.Kind, len(b.strangers), label)
		return
	}
	q.result.Failure = measure.Fail(measure.Empty, "%s has no series of %s. See what the query finds there (berth measure --show-queries prints it, with what match adds), and that the label %s holds the names of services", b.Address, q.Kind, label)
}

// points is how many a question has on all days.
func (r *run) points(b *block, q *question) (n int64) {
	for _, d := range r.have.Days {
		for _, p := range d.Parts {
			if p.Source == b.Name && p.Query == q.id {
				n += p.Points
			}
		}
	}
	return n
}

// summarise writes the rows of the series, unless those that lie there are what it would
// write.
func (r *run) summarise(ctx context.Context, x *snapshot.Index) error {
	if len(x.Days) == 0 {
		return nil
	}
	if !r.changed && sameQuestions(x.Sources, r.have.Sources) {
		stale, err := r.stale(ctx)
		if err != nil {
			return err
		}
		if !stale {
			x.SeriesDigest = r.have.SeriesDigest
			return nil
		}
	}
	r.tell(Progress{})
	f, err := r.o.Store.Create()
	if err != nil {
		return fmt.Errorf("%s: %w", snapshot.Folder, err)
	}
	defer f.Discard()
	x.SeriesDigest, err = snapshot.With(r.o.Store.FS(), *x).Summarise(ctx, f, r.o.Profiles)
	if err != nil {
		return r.damaged(r.faulty(err), err)
	}
	if err := f.Commit(x.SeriesFile()); err != nil {
		return fmt.Errorf("%s: %w", x.SeriesFile(), err)
	}
	return nil
}

// stale tells whether rows that lie there are of another zone or other definitions than
// they would be now. Rows that cannot be read are, too: the days have all that is in them.
func (r *run) stale(ctx context.Context) (bool, error) {
	rows, err := snapshot.With(r.o.Store.FS(), r.have).Stale(ctx, nil, r.o.Profiles)
	var bad *snapshot.Error
	if errors.As(err, &bad) {
		return true, nil
	}
	return len(rows) > 0, err
}

// sameQuestions tells whether the rows of series would be in the same order, too.
func sameQuestions(a, b []snapshot.Source) bool {
	return slices.EqualFunc(a, b, func(a, b snapshot.Source) bool {
		return a.Name == b.Name && slices.EqualFunc(a.Queries, b.Queries, func(a, b snapshot.Query) bool { return a.ID == b.ID })
	})
}

// faulty is the day whose file an error is about.
func (r *run) faulty(err error) snapshot.Day {
	var bad *snapshot.Error
	if errors.As(err, &bad) {
		for _, d := range r.have.Days {
			if d.File() == bad.File {
				return d
			}
		}
	}
	return snapshot.Day{}
}

// damaged drops a day whose file cannot be used, so that the next run reads it again.
func (r *run) damaged(d snapshot.Day, err error) error {
	var bad *snapshot.Error
	if d.Date == "" || !errors.As(err, &bad) {
		return err
	}
	r.keep(snapshot.Day{Date: d.Date})
	if err := r.save(progressFile, r.index()); err != nil {
		return err
	}
	return fmt.Errorf("%w. Without --again that day alone is read anew: it is left out now, so run berth measure once more", err)
}

// clean takes away the files that the index does not name.
func (r *run) clean(x snapshot.Index) error {
	files, err := r.o.Store.List()
	if err != nil {
		return fmt.Errorf("%s: %w", snapshot.Folder, err)
	}
	named := map[string]bool{x.SeriesFile(): true}
	for _, d := range x.Days {
		named[d.File()] = true
	}
	slices.Sort(files)
	for _, name := range files {
		if name != progressFile && (named[name] || !ours.MatchString(name)) {
			continue
		}
		if err := r.o.Store.Remove(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
