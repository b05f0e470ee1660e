package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mustSayOf parses one attribute in a block and compares what is said of it; the
// value is marked where a mistake is.
func mustSayOf(t *testing.T, block string, cases map[string]string) {
	t.Helper()
	for value, want := range cases {
		t.Run(shorten(value), func(t *testing.T) {
			src, places := unmark(fmt.Sprintf(block, value))
			_, diags := Parse([]Source{{"case.hcl", []byte(src)}}, Options{Fragment: true})
			var expect []said
			if want != "" {
				code, summary := CodeForm, ""
				if len(diags) > 0 {
					summary = diags[0].Summary
				}
				expect = []said{{"", code, summary, want}}
			}
			compare(t, diags, expect, places)
			if want != "" && len(diags) > 0 && !strings.HasPrefix(diags[0].Summary, `Wrong value for "`) && diags[0].Summary != "Not a literal" {
				t.Errorf("summary %q", diags[0].Summary)
			}
		})
	}
}

func TestQuantitiesNeedTheirUnits(t *testing.T) {
	const pool = "site \"a\" {\n  kind     = \"onprem\"\n  provider = \"k0s\"\n  country  = \"JP\"\n  node_pool \"p\" {\n    %s\n  }\n}\n"
	mustSayOf(t, pool, map[string]string{
		`memory = "4Gi"`: "", `memory = "0"`: "", `memory = "1.5T"`: "",
		`memory = ▸"4"`: `"4" has no unit`, `memory = ▸4`: `text in quotes, as in "4Gi"; it is a number`,
		`memory = ▸"4GB"`: `is not an amount of bytes`, `memory = ▸"500m"`: "which is not one of bytes",
		`memory = ▸"-4Gi"`: "is not an amount of bytes", `memory = ▸""`: "is not an amount of bytes",
		`memory = ▸"` + strings.Repeat("9", 101) + `Gi"`: "it is text of 103 bytes",
		`cpu = "500m"`: "", `cpu = 2`: "", `cpu = "2"`: "", `cpu = 0.5`: "",
		`cpu = ▸"2 cores"`: "is not an amount of CPU", `cpu = ▸-1`: "must not be negative", `cpu = ▸true`: "it is true or false",
		`life = "60mo"`: "", `life = ▸"60"`: "is not a length of time", `life = ▸60`: "it is a number",
		`power_idle = "180W"`: "", `power_idle = ▸"180"`: "is not electric power",
		`purchase = "1 JPY"`: "", `purchase = ▸"1900000"`: "is not an amount of money",
		`purchase = ▸"1 yen"`: `"yen" is not a currency`, `purchase = ▸"-1 JPY"`: `"-1 JPY" is less than nothing`,
		`upkeep = "1 JPY/mo"`: "", `upkeep = ▸"1 JPY/h"`: `write it as in "1900 JPY/mo"`, `upkeep = ▸"1 JPY"`: "is not such a rate", `upkeep = ▸"-1 JPY/mo"`: "less than nothing",
		`nodes = 3`: "", `nodes = "3"`: "", `nodes = 3.0`: "", `nodes = ▸3.5`: "must be a whole number", `nodes = ▸"1.5"`: "must be a whole number",
		`nodes = ▸-1`: "must not be negative", `nodes = ▸"many"`: "is not a count", `nodes = ▸1e16`: "too large", `nodes = ▸1e400`: "The number is too large.",
		`nodes = ▸null`: "null is no value. Leave the attribute out",
		`packing = 1`:   "", `packing = ▸1.1`: "write a number from 0 to 1", `packing = ▸"85%%"`: "without quotes; it is text",
		`in_service = "2024-02-29"`: "", `in_service = ▸"2023-02-29"`: "is not a day", `in_service = ▸"1.4.2024"`: `write it as in "2026-10-31"`,
	})
}

func TestWordsHaveOneOfTheirForms(t *testing.T) {
	const site = "site \"a\" {\n  provider = \"k0s\"\n  kind     = \"cloud\"\n  country  = \"JP\"\n  %s\n}\n"
	mustSayOf(t, site, map[string]string{
		`mode = "autopilot"`: "", `mode = ▸"autopilo"`: `must be one of "standard", "autopilot". Did you mean "autopilot"?`, `mode = ▸3`: `must be one of "standard", "autopilot".`,
		`project = "x"`: "", `project = ▸3`: "must be text in quotes; it is a number", `project = ▸""`: "The text is empty", `project = ▸"a\u0007b"`: "control character U+0007",
		`prices = "gcp"`: "", `prices = ▸"GCP"`: `"GCP" is not a name`, `prices = ▸["gcp"]`: "must be a name in quotes; it is a list",
		`capabilities = []`: "", `capabilities = ["a", ▸"B"]`: `"B" is not a name`, `capabilities = ["a", ▸"a"]`: `"a" is in the list twice`,
		`capabilities = ▸"a"`: `must be a list, as in ["a", "b"]; it is text`, `capabilities = ▸{}`: "it is a map",
	})
	mustSayOf(t, "endpoint \"a\" {\n  %s\n}\n", map[string]string{
		`country = "JP"`: "", `country = ▸"jp"`: "two capital letters", `country = ▸"Japan"`: "ISO 3166", `country = ▸3`: "two capital letters",
		`external = true`: "", `external = ▸"true"`: "must be true or false, without quotes; it is text",
	})
}

