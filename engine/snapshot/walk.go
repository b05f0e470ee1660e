package snapshot

import (
	"context"

	"berth.dev/engine/snapshot/column"
)

// Walk hands out every series over all days, in the order of [Ref.Compare], one at a
// time: times in seconds since 1970 in ascending order, values in the kind's unit. The
// slices are used again after put returns. Each day's digest is checked first.
//
// It merges the days: of each it holds one group of rows, about a MiB.
func (s *Snapshot) Walk(ctx context.Context, put func(r Ref, times []int64, values []float64) error) error {
	return s.walk(ctx, checked, nil, put)
}

// walk is Walk over the parts of the days that may have some services (sorted; nil is
// all), which may bring others, too.
func (s *Snapshot) walk(ctx context.Context, check digestCheck, services []string, put func(r Ref, times []int64, values []float64) error) error {
	m, err := s.merge(check, services)
	if err != nil {
		return err
	}
	defer m.close()
	for {
		r, err := m.next()
		if err != nil || len(m.times) == 0 {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := put(r, m.times, m.values); err != nil {
			return err
		}
	}
}

// merge brings the series of several days together.
type merge struct {
	days   []*dayHead
	times  []int64
	values []float64
}

// dayHead is a day with the series that comes next in it.
type dayHead struct {
	*DayFile
	Ref
	times  []int64
	values []float32
}

func (h *dayHead) advance() (err error) {
	h.Ref, h.times, h.values, err = h.next()
	return err
}

// merge opens all days.
func (s *Snapshot) merge(check digestCheck, services []string) (*merge, error) {
	work, err := column.NewWorkspace()
	if err != nil {
		return nil, err
	}
	m := &merge{}
	for _, d := range s.index.Days {
		day, err := s.openDay(d, work, check)
		if err != nil {
			m.close()
			return nil, err
		}
		h := &dayHead{DayFile: day}
		m.days = append(m.days, h)
		if services != nil {
			day.only(services)
		}
		if err := h.advance(); err != nil {
			m.close()
			return nil, err
		}
	}
	return m, nil
}

func (m *merge) close() {
	for _, h := range m.days {
		_ = h.Close()
	}
}

// next collects the next series over all days in times and values; at the end there
// are none.
func (m *merge) next() (Ref, error) {
	m.times, m.values = m.times[:0], m.values[:0]
	var least *dayHead
	for _, h := range m.days {
		if len(h.times) > 0 && (least == nil || h.Ref != least.Ref && h.Ref.Compare(least.Ref) < 0) {
			least = h
		}
	}
	if least == nil {
		return Ref{}, nil
	}
	r := least.Ref
	for _, h := range m.days {
		if len(h.times) == 0 || h.Ref != r {
			continue
		}
		m.times = append(m.times, h.times...)
		for _, v := range h.values {
			m.values = append(m.values, float64(v))
		}
		if err := h.advance(); err != nil {
			return r, err
		}
	}
	return r, nil
}
