package profile_test

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
)

// at lists the times and values of a series.
func at(s profile.Series) (times []int64, values []float64) {
	for i := range s.Len() {
		sec, v := s.At(i)
		times, values = append(times, sec), append(values, v)
	}
	return times, values
}

func TestTimesAreReadInEveryUsualForm(t *testing.T) {
	// 2014-04-10 00:04:00 UTC is 1397088240.
	const want = int64(1397088240)
	for text, wantSec := range map[string]int64{
		"2014-04-10 00:04:00":           want,
		"2014-04-10T00:04:00":           want,
		"2014-04-10T00:04:00Z":          want,
		"2014-04-10t00:04:00z":          want,
		"2014-04-10 00:04:00 UTC":       want,
		"2014-04-10 00:04":              want,
		"2014-04-10T09:04:00+09:00":     want,
		"2014-04-10T09:04:00+0900":      want,
		"2014-04-10 09:04:00 +09":       want,
		"2014-04-09T19:04:00-05:00":     want,
		"2014-04-10T05:34:00+05:30":     want,
		"2014-04-10T00:04:00.999Z":      want,
		"2014-04-10 00:04:00.123456789": want,
		"1397088240":                    want,
		"1397088240.75":                 want,
		"1397088240000":                 want,
		"1397088240999":                 want,
		"1397088240000000":              want,
		"1397088240000000000":           want,
		`"2014-04-10 00:04:00"`:         want,
		" 2014-04-10 00:04:00 ":         want,
		"2014-04-10":                    want - 240,
		"2014-04-09T23:59:60Z":          want - 240,
	} {
		s, _, err := profile.ReadCSV(strings.NewReader("t,v\n"+text+",1\n2014-04-10T00:09:00Z,2\n"), profile.ReadOptions{Unit: "cores"})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, _ := s.At(0); got != wantSec {
			t.Errorf("%s is read as %d, want %d", text, got, wantSec)
		}
	}
}

func TestATimeThatIsNoneIsABadRow(t *testing.T) {
	for text, want := range map[string]string{
		"2014-02-30 00:00:00":          "does not exist",
		"2014-13-01":                   "does not exist",
		"2014-00-10 00:00":             "does not exist",
		"2014-04-10 24:00:00":          "cannot be read",
		"2014-04-10 00:60:00":          "cannot be read",
		"2014-04-10 00:00:61":          "cannot be read",
		"2014-04-10 00:04:00+99:00":    "cannot be read",
		"2014-04-10 00:04:00 JST":      "cannot be read",
		"2014-04-10 00:04:00.":         "cannot be read",
		"2014-04-1x":                   "cannot be read",
		"04/10/2014 00:04":             "cannot be read",
		"yesterday":                    "cannot be read",
		"":                             "the time is missing",
		"20140410":                     "write 2014-04-10",
		"-5":                           "cannot be read",
		"1.4e9":                        "cannot be read",
		"99999999999999999999":         "cannot be read",
		"1969-12-31 23:59:59":          "outside the years",
		"2200-01-01":                   "outside the years",
		strings.Repeat("9", 300):       "cannot be read",
		"2014-04-10T00:04:00\x00":      "cannot be read",
		"2014-04-10 00:04:00\xff\xfe!": "cannot be read",
	} {
		file := "t,v\n" + text + ",1\n2014-04-10 00:05,1\n2014-04-10 00:10,1\n"
		_, r, err := profile.ReadCSV(strings.NewReader(file), profile.ReadOptions{Unit: "cores", MaxBad: 0.5})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if r.Bad != 1 || r.BadTimes != 1 || !strings.Contains(r.Problems[0].Message, want) {
			t.Errorf("%q: %d bad, %+v; want one with %q", text, r.Bad, r.Problems, want)
		}
		if p := r.Problems; len(p) == 1 && (p[0].Line != 2 || p[0].Column != 1 || len(p[0].Message) > 250) {
			t.Errorf("%q: the place is %d:%d and the message %d bytes long", text, p[0].Line, p[0].Column, len(p[0].Message))
		}
	}
}

