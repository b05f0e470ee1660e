package query

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// clean is a word without what exports write for nothing: blanks around it, and "NULL"
// as text.
func clean(word any) string {
	s, _ := word.(string)
	s = strings.TrimSpace(s)
	if strings.EqualFold(s, "null") {
		return ""
	}
	return s
}

// longestShown is how much of a text a fault shows, in bytes.
const longestShown = 60

// clip is a text that is short and can be read.
func clip(s string) string {
	if len(s) > longestShown {
		s = s[:longestShown] + "…"
	}
	return strings.ToValidUTF8(s, string(utf8.RuneError))
}

// forms are the ways in which times are written as text, zone or none.
var forms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z07",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04Z07:00", "2006-01-02", "1/2/06", "1/2/2006",
}

// moment reads a word that is a time: microseconds where the engine read it, else text.
func moment(word any) (time.Time, error) {
	if n, whole := word.(int64); whole {
		return time.UnixMicro(n).UTC(), nil
	}
	s := strings.TrimSuffix(clean(word), " UTC")
	for _, form := range forms {
		t, err := time.Parse(form, s)
		if err == nil && t.Year() >= 1970 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", clip(s))
}
