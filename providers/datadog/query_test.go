package datadog

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
)

func TestAQueryGetsAnExplicitRollUp(t *testing.T) {
	type want struct {
		formula   string
		queries   []string
		perSecond bool
	}
	tests := []struct {
		kind measure.Kind
		text string
		want want
	}{
		{measure.CPU, "sum:a.b{*} by {service}", want{"a", []string{"sum:a.b{*} by {service}.rollup(avg, 300)"}, false}},
		{measure.CPU, "a.b{*}", want{"a", []string{"a.b{*}.rollup(avg, 300)"}, false}},
		{measure.CPU, "max:a{env:prod,!team:x} by {service,env}.rollup(max)", want{"a", []string{"max:a{env:prod,!team:x} by {service,env}.rollup(max, 300)"}, false}},
		{measure.CPU, "sum:a{*}.rollup(max, 300).fill(null)", want{"a", []string{"sum:a{*}.rollup(max, 300).fill(null)"}, false}},
		{measure.CPU, "sum:a{*}.rollup(300)", want{"a", []string{"sum:a{*}.rollup(avg, 300)"}, false}},
		{measure.CPU, "sum:a{*} by{service} / 1e9", want{"a / 1e9", []string{"sum:a{*} by{service}.rollup(avg, 300)"}, false}},
		{measure.Rate, "sum:a{*}.as_count()", want{"(a / 300)", []string{"sum:a{*}.as_count().rollup(sum, 300)"}, true}},
		{measure.Rate, "sum:a{*}.as_count().rollup(300)", want{"(a / 300)", []string{"sum:a{*}.as_count().rollup(sum, 300)"}, true}},
		{measure.Rate, "sum:a{*}.as_rate()", want{"a", []string{"sum:a{*}.as_rate().rollup(sum, 300)"}, true}},
		{measure.Rate, "sum:a{*}", want{"a", []string{"sum:a{*}.rollup(avg, 300)"}, false}},
		{measure.Memory, "sum:a{*}.as_count()", want{"a", []string{"sum:a{*}.as_count().rollup(sum, 300)"}, false}},
		{
			measure.Rate, "default_zero(sum:a{*}.as_count()) + 2*sum:b{*}.as_count()",
			want{"default_zero((a / 300)) + 2*(b / 300)", []string{"sum:a{*}.as_count().rollup(sum, 300)", "sum:b{*}.as_count().rollup(sum, 300)"}, true},
		},
		{measure.Rate, "sum:a{*}.as_rate() - sum:b{*}", want{"a - b", []string{"sum:a{*}.as_rate().rollup(sum, 300)", "sum:b{*}.rollup(avg, 300)"}, false}},
		{measure.CPU, `{"data_source":"metrics","query":"sum:a{*}"}`, want{"a", []string{"sum:a{*}.rollup(avg, 300)"}, false}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			q, err := compile(measure.Query{Kind: test.kind, Text: test.text}, 300)
			if err != nil {
				t.Fatal(err)
			}
			got := want{formula: q.formula, perSecond: q.perSecond}
			for _, raw := range q.queries {
				var one struct{ Query string }
				if err := json.Unmarshal(raw, &one); err != nil {
					t.Fatal(err)
				}
				got.queries = append(got.queries, one.Query)
			}
			if d := cmp.Diff(test.want, got, cmp.AllowUnexported(want{})); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestAnObjectOfTheAPIGoesAsItIs(t *testing.T) {
	tests := []struct{ text, formula, query string }{
		{
			`{"data_source":"apm_metrics","stat":"hits","group_by":["service"]}`, "(a / 60)",
			`{"data_source":"apm_metrics","group_by":["service"],"name":"a","stat":"hits"}`,
		},
		{
			`{"data_source":"apm_metrics","stat":"hits_per_second","name":"x"}`, "a",
			`{"data_source":"apm_metrics","name":"a","stat":"hits_per_second"}`,
		},
		{
			`{"data_source":"spans","compute":{"aggregation":"count"},"limit":12345678901234567890}`, "(a / 60)",
			`{"compute":{"aggregation":"count","interval":60000},"data_source":"spans","limit":12345678901234567890,"name":"a"}`,
		},
	}
	for _, test := range tests {
		q, err := compile(measure.Query{Kind: measure.Rate, Text: test.text}, 60)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(test.query, string(q.queries[0])); d != "" || q.formula != test.formula || !q.perSecond {
			t.Errorf("formula %s, a second: %v (-want +got)\n%s", q.formula, q.perSecond, d)
		}
	}
}

func TestAQueryThatIsNoneSaysWhatIsMissing(t *testing.T) {
	tests := map[string]string{
		" ":                               "the query is empty",
		"1 + 2":                           "no metric is in the query",
		"sum:a.b":                         `"sum:a.b" has no scope`,
		"sum:a{*":                         "a } is missing",
		"sum:a{*} by {service":            "after by come tags in braces",
		"sum:a{*} by service":             "after by come tags in braces",
		"sum:a{*}.":                       "a function is missing",
		"sum:a{*}.rollup(max":             "a ) is missing",
		"sum:a{*}.rollup(p99)":            "the roll-up's method is avg",
		"sum:a{*}.rollup(avg, daily)":     `rolls up over "daily"`,
		"sum:a{*}.as_count().rollup(avg)": "counts are summed over the step",
		"sum:a{*}.as_rate().rollup(max)":  "counts are summed over the step",
		"sum:a{*}.rollup(60)":             `rolls up over "60"`,
		`{"stat":"hits"}`:                 "no data_source",
		`{"data_source":"apm_metrics"`:    "an object of the API in JSON",
		`{"data_source":"x"} {}`:          "one query is one object",
		strings.Repeat("a{*}+", 27):       "more than 26 metrics",
		strings.Repeat("a", maxText+1):    "at most 16384",
		`{"data_source":"spans","compute":{"aggregation":"count","interval":1000}}`: "computes over 1000 ms",
	}
	for text, words := range tests {
		_, err := compile(measure.Query{Kind: measure.Rate, Text: text}, 300)
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: got %v, want %q", clip(text), err, words)
		}
	}
}

func FuzzAQueryIsCompiledOrRefused(f *testing.F) {
	for _, s := range []string{"sum:a.b{*} by {service}.rollup(max).fill(null) / 1e9", "default_zero(sum:a{*}.as_count()) + 2*b{*}", `{"data_source":"spans","compute":{"aggregation":"count"}}`, "a{*} by", "é{*}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := compile(measure.Query{Kind: measure.Rate, Text: text}, 300)
		if err != nil {
			return
		}
		if q.formula == "" || len(q.queries) == 0 {
			t.Errorf("%q is taken and asks nothing", text)
		}
		for _, raw := range q.queries {
			if !json.Valid(raw) {
				t.Errorf("%q becomes broken JSON: %s", text, raw)
			}
		}
	})
}
