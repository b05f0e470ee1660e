package forecast_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
)

// shared reads a series of the shared test data.
func shared(t *testing.T, file, unit string) profile.Series {
	t.Helper()
	f, err := os.Open("../../../shared/data/series/" + file)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the shared test data are needed: %v", err)
		}
		t.Skipf("the shared test data are not here: %v", err)
	}
	defer f.Close()
	s, _, err := profile.ReadCSV(f, profile.ReadOptions{Unit: unit})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// figures are the errors on the weeks held back, as a report prints them.
func figures(f forecast.Forecast, name string) string {
	for _, x := range f.Trials {
		if x.Name == name {
			return fmt.Sprintf("%s: sMAPE %.2f %%, MASE %.3f", name, x.Held.SMAPE, x.Held.MASE)
		}
	}
	return name + ": not tried"
}

func TestTheTaxisAreForecastBetterThanByBothNaives(t *testing.T) {
	f := forecast.Make(shared(t, "nyc_taxi.csv", "requests"), forecast.DefaultOptions())
	want := []string{
		"best-three: sMAPE 22.52 %, MASE 1.013", "naive-week: sMAPE 35.21 %, MASE 1.657", "naive-day: sMAPE 42.95 %, MASE 1.936",
	}
	got := []string{figures(f, f.Method), figures(f, "naive-week"), figures(f, "naive-day")}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, line := range got {
		t.Log(line)
	}
	if !f.Proven || !strings.Contains(f.Reason, "by sMAPE 22.5 %, MASE 1.01; naive-week by sMAPE 35.2 %, MASE 1.66 and naive-day by sMAPE 43.0 %, MASE 1.94") {
		t.Errorf("proven %v: %s", f.Proven, f.Reason)
	}
	// The four weeks of January with the storm that stopped all traffic; the choice was
	// made before them, in a year without one.
	span := func(s forecast.Span) string {
		return s.From.Format(time.DateOnly) + " to " + s.To.Format(time.DateOnly)
	}
	if d := cmp.Diff([]string{"2014-07-01 to 2015-01-04", "2015-01-04 to 2015-02-01"}, []string{span(f.Trained), span(f.Held)}); d != "" {
		t.Error(d)
	}
	if f.Band.Hours != 0 || !strings.Contains(f.Band.Why, "held only 40 %") {
		t.Errorf("a band is promised that did not hold: %+v", f.Band)
	}
}

func TestWhatIsNotProvenIsNotTaken(t *testing.T) {
	// Of the last two weeks of January the one with the storm decides, and there the
	// last week is less wrong than what was chosen.
	f := forecast.Make(shared(t, "nyc_taxi.csv", "requests"), forecast.Options{Horizon: 14 * 24 * time.Hour})
	if f.Proven || f.Method != "naive-week" || !strings.Contains(f.Reason, "not less wrong than both naives") {
		t.Errorf("%s, proven %v: %s", f.Method, f.Proven, f.Reason)
	}
	if f.Band.Hours != 14*24 || f.Band.Seen < 0.8 {
		t.Errorf("the band: %+v", f.Band)
	}
}

func TestTwoWeeksAreTooFewForAForecast(t *testing.T) {
	for file, unit := range map[string]string{"elb_request_count_8c0756.csv": "requests/5m", "ec2_cpu_utilization_5f5533.csv": "percent"} {
		f := forecast.Make(shared(t, file, unit), forecast.DefaultOptions())
		if f.Known() || !strings.Contains(f.Why, "14 days long, and 21 are needed") {
			t.Errorf("%s: %q", file, f.Why)
		}
	}
}
