package profile

import (
	"strconv"
	"strings"
)

// span writes seconds as a person says them: "5m", "1h 30m", "14d 40m". A part
// that is zero is left out; there are no weeks or months.
func span(seconds int64) string {
	if seconds == 0 {
		return "0s"
	}
	var parts []string
	for _, unit := range [...]struct {
		length int64
		letter string
	}{{day, "d"}, {hour, "h"}, {60, "m"}, {1, "s"}} {
		if n := seconds / unit.length; n > 0 {
			parts = append(parts, strconv.FormatInt(n, 10)+unit.letter)
			seconds %= unit.length
		}
	}
	return strings.Join(parts, " ")
}

// count writes a number with its noun: "1 gap", "8 gaps".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
