package profile

import (
	"fmt"
	"time"
)

// Times outside these bounds (1970 until before 2200) are bad rows: they come
// from broken exports, and would stretch the window over centuries.
const (
	minTime = int64(0)
	maxTime = int64(7258118400)
)

// stamps reads the times of the rows. It keeps the day it saw last, because
// most rows stand on the same day as the row before.
type stamps struct {
	clock clock
	date  [len("2014-04-10")]byte
	start int64 // the first second of date, as if in UTC
}

// reading is a time that was read.
type reading struct {
	sec int64 // since 1970; a fraction of a second is cut off
	// missing marks a local time that the zone's clocks skip.
	missing bool
	// twice marks a local time that the zone's clocks show twice.
	twice bool
	// divided marks an epoch time in milliseconds or finer.
	divided bool
}

// parse reads RFC 3339 with any offset, the same without an offset (then the
// zone decides) or without a time of day, and seconds since 1970. The problem
// is "" when it could be read.
func (s *stamps) parse(b []byte) (reading, string) {
	var r reading
	var problem string
	switch {
	case len(b) == 0:
		return r, "the time is missing"
	case len(b) >= len(s.date) && b[4] == '-' && b[7] == '-':
		r, problem = s.calendar(b)
	case isDigit(b[0]) || b[0] == '-':
		r, problem = epoch(b)
	default:
		return r, unreadable(b)
	}
	if problem == "" && (r.sec < minTime || r.sec >= maxTime) {
		problem = fmt.Sprintf("the time %s lies outside the years 1970 to 2199", quote(b))
	}
	return r, problem
}

func unreadable(b []byte) string {
	return fmt.Sprintf("the time %s cannot be read: write RFC 3339 (2014-04-10T00:04:00+09:00), 2014-04-10 00:04:00, or seconds since 1970", quote(b))
}

// calendar reads a date, an optional time of day and an optional offset.
func (s *stamps) calendar(b []byte) (reading, string) {
	date, rest := b[:len(s.date)], b[len(s.date):]
	if string(date) != string(s.date[:]) {
		y, ok1 := digits(date[:4])
		m, ok2 := digits(date[5:7])
		d, ok3 := digits(date[8:])
		at := time.Date(int(y), time.Month(m), int(d), 0, 0, 0, 0, time.UTC)
		if !ok1 || !ok2 || !ok3 {
			return reading{}, unreadable(b)
		}
		// The calendar turns 30 February into 2 March; such a day is a mistake.
		if at.Day() != int(d) || at.Month() != time.Month(m) {
			return reading{}, fmt.Sprintf("the day of %s does not exist", quote(b))
		}
		copy(s.date[:], date)
		s.start = at.Unix()
	}
	local := s.start
	if len(rest) > 0 {
		sec, after, ok := timeOfDay(rest)
		if !ok {
			return reading{}, unreadable(b)
		}
		local, rest = local+sec, after
	}
	if len(rest) > 0 {
		offset, ok := zoneOffset(rest)
		if !ok {
			return reading{}, unreadable(b)
		}
		return reading{sec: local - offset}, ""
	}
	sec, times := s.clock.unix(local)
	if times == 0 {
		return reading{missing: true}, fmt.Sprintf("the time %s does not exist in %s, whose clocks skip it: is the zone of the series right?", quote(b), s.clock.zone)
	}
	return reading{sec: sec, twice: times == 2}, ""
}

// timeOfDay reads "T00:04", "T00:04:00" or "T00:04:00.25", with a space for
// the T as well, and returns what follows.
func timeOfDay(b []byte) (sec int64, rest []byte, ok bool) {
	if len(b) < 6 || (b[0] != ' ' && b[0] != 'T' && b[0] != 't') || b[3] != ':' {
		return 0, nil, false
	}
	h, ok1 := digits(b[1:3])
	m, ok2 := digits(b[4:6])
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return 0, nil, false
	}
	sec, b = h*hour+m*60, b[6:]
	if len(b) < 3 || b[0] != ':' {
		return sec, b, true
	}
	s, ok3 := digits(b[1:3])
	if !ok3 || s > 60 { // RFC 3339 writes a leap second as 60
		return 0, nil, false
	}
	sec, b = sec+s, b[3:]
	if len(b) > 1 && b[0] == '.' && isDigit(b[1]) {
		b = b[1:]
		for len(b) > 0 && isDigit(b[0]) {
			b = b[1:]
		}
	}
	return sec, b, true
}

// zoneOffset reads "Z", "+09:00", "+0900", "+09" or "UTC", after a space or
// none.
func zoneOffset(b []byte) (int64, bool) {
	if b[0] == ' ' {
		b = b[1:]
	}
	switch string(b) {
	case "Z", "z", "UTC", "GMT":
		return 0, true
	}
	if len(b) < 3 || (b[0] != '+' && b[0] != '-') {
		return 0, false
	}
	h, ok := digits(b[1:3])
	if !ok || h > 23 {
		return 0, false
	}
	offset, rest := h*hour, b[3:]
	if len(rest) == 3 && rest[0] == ':' {
		rest = rest[1:]
	}
	if len(rest) == 2 {
		m, ok := digits(rest)
		if !ok || m > 59 {
			return 0, false
		}
		offset, rest = offset+m*60, rest[2:]
	}
	if b[0] == '-' {
		offset = -offset
	}
	return offset, len(rest) == 0
}

// epoch reads seconds since 1970, or a finer unit told by magnitude: from
// 1e11 on milliseconds, from 1e14 on microseconds, from 1e17 on nanoseconds.
// As seconds 1e11 would be the year 5138, as milliseconds it is March 1973: no
// series of demand lies near either, so the rule never has to choose.
func epoch(b []byte) (reading, string) {
	whole := b
	for i, c := range b {
		if c != '.' {
			continue
		}
		if whole = b[:i]; len(b) == i+1 {
			return reading{}, unreadable(b)
		}
		if _, ok := digits(b[i+1:]); !ok && len(b)-i-1 <= 18 {
			return reading{}, unreadable(b)
		}
		break
	}
	n, ok := digits(whole)
	if !ok {
		return reading{}, unreadable(b)
	}
	if len(whole) == 8 && isCompactDay(n) {
		return reading{}, fmt.Sprintf("the time %s looks like a day without dashes: write %s-%s-%s", quote(b), whole[:4], whole[4:6], whole[6:])
	}
	switch {
	case n < 1e11:
		return reading{sec: n}, ""
	case n < 1e14:
		return reading{sec: n / 1e3, divided: true}, ""
	case n < 1e17:
		return reading{sec: n / 1e6, divided: true}, ""
	}
	return reading{sec: n / 1e9, divided: true}, ""
}

// isCompactDay tells 20140410, the day, from 20140410 seconds, which is a
// night in August 1970 that no series is about.
func isCompactDay(n int64) bool {
	y, m, d := n/10000, n/100%100, n%100
	return y >= 1970 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// digits reads a whole number of 1 to 19 digits; not ok is anything else, a
// number that does not fit in 63 bits included.
func digits(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 19 {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, n >= 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// quote shows a field of the file in a message, cut where it is long, so that
// a hostile row cannot fill the screen.
func quote(b []byte) string {
	const most = 40
	if len(b) > most {
		return fmt.Sprintf("%q…", b[:most])
	}
	return fmt.Sprintf("%q", b)
}
