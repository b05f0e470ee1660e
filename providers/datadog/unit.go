package datadog

import (
	"fmt"
	"strings"

	"berth.dev/engine/measure"
)

// unit is a unit in an answer: the first of the pair is the unit, the second what it is
// over, as in bytes and second.
type unit struct {
	Family string `json:"family"`
	Name   string `json:"name"`
}

// inCores, inBytes and inSeconds are what one of a unit is in ours. Names and families are
// those of docs.datadoghq.com/metrics/units.
var (
	inCores   = map[string]float64{"core": 1, "millicore": 1e-3, "microcore": 1e-6, "nanocore": 1e-9}
	inBytes   = map[string]float64{"bit": 1. / 8, "byte": 1, "kibibyte": 1 << 10, "mebibyte": 1 << 20, "gibibyte": 1 << 30, "tebibyte": 1 << 40, "pebibyte": 1 << 50}
	inSeconds = map[string]float64{"nanosecond": 1e-9, "microsecond": 1e-6, "millisecond": 1e-3, "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
)

// notThings are families of units in which no requests are counted.
var notThings = []string{"bytes", "time", "percentage", "cpu", "disk", "memory", "money", "temperature", "frequency"}

// factor is what the values of a series are multiplied with to be in the unit of their
// kind. An answer without a unit is taken to be in it: the query is where people
// convert. A unit that cannot be what the kind measures is an error.
func factor(k measure.Kind, pair [2]*unit, perSecond bool) (float64, error) {
	what, per := pair[0], pair[1]
	if what == nil {
		return 1, nil
	}
	if k == measure.CPU && what.Family == "time" && per != nil && inSeconds[per.Name] > 0 && inSeconds[what.Name] > 0 {
		return inSeconds[what.Name] / inSeconds[per.Name], nil // seconds of CPU a second are cores
	}
	f := 1.0
	switch k {
	case measure.CPU:
		f = inCores[what.Name]
	case measure.Memory, measure.CallSent, measure.CallReceived:
		f = inBytes[what.Name]
	default:
		for _, family := range notThings {
			if what.Family == family {
				f = 0
			}
		}
	}
	if f == 0 {
		return 0, fmt.Errorf("it answers in %s, and %s is measured in %s: change the query", pairName(pair), k, k.Unit())
	}
	return over(k, pair, f, perSecond)
}

// over converts what the unit is over.
func over(k measure.Kind, pair [2]*unit, f float64, perSecond bool) (float64, error) {
	per := pair[1]
	switch {
	case !isPerSecond(k) && per == nil, isPerSecond(k) && per == nil && perSecond:
		return f, nil
	case isPerSecond(k) && per == nil:
		return 0, fmt.Errorf("it answers in %s over an interval, and %s is measured in %s: add .as_count() or .as_rate() to the query", pairName(pair), k, k.Unit())
	case isPerSecond(k) && inSeconds[per.Name] > 0:
		return f / inSeconds[per.Name], nil
	}
	return 0, fmt.Errorf("it answers in %s, and %s is measured in %s: change the query", pairName(pair), k, k.Unit())
}

// pairName is the unit as people say it: "bytes per second".
func pairName(pair [2]*unit) string {
	name := func(u *unit) string { return clip(strings.ToValidUTF8(u.Name, "?")) }
	if pair[1] == nil {
		return name(pair[0])
	}
	return name(pair[0]) + " per " + name(pair[1])
}
