package snapshot

import (
	"context"
	"fmt"
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
)

// Profiles are the rows that want chooses (nil: all), in the order of [Snapshot.All],
// with their profiles. They are read from the file of the rows; those that lie there in
// other definitions or another zone are measured anew from the points.
func (s *Snapshot) Profiles(ctx context.Context, want func(Series) bool, o Options) ([]Row, error) {
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	var chosen []seriesAt
	for _, r := range all {
		if want == nil || want(r.Series) {
			chosen = append(chosen, r)
		}
	}
	rows := make([]Row, len(chosen))
	stored := map[int]map[int]int{} // group, row in it: place in rows
	anew := map[Ref]int{}
	for i, r := range chosen {
		rows[i].Series = r.Series
		if r.stale(o) {
			anew[r.Ref()] = i
			continue
		}
		if stored[r.group] == nil {
			stored[r.group] = map[int]int{}
		}
		stored[r.group][r.row] = i
	}
	if err := s.loadProfiles(ctx, rows, stored); err != nil {
		return nil, err
	}
	return rows, s.measureAnew(ctx, rows, anew, o)
}

// Stale are the rows that want chooses (nil: all), in the order of [Snapshot.All], whose
// profiles lie there in other definitions or another zone: [Snapshot.Profiles] measures
// them anew each time, until their file is written again.
func (s *Snapshot) Stale(ctx context.Context, want func(Series) bool, o Options) ([]Series, error) {
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	var out []Series
	for _, r := range all {
		if (want == nil || want(r.Series)) && r.stale(o) {
			out = append(out, r.Series)
		}
	}
	return out, nil
}

// stale tells whether the profile that was kept is another one than would be made now.
func (r seriesAt) stale(o Options) bool {
	return !r.current || r.Unknown == "" && r.zone != o.zone(r.Service).String()
}

// loadProfiles reads profiles from the groups that have them.
func (s *Snapshot) loadProfiles(ctx context.Context, rows []Row, places map[int]map[int]int) error {
	if len(places) == 0 {
		return nil
	}
	c, f, err := s.openRows(unchecked) // it was checked when its rows were read
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for g := range c.Groups() {
		if places[g] == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		err := c.Blobs(g, "profile", func(row int, b []byte) error {
			at, ok := places[g][row]
			if !ok {
				return nil
			}
			var err error
			rows[at].Profile, rows[at].Report, err = profile.Load(b)
			return err
		})
		if err != nil {
			return &Error{s.index.SeriesFile(), fmt.Sprintf("%v: write it anew by berth measure --again", err)}
		}
	}
	return nil
}

// measureAnew measures series from their points, and compares their digests.
func (s *Snapshot) measureAnew(ctx context.Context, rows []Row, places map[Ref]int, o Options) error {
	if len(places) == 0 {
		return nil
	}
	services := make([]string, 0, len(places))
	for r := range places {
		services = append(services, r.Service)
	}
	slices.Sort(services)
	walk := func(put func(Ref, []int64, []float64) error) error {
		return s.walk(ctx, unchecked, slices.Compact(services), put)
	}
	found := 0
	err := measureAll(walk, func(r Ref) bool { _, ok := places[r]; return ok }, o, func(row Row) error {
		at := places[row.Ref()]
		if row.Digest != rows[at].Digest {
			return s.changed(row.Key)
		}
		row.Query = rows[at].Query
		rows[at] = row
		found++
		return nil
	})
	if err == nil && found < len(places) {
		return &Error{Folder, fmt.Sprintf("the points of %d series are missing: write it anew by berth measure --again", len(places)-found)}
	}
	return err
}

func (s *Snapshot) changed(k measure.Key) error {
	return &Error{Folder, fmt.Sprintf("the points of %s are not those that were measured: write it anew by berth measure --again", k)}
}
