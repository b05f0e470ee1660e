package reports

import "time"

// Profile is the demand of a service over time, its numbers, and how it may go on.
type Profile struct {
	// Schema is "berth.profile/1".
	Schema string `json:"schema"`
	// Name is the service's, or the file's.
	Name string `json:"name"`
	// Origin says where the points come from, in words.
	Origin string `json:"origin"`
	// Kind is "rate", "cpu" or "memory"; empty for a file.
	Kind string `json:"kind,omitempty"`
	// Source and Query are those of a metrics source, File that of a file.
	Source string `json:"source,omitempty"`
	Query  string `json:"query,omitempty"`
	File   string `json:"file,omitempty"`
	// Unused is why decisions do not count with it, as that it is too old; empty where
	// nothing stands against it.
	Unused string `json:"unused,omitempty"`
	// Unit is that of levels, as in "requests/s"; Zone the zone whose clocks count.
	Unit string `json:"unit"`
	Zone string `json:"zone"`
	// From and To are the window, in UTC; Cadence is as in "5m".
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Cadence  string    `json:"cadence"`
	Points   int       `json:"points"`
	Features []Feature `json:"features"`
	// Report is what was found in the points.
	Report []string `json:"report"`
	// Gaps are the times that nobody measured, in order of time.
	Gaps []ProfileGap `json:"gaps"`
	// Peaks are the highest times, the highest first; none where no time is 1 % or more
	// above the mean.
	Peaks []ProfilePeak `json:"peaks"`
	// Day and Week are by hour in Zone, from midnight and from Monday 00:00; nil where
	// nothing can be folded.
	Day  *ProfileShape `json:"day"`
	Week *ProfileShape `json:"week"`
	// Line is the series in steps that a drawing can hold.
	Line     ProfileLine     `json:"line"`
	Forecast ProfileForecast `json:"forecast"`

	// location is Zone's.
	location *time.Location
}

// ProfileGap is a time that nobody measured, without its end.
type ProfileGap struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Missing int       `json:"missing_samples"`
}

// ProfilePeak is one of the highest times.
type ProfilePeak struct {
	At    time.Time `json:"at"`
	Value Number    `json:"value"`
	// OfMean is how many times the mean it is; nil where the mean is zero.
	OfMean *Number `json:"of_mean"`
}

// ProfileShape is demand by hour.
type ProfileShape struct {
	Mean []Number `json:"mean"`
	P95  []Number `json:"p95"`
}

// ProfileLine is a series in steps of time. Steps that nobody measured are not there.
type ProfileLine struct {
	// From is where the drawing begins, in UTC.
	From   time.Time      `json:"from"`
	Step   string         `json:"step"`
	Points []ProfilePoint `json:"points"`
	step   time.Duration
}

// ProfilePoint is one step of a line.
type ProfilePoint struct {
	At   time.Time `json:"at"`
	Mean Number    `json:"mean"`
	Max  Number    `json:"max"`
}

// ProfileForecast is how the series may go on. It is shown and decides nothing.
type ProfileForecast struct {
	// Why is the reason why there is none.
	Why string `json:"why,omitempty"`
	// Method is the name of the one that was taken, Words what it does, Reason why.
	Method string `json:"method,omitempty"`
	Words  string `json:"words,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Proven says that it was less wrong than both naives on the weeks held back.
	Proven bool `json:"proven"`
	// Horizon is how far it goes, in words.
	Horizon string `json:"horizon,omitempty"`
	// HeldFrom to HeldTo were held back; Origins is how many times the choice was tried
	// on what lies before.
	HeldFrom *time.Time `json:"held_from,omitempty"`
	HeldTo   *time.Time `json:"held_to,omitempty"`
	Origins  int        `json:"origins,omitempty"`
	// Trials are all methods, the best of the choice first.
	Trials []ProfileTrial `json:"trials,omitempty"`
	Band   *ProfileBand   `json:"band,omitempty"`
	// Parts are what is forecast by week or month.
	Parts []ProfilePart `json:"parts,omitempty"`
	// ByTrend is the p99 at the end of the horizon by the trend, which is what decisions
	// count with.
	ByTrend *Feature `json:"p99_by_trend,omitempty"`
	// Step and Points are the forecast for a drawing.
	Step   string                 `json:"step,omitempty"`
	Points []ProfileForecastPoint `json:"points,omitempty"`
	step   time.Duration
}

// ProfileTrial is one method with its errors.
type ProfileTrial struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Naive bool   `json:"naive"`
	Taken bool   `json:"taken"`
	// Choice is the error where the methods were tried, Held that on the weeks held
	// back.
	Choice ProfileErrors `json:"choice"`
	Held   ProfileErrors `json:"held"`
}

// ProfileErrors are the errors of a forecast.
type ProfileErrors struct {
	MAE   Number `json:"mae"`
	SMAPE Number `json:"smape"`
	// MASE is nil where the training part repeats itself exactly.
	MASE *Number `json:"mase"`
}

// ProfileBand is the interval around a forecast.
type ProfileBand struct {
	// Share of the hours is meant to lie inside, until Until; nil without a band.
	Share Number     `json:"share"`
	Until *time.Time `json:"until"`
	// Seen is the share of the held-back hours that lay inside; nil where that could
	// not be tried.
	Seen *Number `json:"seen"`
	Why  string  `json:"why,omitempty"`
}

// ProfilePart is what is forecast for a week or a month.
type ProfilePart struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Mean Number    `json:"mean"`
	// Highest is the highest hour, At when it is.
	Highest Number    `json:"highest_hour"`
	At      time.Time `json:"highest_at"`
}

// ProfileForecastPoint is one step of the forecast. Low and High are nil without a
// band.
type ProfileForecastPoint struct {
	At    time.Time `json:"at"`
	Value Number    `json:"value"`
	Low   *Number   `json:"low,omitempty"`
	High  *Number   `json:"high,omitempty"`
}
