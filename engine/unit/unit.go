// Package unit reads and writes quantities that are not money: cores, bytes,
// durations, power, bandwidth, growth. The language reads them from specs, the
// reports write them for people.
//
// A quantity always carries its unit where a person writes it: a unit that is
// missing or does not fit is an error that shows the right form, never a guess.
// Inside berth a quantity is a plain number in one unit, named in the field's
// doc: cores, bytes, seconds, watts, bits a second.
//
// # Decisions
//
// A month is 730 hours and a year 8,760, everywhere: the convention of cloud
// price lists. "m" means minutes, as in Go, and "mo" months. Cores and bytes are
// Kubernetes quantities, read by Kubernetes' own parser.
package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

const (
	// GiB is 2^30 bytes, the unit of memory and of traffic in prices.
	GiB = 1 << 30
	// HoursPerMonth is 8,760 hours over twelve.
	HoursPerMonth = 730
	// SecondsPerMonth is 730 hours.
	SecondsPerMonth = HoursPerMonth * 3600
)

// longest is the longest text of a quantity: limits stand before parsers.
const longest = 40

// ParseCores reads a Kubernetes CPU quantity, as in "500m" or "2".
func ParseCores(s string) (cores float64, err error) {
	const form = `%q is not an amount of CPU: write cores as in "2" or "500m"`
	q, ok := parse(s)
	if !ok || strings.Trim(s, "0123456789.m") != "" || q.Sign() < 0 {
		return 0, fmt.Errorf(form, clip(s))
	}
	return nearest(q), nil
}

// ParseBytes reads a Kubernetes quantity of bytes, as in "4Gi" or "40T". A bare
// number is refused: it is a forgotten unit more often than a count of bytes.
func ParseBytes(s string) (bytes float64, err error) {
	q, ok := parse(s)
	unit := strings.TrimLeft(s, "0123456789.")
	switch {
	case !ok || q.Sign() < 0:
		return 0, fmt.Errorf(`%q is not an amount of bytes: write it as in "512Mi", "4Gi" or "1.5T"`, clip(s))
	case unit == "" && q.Sign() > 0:
		return 0, fmt.Errorf(`%q has no unit: write bytes as in "512Mi", "4Gi" or "1.5T"`, clip(s))
	case unit != "" && !isByteUnit(unit):
		return 0, fmt.Errorf(`%q has the unit %q, which is not one of bytes: write it as in "512Mi", "4Gi" or "1.5T"`, clip(s), clip(unit))
	}
	return nearest(q), nil
}

// ParseCount reads a Kubernetes quantity without a unit, as in "1".
func ParseCount(s string) (float64, error) {
	q, ok := parse(s)
	if !ok || q.Sign() < 0 {
		return 0, fmt.Errorf(`%q is not a count: write it as in "1"`, clip(s))
	}
	return nearest(q), nil
}

// parse refuses what Kubernetes' parser must not see: exponents, because
// "1e-2147483648" keeps it busy for minutes and "1e400" is no finite number, and
// units without a number, because it reads "Gi" as 0.
func parse(s string) (resource.Quantity, bool) {
	if len(s) > longest || !strings.ContainsAny(s, "0123456789") || hasExponent(s) {
		return resource.Quantity{}, false
	}
	q, err := resource.ParseQuantity(s)
	return q, err == nil
}

// hasExponent tells "1e3" and "1E-3" from the units "1E" and "1Ei".
func hasExponent(s string) bool {
	last := s[len(s)-1]
	return last >= '0' && last <= '9' && strings.ContainsAny(s, "eE")
}

// nearest returns the float64 nearest to a quantity. Kubernetes' own conversion
// multiplies by a power of ten and makes 0.30000000000000004 of "0.3".
func nearest(q resource.Quantity) float64 {
	// A quantity of at most 40 characters without an exponent is a plain, finite
	// decimal number.
	v, _ := strconv.ParseFloat(q.AsDec().String(), 64)
	return v
}