func TestCountsBecomeARateAndGaugesStay(t *testing.T) {
	const file = "t,v\n2014-04-10 00:00,600\n2014-04-10 00:10,1200\n"
	for unit, want := range map[string][]float64{
		"requests/5m": {2, 4}, // 600/300
		"requests/s":  {600, 1200},
		"requests":    {1, 2}, // 600 in the 600 s between samples
		"cores":       {600, 1200},
	} {
		s, _ := read(t, []byte(file), profile.ReadOptions{Unit: unit})
		_, got := at(s)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", unit, d)
		}
	}
}

func TestColumnsAreFoundByNameOrPlace(t *testing.T) {
	const rows = "7,2014-04-10 00:00,9\n8,2014-04-10 00:05,10\n"
	for _, c := range []struct {
		name, file string
		o          profile.ReadOptions
		want       []float64
	}{
		{"the only one", "t,a\n1000,1\n1060,3\n", profile.ReadOptions{}, []float64{1, 3}},
		{"named", "t,a,b\n1000,1,2\n1060,3,4\n", profile.ReadOptions{Column: "b"}, []float64{2, 4}},
		{"named times", "x,when,y\n" + rows, profile.ReadOptions{TimeColumn: "when", Column: "y"}, []float64{9, 10}},
		{"times second, so values first", "x,when\n7,2014-04-10 00:00\n8,2014-04-10 00:05\n", profile.ReadOptions{TimeColumn: "when"}, []float64{7, 8}},
		{"no header", "1000,1\n1060,3\n", profile.ReadOptions{}, []float64{1, 3}},
		{"quoted", "\"t\",\"a\"\n\"1000\",\"1\"\n\"1060\",\"3\"\n", profile.ReadOptions{Column: "a"}, []float64{1, 3}},
		{"spaces", "t , a\n1000 , 1\n1060 , 3\n", profile.ReadOptions{Column: "a"}, []float64{1, 3}},
		{"a number for a name", "t,95\n1000,1\n1060,3\n", profile.ReadOptions{Column: "95"}, []float64{1, 3}},
	} {
		c.o.Unit = "cores"
		s, _ := read(t, []byte(c.file), c.o)
		_, got := at(s)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestAFileThatIsNoSeriesIsRefusedWithItsPlace(t *testing.T) {
	ok := "t,value\n1000,1\n1060,3\n"
	for _, c := range []struct {
		name, file string
		o          profile.ReadOptions
		want       string
	}{
		{"empty", "", profile.ReadOptions{}, "a.csv: the file is empty"},
		{"only newlines", "\n\n\r\n", profile.ReadOptions{}, "a.csv: the file is empty"},
		{"only a mark", "\xef\xbb\xbf", profile.ReadOptions{}, "a.csv: the file is empty"},
		{"header only", "t,v\n", profile.ReadOptions{}, "a.csv: the file has a header and no rows"},
		{"one row", "t,v\n1000,1\n", profile.ReadOptions{}, "a.csv: the series has one row only"},
		{"one time", "t,v\n1000,1\n1000,1\n", profile.ReadOptions{}, "all values stand at one time"},
		{"no value", "t,v\n1000,\n1060,NULL\n", profile.ReadOptions{}, "no row has a value"},
		{"one column", "v\n1\n2\n", profile.ReadOptions{}, "a.csv:1: the file has one column"},
		{"semicolons", "t;v\n1000;1\n1060;2\n", profile.ReadOptions{}, "separated by semicolons: export the file with commas"},
		{"semicolons and decimal commas", "1000;1,5\n1060;2,5\n", profile.ReadOptions{}, "separated by semicolons"},
		{"tabs", "t\tv\n1000\t1\n", profile.ReadOptions{}, "separated by tabs"},
		{"UTF-16", "\xff\xfet\x00,\x00v\x00\n\x00", profile.ReadOptions{}, "a.csv:1: the file is UTF-16"},
		{"gzip", "\x1f\x8b\x08\x00", profile.ReadOptions{}, "the file is compressed"},
		{"two columns of values", "t,a,b\n1000,1,2\n1060,3,4\n", profile.ReadOptions{}, `the file has 2 columns of values, a, b: name the one to read, as in column = "a"`},
		{"misspelt column", ok, profile.ReadOptions{Column: "valeu"}, `there is no column "valeu": do you mean "value"?`},
		{"unknown column", ok, profile.ReadOptions{Column: "requests"}, `there is no column "requests": the file has t, value`},
		{"time column as value", ok, profile.ReadOptions{Column: "t"}, `the column "t" holds the times`},
		{"twice the name", "t,v,v\n1000,1,2\n", profile.ReadOptions{Column: "v"}, `a.csv:1:5: two columns are named "v"`},
		{"name without header", "1000,1\n1060,2\n", profile.ReadOptions{Column: "v"}, `the file has no header`},
		{"wrong unit", ok, profile.ReadOptions{Unit: "rps"}, `a.csv: unknown unit "rps"`},
		{"too large", ok, profile.ReadOptions{MaxBytes: 20}, "larger than 20 bytes"},
		{"too many rows", ok, profile.ReadOptions{MaxRows: 1}, "a.csv:3: the file has more than 1 rows"},
		{"long line", "t,v\n" + strings.Repeat("x", 20000), profile.ReadOptions{}, "a.csv:2: the line is longer than 16384 bytes"},
		{"open quote in the header", "\"t,v\n1000,1\n", profile.ReadOptions{}, "a.csv:1: a quote is not closed"},
		{"bad rows", "t,v\n1000,1\n1060,x\n1120,1\n", profile.ReadOptions{}, `a.csv:3:6: 1 of 3 rows are bad (33.3 %), and at most 1 % may be; the first: the value "x" is not a number`},
		{"no bad row allowed", "t,v\n" + strings.Repeat("1000,1\n", 500) + "1060,x\n1120,1\n", profile.ReadOptions{MaxBad: -1}, "at most 0 % may be"},
		{"several series", "t,v\n1000,1\n1000,2\n1060,1\n1060,2\n", profile.ReadOptions{}, "does the file hold more than one series?"},
		{"years apart", "t,v\n2014-01-01,1\n2015-01-01,1\n", profile.ReadOptions{}, "the values are 365d apart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Name = "a.csv"
			if c.o.Unit == "" {
				c.o.Unit = "cores"
			}
			_, _, err := profile.ReadCSV(strings.NewReader(c.file), c.o)
			var e *profile.Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an *Error with %q", err, c.want)
			}
		})
	}
}