func TestSchedulesAreThoseOfCron(t *testing.T) {
	const wrong = `is not a schedule: write minute, hour`
	mustSayOf(t, "service \"a\" {\n  job {\n    %s\n  }\n}\n", map[string]string{
		`schedule = "0 4 * * 1-5"`: "", `schedule = "@daily"`: "", `schedule = "@every 2h"`: "",
		`schedule = ▸"0 4 * *"`: wrong, `schedule = ▸"61 4 * * *"`: wrong, `schedule = ▸"often"`: wrong,
		// The parser would panic on these.
		`schedule = ▸"TZ=0"`: wrong, `schedule = ▸"CRON_TZ="`: wrong,
		`schedule = ▸4`: `text in quotes, as in "0 4 * * *"`,
	})
}

func TestMapsHaveKeysOnceAndValuesOfOneForm(t *testing.T) {
	mustSayOf(t, "product \"a\" {\n  %s\n}\n", map[string]string{
		`weights = { cost = 1, "a" : 0.5 }`: "", `weights = {}`: "",
		`weights = ▸[1]`: "must be a map, as in { a = …, b = … }; it is a list", `weights = { cost = ▸"1" }`: "must be a number without quotes",
		`weights = { cost = 1, ▸cost = 2 }`: `The key "cost" stands twice`, `weights = { ▸3 = 1 }`: "A key must be a word, or text in quotes; it is a number",
		`weights = { ▸(a) = 1 }`: "A key must be a word, or text in quotes; it is an expression", `weights = { ▸"" = 1 }`: "The name is empty",
		`weights = { ▸"\u001b" = 1 }`: "holds a control character",
	})
	mustSayOf(t, "service \"a\" {\n  %s\n}\n", map[string]string{
		`runs_on = "gke"`: "", `runs_on = ["a", "b"]`: "", `runs_on = ▸"G"`: "is not a name", `runs_on = ▸3`: "must be a list",
		`manifests = "x"`: "", `manifests = { a = "x" }`: "", `manifests = ▸""`: "The text is empty", `manifests = ▸3`: "must be a map",
		`effort = { a = "4h/mo" }`: "", `effort = { a = ▸"4h" }`: "is not an effort",
	})
	mustSayOf(t, "site \"a\" {\n  kind     = \"onprem\"\n  provider = \"k0s\"\n  country  = \"JP\"\n  node_pool \"p\" {\n    %s\n  }\n}\n", map[string]string{
		`reserved = { cpu = 1 }`: "", `reserved = { ▸disk = "1Gi" }`: "Only cpu and memory are known here", `reserved = ▸"1"`: "must be amounts",
		`reserved = { cpu = 1, ▸cpu = 2 }`: `The key "cpu" stands twice`, `reserved = { memory = ▸"1" }`: "has no unit",
	})
}

func TestEveryWrongPartOfAListIsReported(t *testing.T) {
	src, places := unmark("site \"a\" {\n  kind = \"onprem\"\n  provider = \"k0s\"\n  country = \"JP\"\n  capabilities = [▸\"A\", \"b\", ▸\"C\"]\n}\nproduct \"b\" {\n  weights = { a = ▸\"x\", b = ▸true }\n}\n")
	_, diags := Parse([]Source{{"case.hcl", []byte(src)}}, Options{Fragment: true})
	compare(t, diags, []said{
		{"", CodeForm, `Wrong value for "capabilities"`, `"A"`}, {"", CodeForm, `Wrong value for "capabilities"`, `"C"`},
		{"", CodeForm, `Wrong value for "weights"`, "it is text"}, {"", CodeForm, `Wrong value for "weights"`, "it is true or false"},
	}, places)
}

