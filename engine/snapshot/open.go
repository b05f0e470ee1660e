package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"berth.dev/engine/snapshot/column"
)

// ErrNone is that a workspace has no snapshot.
var ErrNone = errors.New("there is no snapshot: run berth measure")

// Error is a file of a snapshot that cannot be used.
type Error struct {
	// File is its path in the workspace, such as "measured/index.json".
	File string
	// Words say what is wrong and what to do.
	Words string
}

// Error is the file and the words.
func (e *Error) Error() string { return e.File + ": " + e.Words }

// Snapshot reads what was measured. It opens files when they are asked for, and may be
// used by several goroutines at once.
type Snapshot struct {
	fsys  fs.FS
	index Index

	mu   sync.Mutex
	rows []seriesAt // as All reads them, once
	read bool
}

// Open reads the index of the snapshot in the folder measured of a workspace. Without
// one the error is [ErrNone]; a broken one is an [Error].
func Open(fsys fs.FS) (*Snapshot, error) {
	index, err := ReadIndex(fsys, Folder+"/"+IndexFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNone
	case err != nil:
		return nil, err
	}
	return With(fsys, index), nil
}

// ReadIndex reads an index by its path in the workspace, such as that of a measurement
// that did not end. What readers rely on is checked.
func ReadIndex(fsys fs.FS, name string) (Index, error) {
	data, err := readWhole(fsys, name, indexLimit)
	if err != nil {
		return Index{}, err
	}
	var index Index
	if err := json.Unmarshal(data, &index); err != nil {
		return Index{}, &Error{name, fmt.Sprintf("it cannot be read (%v): write it anew by berth measure --again", err)}
	}
	if err := index.check(); err != nil {
		return Index{}, &Error{name, err.Error()}
	}
	return index, nil
}

// check makes sure of what readers rely on.
func (x Index) check() error {
	if x.Format != Format {
		if strings.HasPrefix(x.Format, "berth.snapshot/") {
			return fmt.Errorf("it has the format %.40q and this berth reads %q: take the berth that wrote it, or measure anew by berth measure --again", x.Format, Format)
		}
		return fmt.Errorf("its format is %.40q and not %q: it is no snapshot", x.Format, Format)
	}
	for k, d := range x.Days {
		if _, err := dayStart(d.Date); err != nil {
			return err
		}
		if k > 0 && x.Days[k-1].Date >= d.Date {
			return fmt.Errorf("the day %s stands after %s: write it anew by berth measure --again", d.Date, x.Days[k-1].Date)
		}
		if !isDigest(d.Digest) {
			return fmt.Errorf("the digest of %s is none", d.Date)
		}
	}
	if x.SeriesDigest != "" && !isDigest(x.SeriesDigest) {
		return errors.New("the digest of the series is none")
	}
	return nil
}

// isDigest tells whether a text is a digest, of which names of files are made.
func isDigest(text string) bool {
	digits, ok := strings.CutPrefix(text, "sha256:")
	return ok && len(digits) == 64 && strings.Trim(digits, "0123456789abcdef") == ""
}

// With is a snapshot by an index that is not written yet. Its files are there.
func With(fsys fs.FS, index Index) *Snapshot { return &Snapshot{fsys: fsys, index: index} }

// Index is what the snapshot has. It must not be written to.
func (s *Snapshot) Index() Index { return s.index }

// Day opens a day's file, to be read with [DayBuilder.Keep] and closed. Its digest is
// checked.
func (s *Snapshot) Day(date string) (*DayFile, error) {
	for _, d := range s.index.Days {
		if d.Date != date {
			continue
		}
		work, err := column.NewWorkspace()
		if err != nil {
			return nil, err
		}
		return s.openDay(d, work, checked)
	}
	return nil, fmt.Errorf("the snapshot does not have the day %s", date)
}

// Within is the part of a snapshot that has the points of some time, in whole days: what
// is walked of it is that much less. Rows and profiles stay those of all days.
func (s *Snapshot) Within(from, to time.Time) *Snapshot {
	index := s.index
	index.Days = nil
	first, last := from.UTC().Format(dateLayout), to.Add(-1).UTC().Format(dateLayout)
	for _, d := range s.index.Days {
		if first <= d.Date && d.Date <= last {
			index.Days = append(index.Days, d)
		}
	}
	return With(s.fsys, index)
}
