package fill

import (
	"slices"

	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// How measured numbers follow from what was measured.
const (
	howBytes = "mean × 730 h"
	howRate  = "mean"
)

// filling is a result while it is made.
type filling struct {
	Result
	rows     map[snapshot.Ref]*snapshot.Row
	changed  []*spec.Service
	evidence []spec.Evidence
	at       map[spec.Evidence]uint32
}

// service fills one service. Its Told is the result's own, so that a choice may be
// filled again.
func (f *filling) service(c *chosen) {
	told := *c.told
	told.Unknown, told.Beyond = slices.Clone(told.Unknown), slices.Clone(told.Beyond)
	f.Told[c.svc.Name] = &told
	f.load(c, &told)
	now := *c.svc
	filled := f.memory(c, &now, &told)
	filled = f.calls(c, &now, &told) || filled
	if filled {
		f.changed = append(f.changed, &now)
	}
}

// load takes the profile of the chosen series.
func (f *filling) load(c *chosen, told *Told) {
	if c.load == nil || c.load.row == nil {
		return
	}
	row, why := f.row(c.load.row)
	if row != nil && !row.Profile.Mean.Known() {
		row, why = nil, c.load.row.Source+": "+row.Profile.Mean.Why
	}
	if row == nil {
		told.unknown(Load, why)
		return
	}
	p := row.Profile
	p.Source = row.Source
	f.Profiles[c.svc.Name], f.Reports[c.svc.Name] = p, row.Report
	told.Load = c.load.row
}

// row finds the profile of a chosen series. One that was wanted and did not come is
// unknown, like any other.
func (f *filling) row(s *snapshot.Series) (*snapshot.Row, string) {
	if row := f.rows[s.Ref()]; row == nil {
		return nil, s.Source + ": its profile could not be read; run berth measure"
	} else if row.Unknown != "" {
		return nil, s.Source + ": " + row.Unknown
	} else {
		return row, ""
	}
}

// memory fills the memory of a copy, and tells whether it did.
func (f *filling) memory(c *chosen, now *spec.Service, told *Told) bool {
	if c.memory == nil {
		return false
	}
	p99 := func(p *profile.Profile) profile.Feature { return p.P99 }
	memory, why := f.level(c.memory, p99)
	n := c.copies.n
	if c.copies.by != nil && why == "" {
		n, why = f.level(c.copies.by, p99)
		n /= c.copies.per
	}
	if why != "" {
		told.unknown(Memory, why)
		return false
	}
	replica := spec.Replica{}
	if now.Replica != nil {
		replica = *now.Replica
	}
	replica.Memory = f.measured(replica.Memory, memory/max(n, least(c.svc)), c.copies.how, c.sources()...)
	now.Replica, told.Memory = &replica, true
	return true
}

// level is a feature of a chosen series, or why there is none.
func (f *filling) level(s *snapshot.Series, of func(*profile.Profile) profile.Feature) (float64, string) {
	row, why := f.row(s)
	if row == nil {
		return 0, why
	}
	x := of(&row.Profile)
	if !x.Known() {
		return 0, s.Source + ": " + x.Why
	}
	return x.Value, ""
}

// calls fills call blocks, and tells whether it did.
func (f *filling) calls(c *chosen, now *spec.Service, told *Told) bool {
	blocks, filled := slices.Clone(now.CallBlocks), false
	for _, k := range c.calls {
		i := slices.IndexFunc(blocks, func(b *spec.Call) bool { return b.Name == k.peer })
		block := spec.Call{Name: k.peer}
		if i >= 0 {
			block = *blocks[i]
		}
		if !f.call(k, &block, told) && (i >= 0 || !k.seen) {
			continue // a call that was only seen is worth a block, and no more
		}
		if i >= 0 {
			blocks[i] = &block
		} else {
			blocks = append(blocks, &block)
			if now.Calls.V == "complete" && now.Calls.Set() {
				told.Beyond = append(told.Beyond, k.peer)
			}
		}
		told.Calls++
		filled = true
	}
	if filled {
		now.CallBlocks = blocks
	}
	return filled
}

// call fills what a call block leaves open, and tells whether there was anything.
func (f *filling) call(k *call, b *spec.Call, told *Told) (filled bool) {
	for _, part := range []struct {
		row    *snapshot.Series
		into   *spec.Measure
		factor float64
		how    string
	}{
		{k.sent, &b.Sent, unit.SecondsPerMonth, howBytes},
		{k.received, &b.Received, unit.SecondsPerMonth, howBytes},
		{k.rate, &b.RequestsPerSecond, 1, howRate},
	} {
		if part.row == nil || part.into.Known() {
			continue
		}
		mean, why := f.level(part.row, func(p *profile.Profile) profile.Feature { return p.Mean })
		if why != "" {
			told.unknown(Calls, why)
			continue
		}
		*part.into = f.measured(*part.into, mean*part.factor, part.how, part.row)
		filled = true
	}
	return filled
}

// measured is a quantity with its evidence, which spans all rows that it follows from.
func (f *filling) measured(was spec.Measure, v float64, how string, rows ...*snapshot.Series) spec.Measure {
	e := spec.Evidence{Source: rows[0].Source, From: rows[0].From.UTC(), To: rows[0].To.UTC(), How: how}
	for _, r := range rows[1:] {
		if r.From.Before(e.From) {
			e.From = r.From.UTC()
		}
		if r.To.After(e.To) {
			e.To = r.To.UTC()
		}
	}
	n := f.at[e]
	if n == 0 {
		f.evidence = append(f.evidence, e)
		n = uint32(len(f.evidence))
		f.at[e] = n
	}
	return spec.Measure{Lo: v, Hi: v, Origin: was.Origin, Evidence: n}
}
