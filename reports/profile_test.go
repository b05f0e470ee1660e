package reports

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"pgregory.net/rapid"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
)

// office is six weeks of half hours from Monday 2026-01-05 in Tokyo: 2 by night, 10 on
// weekdays from nine to five, some of which is noise; the second Tuesday is missing.
func office(t testing.TB) profile.Series {
	t.Helper()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 1, 5, 0, 0, 0, 0, tokyo)
	var times []int64
	var values []float64
	for i := range 6 * 7 * 48 {
		at := from.Add(time.Duration(i) * 30 * time.Minute)
		v := 2.0
		if h := at.Hour(); h >= 9 && h < 17 && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			v = 10
		}
		if i/48 == 8 {
			continue
		}
		times, values = append(times, at.Unix()), append(values, v+math.Sin(float64(i)*float64(i)*0.7310585))
	}
	s, _, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: "cores", Zone: tokyo})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// officeProfile is its model.
func officeProfile(t testing.TB) Profile {
	t.Helper()
	s := office(t)
	horizon := 60 * 24 * time.Hour
	return NewProfile(Profiled{
		Name: "web", Origin: "Measured by prom, 2026-01-05 to 2026-02-16", Kind: "cpu", Source: "prom", Query: "sum(x)",
		Series: s, Report: profile.Report{Rows: s.Len(), Points: s.Len(), Cadence: 30 * time.Minute, Gaps: 1, Missing: 48, GapTime: 24 * time.Hour, Regular: 1},
		Forecast: forecast.Make(s, forecast.Options{Horizon: horizon}), Horizon: horizon, HorizonWords: "60 days, the lead time of tokyo",
	})
}

