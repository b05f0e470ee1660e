package ground

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Window is a time of the week, such as "Sat,Sun 02:00-06:00 Asia/Tokyo". It says when
// something may begin, not by when it must be over.
type Window struct {
	text string
	// days are those on which it opens, by time.Weekday.
	days [7]bool
	// from and to are minutes of the day in its zone; where to is not above from, it
	// closes on the day after.
	from, to int
	zone     *time.Location
}

// dayNames are the names of days, by time.Weekday.
func dayNames() []string { return []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"} }

// ParseWindow reads days, hours and a time zone: "Sat 02:00-06:00 Asia/Tokyo",
// "Mon-Fri 22:00-04:00 UTC" (over midnight), "Sat,Mon-Wed 00:00-24:00 Europe/Paris".
// Zones are those of the IANA database, which the program must have.
func ParseWindow(text string) (*Window, error) {
	w, err := parseWindow(text)
	if err != nil {
		return nil, fmt.Errorf("window %.80q: %w; write it as in \"Sat,Sun 02:00-06:00 Asia/Tokyo\"", text, err)
	}
	return w, nil
}

func parseWindow(text string) (*Window, error) {
	words := strings.Split(text, " ")
	if len(words) != 3 {
		return nil, errors.New("it must have days, hours and a time zone, with one space between")
	}
	w := &Window{text: text}
	var err error
	if w.days, err = readDays(words[0]); err != nil {
		return nil, err
	}
	from, to, ok := strings.Cut(words[1], "-")
	if w.from, err = readMinute(from); err != nil || !ok {
		return nil, fmt.Errorf("%q are no hours from 00:00 to 24:00", words[1])
	}
	if w.to, err = readMinute(to); err != nil || w.from == 24*60 || w.to == w.from {
		return nil, fmt.Errorf("%q are no hours from 00:00 to 24:00", words[1])
	}
	// Local would be another zone on each machine, and "" is UTC unsaid.
	if w.zone, err = time.LoadLocation(words[2]); err != nil || words[2] == "Local" || words[2] == "" {
		return nil, fmt.Errorf("there is no time zone %q", words[2])
	}
	return w, nil
}

// readDays reads "Sat", "Sat,Sun", "Mon-Fri" and lists of these; "Sat-Mon" is three days.
func readDays(text string) (days [7]bool, err error) {
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, to := slices.Index(dayNames(), first), slices.Index(dayNames(), last)
		if from < 0 || to < 0 {
			return days, fmt.Errorf("%q is no day or range of days of %s", part, strings.Join(dayNames(), " "))
		}
		for d := from; ; d = (d + 1) % 7 {
			days[d] = true
			if d == to {
				break
			}
		}
	}
	return days, nil
}

// readMinute reads "02:30" as 150, with "24:00" for the end of the day.
func readMinute(text string) (int, error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, errors.New("no time of a day")
	}
	return t.Hour()*60 + t.Minute(), nil
}

// String is the window as it was written.
func (w *Window) String() string { return w.text }

// Open tells whether something may begin at a time: whether the clocks in its zone show
// one of its hours then. An hour that they show twice in autumn is open twice, one that
// they skip in spring is not open on that day.
func (w *Window) Open(at time.Time) bool {
	local := at.In(w.zone)
	minute, today := local.Hour()*60+local.Minute(), local.Weekday()
	if w.to > w.from {
		return w.days[today] && w.from <= minute && minute < w.to
	}
	yesterday := (today + 6) % 7
	return w.days[today] && w.from <= minute || w.days[yesterday] && minute < w.to
}

// Next is when it opens after a time: that time itself where it is open then.
func (w *Window) Next(at time.Time) time.Time {
	if w.Open(at) {
		return at
	}
	// A week has one of its days, and clocks are not put forward two weeks in a row.
	var all []time.Time
	year, month, day := at.In(w.zone).Date()
	for ahead := range 16 {
		all = append(all, w.edges(time.Date(year, month, day+ahead, 0, w.from, 0, 0, time.UTC))...)
	}
	slices.SortFunc(all, time.Time.Compare)
	for _, opens := range all {
		if opens.After(at) && w.Open(opens) {
			return opens
		}
	}
	return at.AddDate(0, 0, 7) // no zone of the world comes here
}

// edges are the times at which it may open on a day: when clocks show its first minute,
// by those before and those after a change around that day, and the change itself. The
// minute is given as if the clocks were UTC's.
func (w *Window) edges(wall time.Time) []time.Time {
	before, after := wall.AddDate(0, 0, -1).In(w.zone), wall.AddDate(0, 0, 1).In(w.zone)
	_, first := before.Zone()
	_, second := after.Zone()
	_, change := before.ZoneBounds()
	return []time.Time{
		wall.Add(-time.Duration(first) * time.Second), wall.Add(-time.Duration(second) * time.Second),
		change, // the zero time where there is none
	}
}

// Opens is when a step of the site that disturbs may begin: the time itself where the
// site has no window, or an open one.
func (s *Site) Opens(at time.Time) (time.Time, error) {
	if s.Window == "" {
		return at, nil
	}
	w, err := ParseWindow(s.Window)
	if err != nil {
		return time.Time{}, fmt.Errorf("site %s: %w", s.Name, err)
	}
	return w.Next(at).In(w.zone), nil
}
