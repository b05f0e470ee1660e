package snapshot

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
	"strconv"

	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot/column"
)

// mostSeries is how many series a snapshot may have.
const mostSeries = 1 << 20

var errTooMany = errors.New("there are more than a million series: let the queries add up by service")

// seriesAt is a row of the file of rows, and where its profile lies.
type seriesAt struct {
	Series
	zone       string
	rank       int // among the rows of its key and source
	group, row int
	current    bool // the profile is by the definitions of this berth
}

// All are the rows of the series without their profiles. Rows of one key stand in the
// order in which they are to be preferred: by the source's name, and of one source a
// service's own query first, then by the query's place in the index.
func (s *Snapshot) All(ctx context.Context) ([]Series, error) {
	rows, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Series, len(rows))
	for i, r := range rows {
		list[i] = r.Series
	}
	return list, nil
}

// all reads the rows once.
func (s *Snapshot) all(ctx context.Context) ([]seriesAt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read {
		return s.rows, nil
	}
	rows, err := s.readRows(ctx)
	if err == nil {
		s.rows, s.read = rows, true
	}
	return rows, err
}

func (s *Snapshot) readRows(ctx context.Context) ([]seriesAt, error) {
	c, f, err := s.openRows(checked)
	if err != nil || c == nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	current := c.Meta(definitionKey) == strconv.Itoa(profile.Definition)
	var rows []seriesAt
	for g := range c.Groups() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		group, err := readRowGroup(c, g)
		if err != nil {
			return nil, &Error{s.index.SeriesFile(), err.Error() + ": write it anew by berth measure --again"}
		}
		rows = append(rows, group...)
		if len(rows) > mostSeries {
			return nil, &Error{s.index.SeriesFile(), errTooMany.Error()}
		}
	}
	for i := range rows {
		r := &rows[i]
		r.current = current
		if _, rank, ok := s.index.queryOf(r.Ref()); ok {
			r.rank = rank
		}
	}
	slices.SortStableFunc(rows, func(a, b seriesAt) int {
		return cmp.Or(a.Key.Compare(b.Key), cmp.Compare(a.Source, b.Source), cmp.Compare(a.rank, b.rank), cmp.Compare(a.QueryID, b.QueryID))
	})
	return rows, nil
}

// openRows opens the file of the rows; there is none where no series were measured.
func (s *Snapshot) openRows(check digestCheck) (*column.File, *file, error) {
	name := s.index.SeriesFile()
	if name == "" {
		return nil, nil, nil
	}
	f, err := openFile(s.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &Error{name, "it is missing: run berth measure"}
	}
	if err != nil {
		return nil, nil, err
	}
	if check == checked {
		err = f.verify(name, s.index.SeriesDigest)
	}
	var c *column.File
	if err == nil {
		var work *column.Workspace
		if work, err = column.NewWorkspace(); err == nil {
			c, err = openColumns(name, f, work)
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return c, f, nil
}