func profiled(t testing.TB, p Profile, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteProfile(&b, o, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAProfileNamesItsGapsPeaksAndHours(t *testing.T) {
	p := officeProfile(t)
	tokyo := p.Peaks[0].At.Location()
	gap := []ProfileGap{{time.Date(2026, 1, 13, 0, 0, 0, 0, tokyo), time.Date(2026, 1, 14, 0, 0, 0, 0, tokyo), 48}}
	if d := cmp.Diff(gap, p.Gaps, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
		t.Error(d)
	}
	for _, x := range p.Peaks {
		if h := x.At.Hour(); h < 9 || h >= 17 || x.Value < 10.5 {
			t.Errorf("a peak of %s at %s", x.Value, x.At)
		}
	}
	if p.Day.Mean[12] < 6 || p.Day.Mean[3] > 3 || p.Week.Mean[12] < 9 || p.Week.Mean[5*24+12] > 3 {
		t.Errorf("noon is %s, three %s, Monday noon %s, Saturday noon %s", p.Day.Mean[12], p.Day.Mean[3], p.Week.Mean[12], p.Week.Mean[5*24+12])
	}
	// 42 days in 1000 steps or fewer: two hours are 504.
	// Steps are of UTC's clock, so the window begins and ends in the middle of one, as
	// the gap does.
	if p.Line.Step != "2h" || len(p.Line.Points) != 41*12+2 {
		t.Errorf("%d steps of %s", len(p.Line.Points), p.Line.Step)
	}
	f := p.Forecast
	if f.Why != "" || !f.Proven || len(f.Trials) < 10 || f.ByTrend == nil || len(f.Parts) == 0 {
		t.Errorf("the forecast: %q, proven %v, %d methods", f.Why, f.Proven, len(f.Trials))
	}
}

// level is two days of half hours of one value in Tokyo, and another one at noon of the
// second.
func level(t testing.TB, usual, noon float64) profile.Series {
	t.Helper()
	from := time.Date(2026, 1, 5, 0, 0, 0, 0, time.FixedZone("Asia/Tokyo", 9*3600))
	var times []int64
	var values []float64
	for i := range 2 * 48 {
		v := usual
		if i == 48+24 {
			v = noon
		}
		times, values = append(times, from.Add(time.Duration(i)*30*time.Minute).Unix()), append(values, v)
	}
	s, _, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: "cores", Zone: from.Location()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOnlyWhatStandsOutIsAPeak(t *testing.T) {
	for name, c := range map[string]struct {
		usual, noon float64
		want        []Number
	}{
		"zero":                      {0, 0, nil},
		"constant":                  {3.3, 3.3, nil},
		"a rise that nobody sees":   {100, 100.5, nil},
		"one spike, and no others":  {3, 9, []Number{9}},
		"one spike above nothing":   {0, 2, []Number{2}},
		"a dip, and nothing higher": {3, 2.9, nil},
	} {
		p := NewProfile(Profiled{Name: "web", Series: level(t, c.usual, c.noon), Forecast: forecast.Forecast{Why: "none"}})
		var got []Number
		for _, x := range p.Peaks {
			got = append(got, x.Value)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		for _, format := range []string{Text, HTML} {
			out := strings.Join(strings.Fields(profiled(t, p, Options{Format: format, Width: 100})), " ")
			if said := strings.Contains(out, "None: no time is 1 % or more above the mean."); said != (c.want == nil) {
				t.Errorf("%s: %s says that there are none: %v", name, format, said)
			}
			if !strings.Contains(out, "2026-01-05 00:00") {
				t.Errorf("%s: %s has other clocks than Tokyo's", name, format)
			}
		}
	}
}

func TestOnlyTheLastDaysAreDrawn(t *testing.T) {
	s := office(t)
	p := NewProfile(Profiled{Name: "web", Series: s, Last: 2 * 24 * time.Hour, Forecast: forecast.Forecast{Why: "none"}})
	if got := p.To.Sub(p.Line.From); got != 48*time.Hour || p.Line.Step != "30m" || len(p.Line.Points) != 96 {
		t.Errorf("%d steps of %s over %s", len(p.Line.Points), p.Line.Step, got)
	}
	if p.Points != s.Len() {
		t.Errorf("the numbers are of %d points, want all", p.Points)
	}
}

func TestAProfileAsTextSaysAll(t *testing.T) {
	p := officeProfile(t)
	got := profiled(t, p, Options{Format: Text, Width: 120})
	for _, want := range []string{
		"web cpu, cores", "Measured by prom, 2026-01-05 to 2026-02-16.", "1,968 points from 2026-01-05 00:00 to 2026-02-16 00:00 (42d), one every 30m; hours in Asia/Tokyo.",
		"Peaks", "× mean", "The day, by hour in Asia/Tokyo", "Mon Tue Wed", "peak_to_mean", "Tue 2026-01-13 00:00 Wed 2026-01-14 00:00 48 samples",
		"Forecast for 60 days, the lead time of tokyo", "Better than both naives.", "naive-week", "Decisions count with p99 and trend, not with this",
		"of which the first 21d are drawn", "░ not measured",
	} {
		if unwrapped := strings.Join(strings.Fields(got), " "); !strings.Contains(unwrapped, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if strings.Contains(got, "\x1b") {
		t.Error("text without colour has codes")
	}
	if painted := profiled(t, p, Options{Format: Text, Width: 110, Color: true}); !strings.Contains(painted, "\x1b[32m") {
		t.Error("text with colour has none")
	}
}

func TestDrawingsFitEveryWidth(t *testing.T) {
	p := officeProfile(t)
	ruler := &runewidth.Condition{StrictEmojiNeutral: true}
	for _, width := range []int{0, 20, 40, 60, 79, 80, 100, 200, 500} {
		room := max(width, narrowest)
		if width == 0 {
			room = 100
		}
		for line := range strings.Lines(profiled(t, p, Options{Format: Text, Width: width})) {
			if !strings.ContainsAny(line, "┤└") {
				continue // tables have rules of their own
			}
			if n := ruler.StringWidth(strings.TrimRight(line, "\n")); n > room {
				t.Errorf("at %d a line is %d wide: %s", width, n, line)
			}
		}
	}
}

func TestAPlotSetsTheDotsOfItsBars(t *testing.T) {
	p := newPlot(2, 1)
	p.bar(0, 0, 3) // the left column, whole
	p.dot(3, 2)
	p.dot(4, 0) // outside
	p.dot(0, 4)
	if d := cmp.Diff("⡇⠐", p.line(0)); d != "" {
		t.Error(d)
	}
	for value, want := range map[float64]int{0: 0, -1: 0, 5: 2, 10: 3, 99: 3, math.NaN(): 0} {
		if got := p.row(value, 10); got != want {
			t.Errorf("%g of 10 is row %d, want %d", value, got, want)
		}
	}
	if got := p.row(1, 0); got != 0 {
		t.Errorf("1 of 0 is row %d", got)
	}
}

func TestAProfileWithoutAForecastSaysWhy(t *testing.T) {
	p := NewProfile(Profiled{Name: "web", Series: office(t), Forecast: forecast.Forecast{Why: "the series is too short"}, Horizon: 730 * time.Hour, HorizonWords: "4 weeks"})
	for _, format := range []string{Text, Markdown, HTML} {
		got := profiled(t, p, Options{Format: format})
		if !strings.Contains(got, "There is none: the series is too short.") || strings.Contains(got, "naive-week") {
			t.Errorf("%s does not say why there is no forecast", format)
		}
	}
	if svg := profiled(t, p, Options{Format: SVG}); strings.Contains(svg, "broken line forecast") {
		t.Error("a forecast is drawn that is none")
	}
}

func TestAProfileAsJSONHasAll(t *testing.T) {
	p := officeProfile(t)
	var got map[string]any
	if err := json.Unmarshal([]byte(profiled(t, p, Options{Format: JSON})), &got); err != nil {
		t.Fatal(err)
	}
	if got["schema"] != "berth.profile/1" || len(got["features"].([]any)) != 15 || len(got["line"].(map[string]any)["points"].([]any)) != len(p.Line.Points) {
		t.Errorf("%v with %d features", got["schema"], len(got["features"].([]any)))
	}
	f := got["forecast"].(map[string]any)
	if len(f["trials"].([]any)) != len(p.Forecast.Trials) || f["p99_by_trend"] == nil || f["held_from"] == nil {
		t.Errorf("the forecast has %d methods", len(f["trials"].([]any)))
	}
	at := got["gaps"].([]any)[0].(map[string]any)["from"]
	if at != "2026-01-13T00:00:00+09:00" {
		t.Errorf("the gap begins at %v", at)
	}
}

func TestAnUnknownFormatOfAProfileIsRefused(t *testing.T) {
	err := WriteProfile(io.Discard, Options{Format: "svgg"}, officeProfile(t))
	if err == nil || !strings.Contains(err.Error(), "svg") {
		t.Errorf("%v", err)
	}
}

func TestNoTextOfAStrangerSteersAProfile(t *testing.T) {
	plain := officeProfile(t)
	rapid.Check(t, func(t *rapid.T) {
		p := plain
		p.Name, p.Origin, p.Zone, p.Query = nasty().Draw(t, "name"), nasty().Draw(t, "origin"), nasty().Draw(t, "zone"), nasty().Draw(t, "query")
		p.Report, p.Forecast.Horizon = []string{nasty().Draw(t, "report")}, nasty().Draw(t, "horizon")
		for _, format := range ProfileFormats() {
			var b bytes.Buffer
			if err := WriteProfile(&b, Options{Format: format, Width: 80}, p); err != nil {
				t.Fatal(err)
			}
			// A tab steers nothing in a page.
			if r, found := steering(strings.ReplaceAll(b.String(), "\t", " ")); found || !utf8.Valid(b.Bytes()) {
				t.Fatalf("%s holds %U", format, r)
			}
			if format == SVG {
				wellFormed(t, b.Bytes())
			}
		}
	})
}

// wellFormed fails where a picture is no XML.
func wellFormed(t interface{ Fatalf(string, ...any) }, svg []byte) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil && !strings.Contains(err.Error(), "illegal character code") {
			t.Fatalf("%v", err)
		}
	}
}

func TestTheSameProfileIsTheSameBytes(t *testing.T) {
	for _, format := range ProfileFormats() {
		first, again := profiled(t, officeProfile(t), Options{Format: format}), profiled(t, officeProfile(t), Options{Format: format})
		if first != again {
			t.Errorf("%s differs", format)
		}
	}
}

// filled is a profile in which every text is a stranger's.
func filled(t testing.TB, attack string) Profile {
	p := officeProfile(t)
	fill(reflect.ValueOf(&p).Elem(), attack)
	return p
}
