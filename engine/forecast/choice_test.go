package forecast

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scored is an entry with errors alone.
func scored(name string, naive bool, choice, heldMAE, heldSMAPE float64) entry {
	return entry{Trial: Trial{
		Name: name, Naive: naive, Choice: Errors{MAE: choice}, Held: Errors{MAE: heldMAE, SMAPE: heldSMAPE, MASE: heldMAE},
	}}
}

func TestAMethodIsTakenOnlyWhereItIsProvenBetter(t *testing.T) {
	day, week := scored("naive-day", true, 5, 5, 50), scored("naive-week", true, 4, 4, 40)
	for _, c := range []struct {
		name   string
		all    []entry
		want   string
		proven bool
		says   string
	}{
		{"better by both measures", []entry{scored("a", false, 1, 3, 30), week, day}, "a", true, "less wrong than both naives on the 2 weeks held back, which it had not seen: by sMAPE 30.0 %, MASE 3.00; naive-week by sMAPE 40.0 %, MASE 4.00 and naive-day"},
		{"better by one alone", []entry{scored("a", false, 1, 3, 45), week, day}, "naive-week", false, "not less wrong than both naives"},
		{"not better on what it had not seen", []entry{scored("a", false, 1, 9, 90), week, day}, "naive-week", false, "So the last week is repeated."},
		{"as good is not better", []entry{scored("a", false, 1, 4, 40), week, day}, "naive-week", false, "not less wrong"},
		{"a naive was best where they were tried", []entry{day, scored("a", false, 6, 1, 1), week}, "naive-day", false, "No method was less wrong than naive-day where they were tried, so the last day is repeated."},
		{"another that happens to be better held is not taken", []entry{scored("a", false, 1, 9, 90), scored("b", false, 2, 1, 10), week, day}, "naive-week", false, ""},
	} {
		got := choose(c.all, 2)
		if got.Name != c.want || got.proven != c.proven || !strings.Contains(got.reason, c.says) {
			t.Errorf("%s: %s, proven %v: %s", c.name, got.Name, got.proven, got.reason)
		}
	}
}

func TestTheChoiceNeverSeesTheWeeksHeldBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		weeks := rapid.IntRange(3, 12).Draw(rt, "weeks")
		noise := rapid.SliceOfN(rapid.Float64Range(0, 10), weeks*weekHours, weeks*weekHours).Draw(rt, "noise")
		h := from(weeks*weekHours, func(i int) float64 { return float64(i%dayHours) + noise[i] })
		c, why := newContest(h, rapid.IntRange(1, 6).Draw(rt, "asked"))
		if why != "" {
			rt.Fatal(why)
		}
		other := h
		other.values = slices.Clone(h.values)
		for i := len(c.training.values); i < len(other.values); i++ {
			other.values[i] = 1000 - other.values[i]
		}
		d, _ := newContest(other, len(c.held)/weekHours)
		if x := cmp.Diff(order(c.run()), order(d.run())); x != "" {
			rt.Error(x)
		}
		if held := len(c.held) / weekHours; held > mostHeld || held > max(1, weeks/4) {
			rt.Errorf("%d of %d weeks are held back", held, weeks)
		}
		for _, at := range c.origins {
			if at+len(c.held) > len(c.training.values) || at < weekHours {
				rt.Errorf("tried at %d of %d", at, len(c.training.values))
			}
		}
	})
}

// order is the methods with the errors that they are chosen by.
func order(all []entry) (out []Trial) {
	for _, e := range all {
		e.Held = Errors{}
		out = append(out, e.Trial)
	}
	return out
}

func TestABandIsMadeOfErrorsByHourOfTheDay(t *testing.T) {
	// Six weeks of noise: ±1 at night, ±10 by day, the same share each way.
	rough := func(i int) float64 {
		size := 1.0
		if i%dayHours >= 12 {
			size = 10
		}
		// No week, and no hour, repeats another.
		return 100 + size*math.Sin(float64(i)*float64(i)*0.7310585)
	}
	c, why := newContest(from(12*weekHours, rough), 4)
	if why != "" {
		t.Fatal(why)
	}
	b, wrong := c.band(c.try(weekMean(8)))
	if b.Why != "" || b.Hours != len(c.held) {
		t.Fatalf("no band: %+v", b)
	}
	if b.Seen < 0.7 || b.Seen > 0.9 {
		t.Errorf("%.2f of the held-back hours lie in a band for %.2f", b.Seen, b.Share)
	}
	for h, s := range wrong {
		if width := s.high - s.low; h < 12 && width > 3 || h >= 12 && width < 10 {
			t.Errorf("the band is %g wide at %d o'clock", width, h)
		}
	}
}

func TestABandIsRefusedWhereItWouldPromiseTooMuch(t *testing.T) {
	steady := func(i int) float64 { return 100 + math.Sin(float64(i)*float64(i)*0.7310585) }
	short, _ := newContest(from(3*weekHours, steady), 4)
	if b, _ := short.band(short.try(naiveWeek())); b.Hours != 0 || !strings.Contains(b.Why, "tried too seldom") {
		t.Errorf("three weeks: %+v", b)
	}
	// The weeks held back are unlike all before.
	changed, _ := newContest(from(12*weekHours, func(i int) float64 {
		if i >= 10*weekHours {
			return 3 * steady(i)
		}
		return steady(i)
	}), 2)
	if b, _ := changed.band(changed.try(weekMean(8))); b.Hours != 0 || b.Seen > 0.1 || !strings.Contains(b.Why, "held only 0 % of those held back") {
		t.Errorf("a change: %+v", b)
	}
}
