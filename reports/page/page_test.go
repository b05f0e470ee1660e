package page

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"berth.dev/reports/page/chart"
)

// written is the page of some services.
func written(t *testing.T, h Head, f Foot, services ...Service) string {
	t.Helper()
	var b bytes.Buffer
	e, err := NewEvaluation(&b, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range services {
		if err := e.Service(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.End(f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between returns what stands between two texts.
func between(t *testing.T, s, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(s, from)
	inner, _, ended := strings.Cut(rest, to)
	if !found || !ended {
		t.Fatalf("nothing between %q and %q", from, to)
	}
	return inner
}

func TestThePolicyAllowsTheStyleAndTheScriptOfThePageAndNothingElse(t *testing.T) {
	page := written(t, Head{}, Foot{Title: "x"})
	// The policy stands escaped in its attribute: "+" is &#43;.
	policy := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(between(t, page, `http-equiv="Content-Security-Policy" content="`, `">`))
	want := fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		digest(between(t, page, "<style>", "</style>")), digest(between(t, page, "<script>", "</script>")))
	if d := cmp.Diff(want, policy); d != "" {
		t.Error(d)
	}
	if n := strings.Count(page, "<style") + strings.Count(page, "<script"); n != 2 {
		t.Errorf("%d styles and scripts", n)
	}
}

func TestAPageSaysWhatItLeavesOut(t *testing.T) {
	load := &Load{Week: chart.Week{Mean: []float64{1, 2}, P95: []float64{2, 3}}}
	for _, c := range []struct {
		count           int
		drawn, detailed bool
		told, never     string
	}{
		{count: MostDrawn, drawn: true, detailed: true, never: "leaves out"},
		{count: MostDrawn + 1, detailed: true, told: "With more than 1000 services this page leaves out the drawn loads."},
		{count: MostDetailed + 1, told: "With more than 2000 services this page holds the matrix alone."},
	} {
		got := written(t, Head{Count: c.count, Options: []Option{{"gke", "cloud"}}}, Foot{}, Service{Name: "web", Load: load, Cells: []Cell{{Option: "gke"}}})
		body := between(t, got, "<body", "<script>")
		if strings.Contains(body, "<svg") != c.drawn || strings.Contains(body, `class="svc"`) != c.detailed {
			t.Errorf("%d services: drawn %v, detailed %v", c.count, strings.Contains(body, "<svg"), strings.Contains(body, `class="svc"`))
		}
		if !strings.Contains(body, c.told) || c.never != "" && strings.Contains(body, c.never) {
			t.Errorf("%d services: %s", c.count, body)
		}
	}
}

func TestAFleetThatNoBrowserScrollsIsRefused(t *testing.T) {
	_, err := NewEvaluation(&bytes.Buffer{}, Head{Count: MostServices + 1})
	if err == nil || !strings.Contains(err.Error(), "10000 services, and these are 10001") {
		t.Error(err)
	}
}

func TestWhatSteersAReaderBecomesAQuestionMark(t *testing.T) {
	page := written(t, Head{Facts: []string{"a\u202eb\x1b[31m\x00\xffc"}}, Foot{})
	if got := between(t, page, `<p class="facts">`, "</p>"); strings.ContainsAny(got, "\u202e\x1b\x00") || !utf8.ValidString(got) || !strings.Contains(got, "a?b?[31m") {
		t.Errorf("%q", got)
	}
}

func TestAPriceThatIsMissingIsSaid(t *testing.T) {
	page := written(t, Head{Count: 1, Options: []Option{{"gke", "cloud"}}}, Foot{}, Service{Name: "web", Bills: []Bill{{Option: "gke"}}})
	if !strings.Contains(page, "no price") {
		t.Error(page)
	}
}

// palette reads the colours that one rule of the style sheet sets.
func palette(t *testing.T, css, from string) map[string][3]float64 {
	t.Helper()
	out := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+):\s*#([0-9a-f]{3,6})\b`).FindAllStringSubmatch(between(t, css, from, "}"), -1) {
		hex := m[2]
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		v, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = [3]float64{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
	}
	return out
}

// luminance is that of WCAG 2.2.
func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// contrast is that of WCAG 2.2: 21 for black on white.
func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryTextStandsOutFromItsGround(t *testing.T) {
	if c := contrast([3]float64{}, [3]float64{1, 1, 1}); math.Abs(c-21) > 1e-9 {
		t.Fatalf("black on white is %g", c)
	}
	css := asset("page.css")
	for name, from := range map[string]string{"light": ":root {", "dark": "dark) {\n  :root {", "paper": "@media print {\n  :root {"} {
		colours := palette(t, css, from)
		pairs := [][2]string{{"muted", "no-a"}, {"muted", "no-b"}, {"ink", "warn-ground"}}
		for _, ink := range []string{"ink", "muted", "accent", "good", "doubtful", "bad"} {
			pairs = append(pairs, [2]string{ink, "ground"}, [2]string{ink, "raised"})
		}
		for i := range chart.Steps {
			pairs = append(pairs, [2]string{"ink", fmt.Sprintf("h%d", i)})
		}
		for _, p := range pairs {
			text, ground := colours[p[0]], colours[p[1]]
			if _, known := colours[p[1]]; !known {
				t.Errorf("%s: no colour %s", name, p[1])
			}
			if c := contrast(text, ground); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f, less than the 4.5 of AA", name, p[0], p[1], c)
			}
		}
	}
}
