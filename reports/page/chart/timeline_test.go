package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// day24 is a timeline of 24 seconds: eight measured, four missing, four measured, and
// eight forecast, of which the first half has a band.
func day24() Timeline {
	at := func(from, to int64) Between { return Between{from, to} }
	return Timeline{
		Name: "load of web", Unit: "cores", From: 0, Now: 16, To: 24,
		Seen: []Stretch{{at(0, 4), 5, 10}, {at(4, 8), 10, 10}, {at(12, 16), 0, 5}},
		Next: []Expected{{at(16, 20), 5, 2.5, 7.5}, {at(20, 24), 5, 5, 5}},
		Gaps: []Between{at(8, 12)}, Peaks: []int64{4, 99}, Ticks: []string{"a", "b", "c"},
	}
}

func TestATimelineDrawsWhatWasMeasuredAndLeavesGapsOut(t *testing.T) {
	v := day24().view()
	// 24 seconds are 2400 units, so 100 each; 10 is the top, at 0, and 0 at 400.
	want := map[string]string{
		"mean, through the middle of each stretch": "M200 200L600 0M1400 400",
		"highest, in two areas":                    "M0 400L0 0L400 0L400 0L800 0L800 400zM1200 400L1200 200L1600 200L1600 400z",
		"forecast":                                 "M1800 200L2200 200",
		"band, there and back":                     "M1800 100L1800 300z",
	}
	got := map[string]string{
		"mean, through the middle of each stretch": v.Mean, "highest, in two areas": v.Highest, "forecast": v.Forecast, "band, there and back": v.Band,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]hole{{800, 400}}, v.Holes); d != "" {
		t.Error(d)
	}
	// A peak outside the drawing is not marked; only the middle date has a line.
	if d := cmp.Diff([][]int{{400}, {1200}, {1600}}, [][]int{v.Marks, v.Grid, {v.End}}); d != "" {
		t.Error(d)
	}
	if v.Top != "10" || v.Half != "5" {
		t.Errorf("the axis goes over %s to %s", v.Half, v.Top)
	}
}

func TestAGapOfOneSampleIsStillSeen(t *testing.T) {
	v := Timeline{From: 0, To: 1e6, Gaps: []Between{{5e5, 5e5 + 1}, {-5, -1}, {2e6, 3e6}}}.view()
	if d := cmp.Diff([]hole{{1200, leastHole}}, v.Holes); d != "" {
		t.Error(d)
	}
}

func TestATimelineOfNothingIsDrawn(t *testing.T) {
	got, err := NewPen().Timeline(Timeline{Name: "none"})
	if err != nil || !strings.Contains(string(got), `aria-label="none"`) || strings.Contains(string(got), "key next") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestADayNamesItsHours(t *testing.T) {
	got, err := NewPen().Day(Day{Name: "day of web", Unit: "cores", Zone: "Asia/Tokyo", Mean: []float64{1, 1, 2}, P95: []float64{4, 4, 4}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`aria-label="day of web"`, "hours in Asia/Tokyo", "<span>5</span><span>2.5</span><span>0</span>", "<span>20</span>",
		`d="M0 320H2V240H3"`, `d="M0 80H3V400H0z"`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestAPictureStandsAloneAndIsXML(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		timeline := day24()
		timeline.Name, timeline.Unit = names().Draw(rt, "name"), names().Draw(rt, "unit")
		timeline.Ticks = rapid.SliceOfN(names(), 0, 6).Draw(rt, "ticks")
		for i, v := range values().Draw(rt, "values") {
			timeline.Seen = append(timeline.Seen, Stretch{Between{int64(i), int64(i) + 1}, v, 2 * v})
		}
		got, err := NewPen().Picture(names().Draw(rt, "title"), []string{names().Draw(rt, "fact"), "b"}, timeline)
		if err != nil {
			rt.Fatal(err)
		}
		d, elements := xml.NewDecoder(strings.NewReader(string(got))), 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				if strings.Contains(err.Error(), "illegal character code") {
					return // control characters are taken out when the file is written
				}
				rt.Fatalf("%v in:\n%s", err, got)
			}
			if e, ok := token.(xml.StartElement); ok {
				elements++
				if name := e.Name.Local; !strings.Contains(" svg style title rect text g path ", " "+name+" ") {
					rt.Fatalf("an element of a stranger: %s", name)
				}
				for _, a := range e.Attr {
					if strings.Contains(a.Value, "NaN") && strings.Contains("d x y width", a.Name.Local) || strings.HasPrefix(a.Name.Local, "on") {
						rt.Fatalf("%s=%q", a.Name.Local, a.Value)
					}
				}
			}
		}
		if elements < 15 {
			rt.Errorf("only %d elements", elements)
		}
	})
}
