package profile

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit says what the values of a series are. It is made by ParseUnit.
type Unit struct {
	// Name is the unit of the demand after reading: "requests/s" for every
	// count, the gauge's own name ("cores", "GiB", "percent") otherwise.
	Name string
	// Count says that the values count things that happen, so that a rate can
	// be made of them; a gauge is a level and stays as it is.
	Count bool
	// Per is the time in seconds that one value counts over, 300 for
	// "requests/5m"; 0 for a gauge, and for a count per sample ("requests"),
	// where the cadence of the series takes its place.
	Per int64
}

// counted are the things that happen; they may stand alone (per sample) or
// over an interval.
var counted = [...]string{"calls", "events", "jobs", "messages", "queries", "requests"}

// sizes may stand alone, as a level (memory), or over an interval (traffic).
var sizes = [...]string{"bytes", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"}

// levels are gauges only.
var levels = [...]string{"connections", "cores", "millicores", "percent", "users"}

// ParseUnit reads a unit: a thing that is counted with the interval it is
// counted over ("requests/5m", "bytes/s"), a thing counted per sample
// ("requests"), or a gauge ("cores", "GiB", "percent"). A unit that is missing
// or unknown is an error that says which would fit; nothing is guessed.
func ParseUnit(text string) (Unit, error) {
	if text == "" {
		return Unit{}, fmt.Errorf(`the unit of the values is missing: write one such as "requests/5m", "requests/s" or "cores"`)
	}
	what, interval, over := strings.Cut(text, "/")
	isCount, isSize, isLevel := among(counted[:], what), among(sizes[:], what), among(levels[:], what)
	switch {
	case !isCount && !isSize && !isLevel:
		return Unit{}, fmt.Errorf("unknown unit %q: %s", text, suggestUnit(what, interval))
	case !over:
		return Unit{Name: perSecond(what, isCount), Count: isCount}, nil
	case isLevel:
		return Unit{}, fmt.Errorf("unknown unit %q: %s is a level, not a count: write %q", text, what, what)
	}
	per, err := parseInterval(interval)
	if err != nil {
		return Unit{}, fmt.Errorf("unknown unit %q: %w", text, err)
	}
	return Unit{Name: perSecond(what, true), Count: true, Per: per}, nil
}

// Requests says that the values count things a replica handles one by one, so
// that its capacity in requests a second turns them into replicas.
func (u Unit) Requests() bool {
	what, perSecond := strings.CutSuffix(u.Name, "/s")
	return perSecond && among(counted[:], what)
}

func perSecond(what string, count bool) string {
	if count {
		return what + "/s"
	}
	return what
}

// parseInterval reads "s", "5m", "1h", "2d" as seconds. Longer words are
// refused with the short one, so that a unit has one spelling everywhere.
func parseInterval(text string) (int64, error) {
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letter := text[len(digits):]
	var each int64
	switch letter {
	case "s":
		each = 1
	case "m":
		each = 60
	case "h":
		each = 3600
	case "d":
		each = 86400
	default:
		if short := shortInterval(letter); short != "" {
			return 0, fmt.Errorf("write the interval as %q", digits+short)
		}
		return 0, fmt.Errorf(`the interval after the slash is a time such as "s", "5m", "1h" or "1d", not %q`, text)
	}
	if digits == "" {
		return each, nil
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || n == 0 || int64(n)*each > maxCadence {
		return 0, fmt.Errorf("an interval is a whole number from 1 s to 31 d, not %q", text)
	}
	return int64(n) * each, nil
}

func shortInterval(letters string) string {
	switch strings.ToLower(letters) {
	case "sec", "secs", "second", "seconds":
		return "s"
	case "min", "mins", "minute", "minutes":
		return "m"
	case "hr", "hrs", "hour", "hours":
		return "h"
	case "day", "days":
		return "d"
	}
	return ""
}

// suggestUnit names the unit that was probably meant: a common short form, a
// word in the wrong case or singular, one or two letters wrong, or else all.
func suggestUnit(what, interval string) string {
	switch strings.ToLower(what) {
	case "rps", "qps", "req", "reqs", "hits", "tps":
		if interval == "" {
			interval = "s"
		}
		return fmt.Sprintf("do you mean %q?", "requests/"+interval)
	case "%", "pct", "cpu%":
		return `do you mean "percent"?`
	case "cpu", "cpus", "vcpu", "vcpus":
		return `do you mean "cores"?`
	case "b", "byte":
		return `do you mean "bytes"?`
	}
	all := make([]string, 0, len(counted)+len(sizes)+len(levels))
	all = append(append(append(all, counted[:]...), sizes[:]...), levels[:]...)
	if near := nearest(what, all); near != "" {
		if interval != "" {
			near += "/" + interval
		}
		return fmt.Sprintf("do you mean %q?", near)
	}
	return fmt.Sprintf("known are %s; counts and sizes may stand over an interval, as in \"requests/5m\"", strings.Join(all, ", "))
}

func among(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}
