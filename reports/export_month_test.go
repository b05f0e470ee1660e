package reports

import "testing"

// MonthPages are pages of a month that have one of everything, by language.
func MonthPages(t *testing.T) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"en": monthPageOf(t, spentFleet(40), Options{Lang: "en"}),
		"ja": monthPageOf(t, spentFleet(40), Options{Lang: "ja"}),
	}
}