func TestAMeasureMayBeARangeOrUnknown(t *testing.T) {
	const call = "service \"a\" {\n  call \"b\" {\n    %s\n  }\n}\n"
	mustSayOf(t, call, map[string]string{
		`sent = "10G..2T"`: "", `sent = "unknown"`: "", `sent = "1G"`: "", `requests_per_second = 3`: "", `requests_per_second = "3..5"`: "",
		`sent = ▸"2T..10G"`: `The range "2T..10G" begins above its end`, `sent = ▸"1..2G"`: `"1" has no unit`, `sent = ▸"1G.."`: "is not an amount of bytes",
		`sent = ▸"unkown"`: `Did you mean "unknown"?`, `sent = ▸"lots"`: `Where nobody has measured it, write "unknown"`, `requests_per_second = ▸"3"`: "must be a number without quotes",
	})
	for value, want := range map[string]Measure{
		`"10G..2T"`:     {Lo: 1e10, Hi: 2e12},
		`"unknown"`:     {Unknown: true},
		`"1Gi"`:         {Lo: 1 << 30, Hi: 1 << 30},
		`"500m..500m"`:  {Lo: 0.5, Hi: 0.5},
		`"10Gi..1Ti"`:   {Lo: 10 << 30, Hi: 1 << 40},
		`"0..1Gi"`:      {Lo: 0, Hi: 1 << 30},
		`"1Gi..1.5Gi"`:  {Lo: 1 << 30, Hi: 1.5 * (1 << 30)},
		`"100k..0.1M"`:  {Lo: 1e5, Hi: 1e5},
		`"0.5T..500G"`:  {Lo: 5e11, Hi: 5e11},
		`"1000Mi..1Gi"`: {Lo: 1000 << 20, Hi: 1 << 30},
	} {
		word := "memory"
		if strings.Contains(value, "m") {
			word = "cpu"
		}
		w, diags := Parse([]Source{{"a.hcl", []byte(fmt.Sprintf("service \"a\" {\n  replica {\n    %s = %s\n  }\n}\n", word, value))}}, Options{Fragment: true})
		got := w.Services[0].Replica.Memory
		if word == "cpu" {
			got = w.Services[0].Replica.CPU
		}
		got.Origin = Origin{}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Measure{}, Origin{})); diff != "" || len(diags) > 0 {
			t.Errorf("%s: %v (-want +got):\n%s", value, diags, diff)
		}
	}
}

func TestAMeasureKnowsWhatItIs(t *testing.T) {
	set := Origin{file: 1}
	for _, c := range []struct {
		m             Measure
		known, ranged bool
	}{
		{Measure{}, false, false},
		{Measure{Lo: 1, Hi: 1, Origin: set}, true, false},
		{Measure{Lo: 1, Hi: 2, Origin: set}, false, true},
		{Measure{Unknown: true, Origin: set}, false, false},
	} {
		if c.m.Known() != c.known || c.m.Ranged() != c.ranged {
			t.Errorf("%+v: known %v, ranged %v", c.m, c.m.Known(), c.m.Ranged())
		}
	}
}

func TestNothingIsComputed(t *testing.T) {
	mustSay(t, base, []mistakeCase{{"expressions", `
site "a" {
  kind     = ▸cloud
  provider = ▸upper("gke")
  country  = ▸["JP"][0]
  prices   = ▸[for x in ["gcp"] : x]
  mode     = ▸var.mode.x
  pue      = ▸(1)
  manage   = "▸${1}"
  window   = a.b.▸*.c
  cluster  = "$${x} %%{y}"
}`, []said{
		{"", CodeComputed, "Not a literal", "write the value of kind itself, in quotes if it is text"},
		{"", CodeComputed, "Not a literal", ""}, {"", CodeComputed, "Not a literal", ""}, {"", CodeComputed, "Not a literal", ""},
		{"", CodeComputed, "Not a literal", ""}, {"", CodeComputed, "Not a literal", ""},
		{"", CodeComputed, "Template in a spec", "double the first: $${ or %%{."},
		{"", CodeComputed, "Operator in a spec", ""},
	}}})
}

func TestLongTextIsRefusedWithoutRepeatingIt(t *testing.T) {
	long := strings.Repeat("a", 300)
	mustSayOf(t, "policy \"a\" {\n  doc     = \"x\"\n  score   = \"1\"\n  because = \"x\"\n  %s\n}\n", map[string]string{
		`criterion = "cost_2"`: "", `criterion = ▸"` + long + `"`: "at most 63", `criterion = ▸3`: "must be the name of a criterion in quotes",
	})
	for _, c := range []struct{ label, want string }{
		{long, "has 300 bytes; it may have 253"}, {"a\\nb", "holds a control character"}, {" ", "The name is empty."},
	} {
		src := "price_book \"a\" {\n  source   = \"x\"\n  date     = \"2026-01-01\"\n  currency = \"JPY\"\n  disk \"" + c.label + "\" {\n    price = \"1 JPY/GiB\"\n  }\n}\n"
		_, diags := Parse([]Source{{"a.hcl", []byte(src)}}, Options{Fragment: true})
		compare(t, diags, []said{{"a.hcl:5,8", CodeLabels, "Not a name", c.want}}, nil)
		if len(diags[0].Detail) > 200 {
			t.Errorf("%d bytes of words", len(diags[0].Detail))
		}
	}
}

func TestWordsAreCutBetweenCharacters(t *testing.T) {
	for in, want := range map[string]string{"abc": "abc", "abcd": "abc…", "ab日": "ab…", "日本": "日…"} {
		if diff := cmp.Diff(want, shortenTo(in, 3)); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}
