package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// parsers are all readers of quantities by name.
func parsers() map[string]func(string) (float64, error) {
	return map[string]func(string) (float64, error){
		"cores": ParseCores, "bytes": ParseBytes, "count": ParseCount, "duration": ParseDuration, "effort": ParseEffort,
		"hours": ParseHours, "power": ParsePower, "bandwidth": ParseBandwidth, "growth": ParseGrowth,
	}
}

func TestQuantitiesAreReadInTheirUnit(t *testing.T) {
	for _, c := range []struct {
		kind, text string
		want       float64
	}{
		{"cores", "2", 2},
		{"cores", "500m", 0.5},
		{"cores", "0.25", 0.25},
		{"cores", "0", 0},
		{"bytes", "4Gi", 4 * 1073741824},
		{"bytes", "40T", 40e12},
		{"bytes", "1.5T", 1.5e12},
		{"bytes", "512Mi", 512 * 1048576},
		{"bytes", "1k", 1000},
		{"bytes", "1Ki", 1024},
		{"bytes", "1E", 1e18},
		{"bytes", "1Ei", 1152921504606846976},
		{"bytes", "0.6Gi", 644245094.4}, // 0.6 × 2^30
		{"bytes", "0", 0},
		{"count", "1", 1},
		{"count", "0", 0},
		{"duration", "8ms", 0.008},
		{"duration", "9ms", 0.009},
		{"duration", "250us", 0.00025},
		{"duration", "5s", 5},
		{"duration", "5m", 300},
		{"duration", "5min", 300},
		{"duration", "2h", 7200},
		{"duration", "90d", 7776000},    // 90 × 86,400
		{"duration", "2w", 1209600},     // 14 × 86,400
		{"duration", "60mo", 157680000}, // 60 × 730 × 3,600
		{"duration", "1y", 31536000},    // 8,760 × 3,600
		{"duration", "1.5h", 5400},
		{"duration", "0s", 0},
		{"effort", "4h/mo", 4},
		{"effort", "0.5h/mo", 0.5},
		{"hours", "16h", 16},
		{"power", "180W", 180},
		{"power", "0.4kW", 400},
		{"bandwidth", "1Gbps", 1e9},
		{"bandwidth", "500Mbps", 5e8},
		{"bandwidth", "64kbps", 64000},
		{"bandwidth", "64Kbps", 64000},
		{"bandwidth", "2Tbps", 2e12},
		{"bandwidth", "9600bps", 9600},
		{"growth", "12%/mo", 0.12},
		{"growth", "-3%/mo", -0.03},
		{"growth", "250%/mo", 2.5},
		{"growth", "-99.9%/mo", -0.999},
		{"growth", "0%/mo", 0},
	} {
		t.Run(c.kind+" "+c.text, func(t *testing.T) {
			got, err := parsers()[c.kind](c.text)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestAUnitThatIsMissingOrDoesNotFitIsAnErrorThatShowsTheForm(t *testing.T) {
	for _, c := range []struct {
		kind, form string
		texts      []string
	}{
		{"cores", `"500m"`, []string{"", "x", "2Gi", "2k", "-1", "+1", "1e3", "1E3", " 2", "2 ", "0x10", "1_000", "m", "..", "Inf", "NaN", "２"}},
		{"bytes", `"4Gi"`, []string{"", "4", "4096", "4GB", "4gi", "4GiB", "500m", "-4Gi", "+4Gi", ".Gi", "4 Gi", "1e3", "1E3", "1e3Gi", "Gi", "4u", "4n", "4B"}},
		{"count", `"1"`, []string{"", "-1", "x", "1e400", "1e3", "1 ", "one"}},
		{"duration", `"90d"`, []string{"", "5", "5 s", "-5s", "+5s", "1e3s", "1h30m", "s", "5S", "5month", "5mos", ".s", "5..5s", "∞s"}},
		{"effort", `"4h/mo"`, []string{"", "4", "4h", "4h/y", "-4h/mo", "h/mo", "4 h/mo", "4m/mo"}},
		{"hours", `"16h"`, []string{"", "16", "16m", "-16h", "h", "16 h", "1e3h"}},
		{"power", `"180W"`, []string{"", "180", "180w", "0.4KW", "1MW", "-1W", "W", "180 W"}},
		{"bandwidth", `"1Gbps"`, []string{"", "1", "1Gb", "1GBps", "1Gbit/s", "-1Gbps", "Gbps", "1 Gbps"}},
		{"growth", `"12%/mo"`, []string{"", "12", "12%", "12/mo", "+12%/mo", "--1%/mo", "-100%/mo", "-250%/mo", "%/mo", "12 %/mo"}},
	} {
		for _, text := range c.texts {
			t.Run(c.kind+" "+text, func(t *testing.T) {
				got, err := parsers()[c.kind](text)
				if err == nil {
					t.Fatalf("read as %v", got)
				}
				if got != 0 || !strings.Contains(err.Error(), c.form) {
					t.Errorf("want 0 and the form %s, got %v, %v", c.form, got, err)
				}
			})
		}
	}
}

// These kept Kubernetes' parser busy for minutes, or gave infinity.
func TestExponentsDoNotReachKubernetesParser(t *testing.T) {
	for _, text := range []string{
		"1e-2147483648", "1E-2147483648", "1e2147483647", "1e9999999", "1e400", "0.1e-99999999", "1e+9", "123456789012345678901e-9999999",
	} {
		for kind, parse := range parsers() {
			if _, err := parse(text); err == nil {
				t.Errorf("%s read %q", kind, text)
			}
		}
	}
}

func TestAnErrorDoesNotRepeatMegabytes(t *testing.T) {
	for _, text := range []string{strings.Repeat("9", 1<<20), strings.Repeat("é", 1<<20), "5" + strings.Repeat("s", 1<<20)} {
		for kind, parse := range parsers() {
			_, err := parse(text)
			if err == nil || len(err.Error()) > 500 {
				t.Errorf("%s: want a short error, got %v bytes", kind, len(fmt.Sprint(err)))
			}
		}
	}
}

// What a person writes as a decimal is the float64 nearest to it, so that it is
// shown as it was written.
func TestReadingIsRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.IntRange(0, 1_000_000).Draw(t, "whole")
		thousandths := rapid.IntRange(0, 999).Draw(t, "thousandths")
		text := fmt.Sprintf("%d.%03d", whole, thousandths)
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		milli := strconv.Itoa(whole*1000 + thousandths)
		for _, c := range []struct {
			kind, text string
			want       float64
		}{
			{"cores", text, want}, {"cores", milli + "m", want}, {"count", text, want},
			{"bytes", text + "k", float64(whole*1000 + thousandths)},
			{"duration", text + "s", want}, {"duration", milli + "ms", want},
			{"growth", text + "%/mo", float64(whole*1000+thousandths) / 100_000}, {"power", text + "kW", float64(whole*1000 + thousandths)},
			{"hours", text + "h", want}, {"effort", text + "h/mo", want}, {"power", text + "W", want},
		} {
			got, err := parsers()[c.kind](c.text)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%s %q: %v %s", c.kind, c.text, err, diff)
			}
		}
	})
}