func TestAFileAtItsLimitsIsRead(t *testing.T) {
	const file = "t,value\n1000,1\n1060,3\n"
	read(t, []byte(file), profile.ReadOptions{Unit: "cores", MaxBytes: int64(len(file)), MaxRows: 2})
}

func TestPointsFromElsewhereKeepTheSameRules(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	o := profile.DefaultReadOptions("requests/5m")
	o.MaxBad = 0.7
	s, r, err := profile.NewSeries(
		[]int64{2200, 1000, -5, 1300, 1600, 1600, 1900, 1900, 1900},
		[]float64{1500, 300, 1, 600, nan, inf, -1, 1e19, 900}, o)
	if err != nil {
		t.Fatal(err)
	}
	wantAccounted(t, r)
	times, values := at(s)
	if d := cmp.Diff([]int64{1000, 1300, 1900, 2200}, times); d != "" {
		t.Errorf("times (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]float64{1, 2, 3, 5}, values); d != "" || s.Unit() != "requests/s" || s.Cadence() != 5*time.Minute {
		t.Errorf("%s every %s (-want +got):\n%s", s.Unit(), s.Cadence(), d)
	}
	if r.BadTimes != 1 || r.NotFinite != 2 || r.Negative != 1 || r.BadValues != 1 || r.Disorder != 1 || r.Missing != 1 {
		t.Errorf("the report is %+v", r)
	}
	if _, _, err := profile.NewSeries([]int64{1}, nil, o); err == nil || !strings.Contains(err.Error(), "1 times but 0 values") {
		t.Errorf("got %v for a time without a value", err)
	}
	o.Unit = ""
	if _, _, err := profile.NewSeries(nil, nil, o); err == nil || !strings.Contains(err.Error(), "unit of the values is missing") {
		t.Errorf("got %v without a unit", err)
	}
	o.Unit = "cores"
	if _, _, err := profile.NewSeries(nil, nil, o); err == nil || !strings.Contains(err.Error(), "no row has a value") {
		t.Errorf("got %v without points", err)
	}
}

func TestAReadErrorIsWrapped(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("t,v\n1000,1\n"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, _, err := profile.ReadCSV(broken, profile.ReadOptions{Unit: "cores", Name: "a.csv"}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want the error of the reader", err)
	}
}

func TestOneByteAtATimeReadsTheSame(t *testing.T) {
	data := string(monthCSV())
	o := profile.ReadOptions{Unit: "requests/5m"}
	want, _ := read(t, []byte(data), o)
	got, _, err := profile.ReadCSV(iotest.OneByteReader(strings.NewReader(data)), o)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(profile.Measure(want), profile.Measure(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestGapsDuplicatesAndDisorderAreCountedByRule(t *testing.T) {
	// Times 0, 60, 120, 300, 360, 540 minutes past: 180 and 240 are missing,
	// then 420 and 480: two gaps, four samples, 240 s without cover.
	const file = "t,v\n1000,1\n1060,2\n1060,2\n1120,3\n1300,4\n1360,5\n1540,6\n1360,7\n"
	s, r, err := profile.ReadCSV(strings.NewReader(file), profile.ReadOptions{Unit: "cores", MaxBad: 0.2})
	if err != nil {
		t.Fatal(err)
	}
	wantReport := profile.Report{
		TimeColumn: "t", Column: "v", Rows: 8, Points: 6,
		Duplicates: 1, Conflicts: 1, Disorder: 1,
		Cadence: time.Minute, Regular: 0.6, // 3 of 5 steps
		Gaps: 2, Missing: 4, GapTime: 4 * time.Minute,
	}
	if d := cmp.Diff(wantReport, r); d != "" {
		t.Errorf("report (-want +got):\n%s", d)
	}
	times, values := at(s)
	if d := cmp.Diff([]int64{1000, 1060, 1120, 1300, 1360, 1540}, times); d != "" {
		t.Errorf("times (-want +got):\n%s", d)
	}
	// At 1360 stand 5 and 7: their mean.
	if d := cmp.Diff([]float64{1, 2, 3, 4, 6, 6}, values); d != "" {
		t.Errorf("values (-want +got):\n%s", d)
	}
}

func TestTheReportSaysWhatWasFound(t *testing.T) {
	r := profile.Report{
		Rows: 400, Points: 380, Cadence: 5 * time.Minute, Regular: 0.9, Gaps: 1, Missing: 3, GapTime: 15 * time.Minute,
		Blank: 2, Bad: 12, BadTimes: 11, Negative: 1, Flat: 30 * time.Hour, Overlap: 5,
		Problems: []profile.Problem{{Line: 3, Column: 1, Message: "the time is missing"}, {Line: 9, Column: 21, Message: "negative"}},
	}
	want := []string{
		"400 rows, 380 points, one every 5m",
		"1 gap, 3 samples missing, 15m in all: not measured, which is neither zero nor idle",
		"2 rows without a value: missing samples",
		"one value stays the same for 1d 6h: is what measures it stuck?",
		"each value counts over 5 times the step between values: they overlap",
		"12 rows bad and left out: 11 with an unreadable time, 1 negative",
		"line 3, column 1: the time is missing",
		"line 9, column 21: negative",
		"and 10 more",
	}
	if d := cmp.Diff(want, r.Lines()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheFirstTenBadRowsAreKept(t *testing.T) {
	file := "t,v\n" + strings.Repeat("x,1\n", 25) + "1000,1\n1060,1\n"
	_, r, err := profile.ReadCSV(strings.NewReader(file), profile.ReadOptions{Unit: "cores", MaxBad: 1})
	if err != nil {
		t.Fatal(err)
	}
	lines := r.Lines()
	if len(r.Problems) != 10 || r.Bad != 25 || lines[len(lines)-1] != "and 15 more" {
		t.Errorf("%d problems kept of %d; the report ends %q", len(r.Problems), r.Bad, lines[len(lines)-1])
	}
}