// clip keeps what an error quotes short: input may be megabytes.
func clip(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func isByteUnit(s string) bool {
	switch s {
	case "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei":
		return true
	}
	return false
}

// scale is one unit of a kind: so many times ten to a power of the base unit. The
// power is applied to the text, because 9 × 0.001 is not the float64 of 0.009.
type scale struct {
	suffix, power string
	times         float64
}

// Longer suffixes stand before those they end with, since the first match wins.
var (
	timeScales = []scale{
		{"ms", "e-3", 1}, {"us", "e-6", 1}, {"min", "", 60}, {"mo", "", SecondsPerMonth}, {"s", "", 1}, {"m", "", 60},
		{"h", "", 3600}, {"d", "", 86400}, {"w", "", 7 * 86400}, {"y", "", 12 * SecondsPerMonth},
	}
	powerScales = []scale{{"kW", "e3", 1}, {"W", "", 1}}
	bitScales   = []scale{
		{"Kbps", "e3", 1}, {"kbps", "e3", 1}, {"Mbps", "e6", 1}, {"Gbps", "e9", 1}, {"Tbps", "e12", 1}, {"bps", "", 1},
	}
)

func parseScaled(s string, scales []scale) (float64, bool) {
	for _, u := range scales {
		number, ok := strings.CutSuffix(s, u.suffix)
		if !ok {
			continue
		}
		if v, ok := parsePower(number, u.power); ok {
			return v * u.times, true
		}
	}
	return 0, false
}

// ParseNumber reads a plain, finite, nonnegative decimal number without sign,
// exponent or spaces.
func ParseNumber(s string) (float64, bool) { return parsePower(s, "") }

// parsePower reads a plain number times a power of ten, as in "e-3", rounded once.
func parsePower(s, power string) (float64, bool) {
	if s == "" || len(s) > longest || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s+power, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// ParseDuration reads a length of time, as in "8ms", "90d" or "60mo".
func ParseDuration(s string) (seconds float64, err error) {
	if v, ok := parseScaled(s, timeScales); ok {
		return v, nil
	}
	return 0, fmt.Errorf(`%q is not a length of time: write a number and one of ms, s, m (minutes), h, d, w, mo (months), y, as in "8ms", "90d" or "60mo"`, clip(s))
}

// ParseEffort reads working hours a month, as in "4h/mo".
func ParseEffort(s string) (hoursPerMonth float64, err error) {
	if number, ok := strings.CutSuffix(s, "h/mo"); ok {
		if v, ok := ParseNumber(number); ok {
			return v, nil
		}
	}
	return 0, fmt.Errorf(`%q is not an effort: write hours a month as in "4h/mo"`, clip(s))
}

// ParseHours reads working hours, as in "16h".
func ParseHours(s string) (hours float64, err error) {
	if number, ok := strings.CutSuffix(s, "h"); ok {
		if v, ok := ParseNumber(number); ok {
			return v, nil
		}
	}
	return 0, fmt.Errorf(`%q is not a number of hours: write it as in "16h"`, clip(s))
}

// ParsePower reads electric power, as in "180W" or "0.4kW".
func ParsePower(s string) (watts float64, err error) {
	if v, ok := parseScaled(s, powerScales); ok {
		return v, nil
	}
	return 0, fmt.Errorf(`%q is not electric power: write it as in "180W" or "0.4kW"`, clip(s))
}

// ParseBandwidth reads a bandwidth, as in "1Gbps".
func ParseBandwidth(s string) (bitsPerSecond float64, err error) {
	if v, ok := parseScaled(s, bitScales); ok {
		return v, nil
	}
	return 0, fmt.Errorf(`%q is not a bandwidth: write it as in "500Mbps" or "1Gbps"`, clip(s))
}

// ParseGrowth reads relative growth a month, as in "12%/mo" or "-3%/mo".
func ParseGrowth(s string) (perMonth float64, err error) {
	body, negative := strings.CutPrefix(s, "-")
	if number, ok := strings.CutSuffix(body, "%/mo"); ok {
		if v, ok := parsePower(number, "e-2"); ok && !(negative && v >= 1) {
			if negative {
				v = -v
			}
			return v, nil
		}
	}
	return 0, fmt.Errorf(`%q is not a growth: write percent a month as in "12%%/mo" or "-3%%/mo"`, clip(s))
}
