package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"berth.dev/engine/diag"
)

// nasty draws text that tries to steer a terminal or a page.
func nasty() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"\x1b[31mred", "\x1b]0;title\x07", "a\rb", "a\bb", "\u009b31m", "\u202eevil", "\u2028", "\ufeff", "\x00",
			"<img src=x onerror=alert(1)>", "|---|", "](x)", "\xff\xfe", "a\nb", "=HYPERLINK(1)", "`", "</script>",
		}),
	)
}

// steering returns the first character that could steer a terminal, line ends
// excepted.
func steering(s string) (rune, bool) {
	for _, r := range s {
		if r != '\n' && diag.Steers(r) {
			return r, true
		}
	}
	return 0, false
}

func TestNoTextOfAStrangerSteersATerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sample()
		s.Name = nasty().Draw(t, "name")
		s.Reason = nasty().Draw(t, "reason")
		s.Options[0].Criteria[0].Policies[0].Because = nasty().Draw(t, "because")
		s.Options[2].Violations[0].Because = nasty().Draw(t, "violation")
		s.Firm, s.Missing = false, []Missing{{Name: nasty().Draw(t, "missing"), Inputs: []Input{{ID: nasty().Draw(t, "id")}}}}
		note := nasty().Draw(t, "note")
		for _, format := range Formats() {
			for _, matrix := range []bool{true, false} {
				got := evaluated(t, Options{Format: format, Width: 80, Matrix: matrix}, sampleHeader(), Summary{Notes: []string{note}}, s)
				if r, found := steering(got); found {
					t.Fatalf("%s holds %U:\n%q", format, r, got)
				}
				if !utf8.ValidString(got) {
					t.Fatalf("%s is not UTF-8", format)
				}
				switch format {
				case JSON:
					if !json.Valid([]byte(got)) {
						t.Fatalf("no JSON:\n%s", got)
					}
				case Markdown:
					if strings.Contains(strings.ReplaceAll(got, "<br>", ""), "<") {
						t.Fatalf("HTML in:\n%s", got)
					}
				}
			}
			var b bytes.Buffer
			e := Explanation{Schema: explainSchema, Service: s, Facts: []Fact{{Name: note, Value: note, At: note}},
				Series: &Series{File: note, Report: []string{note}, Features: []Feature{{Name: note, Why: note}}}}
			if err := WriteExplanation(&b, Options{Format: format, Width: 80}, e); err != nil {
				t.Fatal(err)
			}
			if r, found := steering(b.String()); found {
				t.Fatalf("explain as %s holds %U:\n%q", format, r, b.String())
			}
		}
	})
}

func TestWhatJSONHoldsReadsBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.ToValidUTF8(nasty().Draw(t, "text"), "?")
		b, err := encode(map[string]string{"x": in}, "")
		if err != nil {
			t.Fatal(err)
		}
		var out map[string]string
		if err := json.Unmarshal(b, &out); err != nil || out["x"] != in {
			t.Fatalf("%q became %q: %v", in, out["x"], err)
		}
	})
}
