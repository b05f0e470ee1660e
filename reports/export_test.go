package reports

import (
	"testing"
	"time"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
)

// Attacks are texts that attack a page, for tests outside the package.
func Attacks() []string { return attacks() }

// DrawnProfiles have one of everything between them: a forecast and none, peaks and none,
// a series of a source and one of a file.
func DrawnProfiles(t *testing.T) map[string]Profile {
	t.Helper()
	flat := level(t, 3, 3)
	return map[string]Profile{
		"office":  officeProfile(t),
		"flat":    NewProfile(Profiled{Name: "a.csv", Origin: "Read from a.csv", File: "a.csv", Series: flat, Forecast: forecast.Make(flat, forecast.DefaultOptions())}),
		"nothing": NewProfile(Profiled{Name: "web", Origin: "Read", Unused: "it is old", Series: level(t, 0, 0), Report: profile.Report{BadValues: 1}, Horizon: 60 * 24 * time.Hour, Forecast: forecast.Forecast{Why: "none"}}),
	}
}