func TestPlainNumbersHaveNoSignExponentOrSpace(t *testing.T) {
	for text, want := range map[string]float64{"0": 0, "12": 12, "0.5": 0.5, ".5": 0.5, "5.": 5, "007": 7, strings.Repeat("9", 40): 1e40} {
		if got, ok := ParseNumber(text); !ok || got != want {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", ".", "-1", "+1", "1e3", "1 ", "0x1", "1_0", "1.2.3", "NaN", "Inf", strings.Repeat("9", 41)} {
		if got, ok := ParseNumber(text); ok || got != 0 {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// FuzzParse feeds any text to every reader: what is taken is a finite number, and
// only growth may be negative.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2", "500m", "4Gi", "1.5T", "8ms", "60mo", "4h/mo", "0.4kW", "1Gbps", "-3%/mo", "1e-2147483648", "1Ei", "0.00000000001Ei"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for kind, parse := range parsers() {
			v, err := parse(s)
			switch {
			case math.IsNaN(v) || math.IsInf(v, 0):
				t.Errorf("%s read %q as %v", kind, s, v)
			case v < 0 && (kind != "growth" || v <= -1):
				t.Errorf("%s read %q as %v", kind, s, v)
			case err != nil && v != 0:
				t.Errorf("%s gave %v beside an error", kind, v)
			}
		}
	})
}
