package profile

import "time"

const (
	hour = int64(3600)
	day  = 24 * hour
	week = 7 * day
)

// clock turns the local times of one zone into seconds since 1970. It
// remembers the offset that holds between two changes of the clocks, because
// asking the zone for each row would cost more than the rest of the row.
type clock struct {
	zone *time.Location
	// offset holds for certain for local times from lo until before hi.
	lo, hi, offset int64
}

// unix returns the second at which the zone's clocks show local (seconds since
// 1970 as if the clocks were UTC's), and how many such seconds there are: 1,
// 0 in the hour that is skipped in spring, 2 in the hour that is repeated in
// autumn. Of two it returns the first.
func (c *clock) unix(local int64) (sec int64, times int) {
	if c.zone == time.UTC {
		return local, 1
	}
	if local >= c.lo && local < c.hi {
		return local - c.offset, 1
	}
	// No zone is more than a day off UTC, so the offsets of the days around
	// are the only ones that can hold here.
	before, after := offsetAt(c.zone, local-day), offsetAt(c.zone, local+day)
	first, second := local-max(before, after), local-min(before, after)
	isFirst := offsetAt(c.zone, first) == local-first
	isSecond := second != first && offsetAt(c.zone, second) == local-second
	switch {
	case isFirst && isSecond:
		return first, 2
	case isFirst:
		sec = first
	case isSecond:
		sec = second
	default:
		return 0, 0
	}
	c.remember(sec, local-sec)
	return sec, 1
}

// remember keeps the stretch around sec, a day short at both ends so that no
// doubtful hour is inside.
func (c *clock) remember(sec, offset int64) {
	start, end := time.Unix(sec, 0).In(c.zone).ZoneBounds()
	c.offset = offset
	c.lo, c.hi = minTime-day, maxTime+day
	if !start.IsZero() {
		c.lo = start.Unix() + offset + day
	}
	if !end.IsZero() {
		c.hi = end.Unix() + offset - day
	}
}

func offsetAt(zone *time.Location, sec int64) int64 {
	_, offset := time.Unix(sec, 0).In(zone).Zone()
	return int64(offset)
}

// saving is the daylight saving of a zone: the smaller offset (winter) and
// the larger one (summer) that its clocks had in the year before a moment.
// Offsets are compared, not named: some zones call their winter time the
// saving one.
type saving struct {
	winter, summer int64
}

func (d saving) exists() bool { return d.winter != d.summer }

// savingOf looks at the 366 days that end at sec.
func savingOf(zone *time.Location, sec int64) saving {
	if zone == time.UTC {
		return saving{}
	}
	at := sec - 366*day
	first := offsetAt(zone, at)
	d := saving{winter: first, summer: first}
	for {
		_, end := time.Unix(at, 0).In(zone).ZoneBounds()
		if end.IsZero() || end.Unix() >= sec {
			return d
		}
		at = end.Unix()
		offset := offsetAt(zone, at)
		d.winter, d.summer = min(d.winter, offset), max(d.summer, offset)
	}
}

// wallTimes returns the times moved by what the zone's clocks were ahead of
// winter time, so that eight in the morning is the same hour all year. Without
// daylight saving these are the times themselves, not a copy.
func wallTimes(times []int64, zone *time.Location, d saving) []int64 {
	if !d.exists() {
		return times
	}
	wall := make([]int64, len(times))
	var ahead int64
	until := times[0]
	forever := false
	for i, t := range times {
		if t >= until && !forever {
			_, end := time.Unix(t, 0).In(zone).ZoneBounds()
			ahead = offsetAt(zone, t) - d.winter
			forever = end.IsZero()
			until = end.Unix()
		}
		wall[i] = t + ahead
	}
	return wall
}
