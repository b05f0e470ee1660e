package assign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
)

const world = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  mode     = "autopilot"
}
site "osaka" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  mode     = "autopilot"
}
price_book "gcp" {
  source   = "list"
  date     = "2026-10-01"
  currency = "JPY"
}
team "core" {
}
product "art" {
  team = "core"
}
service "sketch" {
  product = "art"
}
service "alone" {
}
`

// parse reads the world with the bill "b".
func parse(src string) (*spec.Workspace, error) {
	w, diags := spec.Parse([]spec.Source{{Name: "w.hcl", Bytes: []byte(world + src)}}, spec.Options{})
	for _, d := range diags {
		return nil, fmt.Errorf("%s: %s: %s", d.Subject, d.Summary, d.Detail)
	}
	return w, nil
}

// billOf is a bill block with words in it.
func billOf(words string) string {
	return "bill \"b\" {\n  kind  = \"gcp\"\n  files = [\"a.csv\"]\n  site  = \"gke\"\n" + words + "\n}\n"
}

func rules(t *testing.T, words string) *Rules {
	t.Helper()
	w, err := parse(billOf(words))
	if err != nil {
		t.Fatal(err)
	}
	return New(w, w.Bills[0])
}

// values are those of a bill's keys, in order.
func values(r *Rules, of map[string]string) []string {
	out := make([]string, len(r.keys))
	for i, k := range r.keys {
		out[i] = of[k]
	}
	return out
}

func TestAStarStandsForAnyCharacters(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"", []string{""}, []string{"a", " "}},
		{"*", []string{"", "a", "a*b", "é\n"}, nil},
		{"**", []string{"", "a"}, nil},
		{"a", []string{"a"}, []string{"", "A", "aa", "a "}},
		{"a*", []string{"a", "ab", "aaa"}, []string{"", "ba"}},
		{"*a", []string{"a", "ba", "aa"}, []string{"", "ab"}},
		{"a*a", []string{"aa", "aba", "aaa"}, []string{"a", "ab", ""}},
		{"a*b*c", []string{"abc", "aXbYc", "abbc", "abcbc"}, []string{"ac", "acb", "abcd"}},
		{"*ab*ab*", []string{"abab", "xabyabz"}, []string{"ab", "aab", "aba"}},
		{"a.c", []string{"a.c"}, []string{"abc"}},
		{"a?c", []string{"a?c"}, []string{"abc"}},
		{"[a]", []string{"[a]"}, []string{"a"}},
	} {
		p := newPattern(c.pattern)
		for _, s := range c.yes {
			if !p.matches(s) {
				t.Errorf("%q does not match %q", c.pattern, s)
			}
		}
		for _, s := range c.no {
			if p.matches(s) {
				t.Errorf("%q matches %q", c.pattern, s)
			}
		}
	}
}

func TestPatternsAreThoseOfARegularExpression(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.RuneFrom([]rune("ab*")), 0, 8, -1).Draw(t, "pattern")
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab")), 0, 10, -1).Draw(t, "text")
		want := regexp.MustCompile("^" + strings.ReplaceAll(pattern, "*", ".*") + "$").MatchString(s)
		if got := newPattern(pattern).matches(s); got != want {
			t.Fatalf("%q matches %q: %v", pattern, s, got)
		}
	})
}

func TestAPatternOfManyStarsCostsLittle(t *testing.T) {
	// A matcher that goes back would not end here.
	p := newPattern(strings.Repeat("*a", 200) + "*b")
	if p.matches(strings.Repeat("a", 20_000)) {
		t.Error("a text without b matches")
	}
}

func TestTheFirstRuleThatMatchesHasTheRow(t *testing.T) {
	r := rules(t, `
  names = ["tag:app", "resource"]
  assign "one" {
    match = { service = "Support*", sub_account = "" }
    team  = "core"
  }
  assign "two" {
    match   = { service = "Support*" }
    product = "art"
    site    = "osaka"
  }
  assign "three" {
    match   = { "tag:app" = "old" }
    service = "alone"
  }
  assign "four" {
    match   = { "tag:app" = "öld" }
    service = "alone"
  }`)
	if diff := cmp.Diff([]string{"resource", "service", "sub_account", "tag:app"}, r.keys); diff != "" {
		t.Fatal(diff)
	}
	sketch := spec.Owner{Service: "sketch", Product: "art", Team: "core"}
	for _, c := range []struct {
		row  map[string]string
		want Given
	}{
		{map[string]string{"service": "Support", "tag:app": "alone"}, Given{spec.Owner{Team: "core"}, "gke", `bill b: assign one: service = "Support*", sub_account = "" goes to team core`}},
		{map[string]string{"service": "Support", "sub_account": "x"}, Given{spec.Owner{Product: "art", Team: "core"}, "osaka", `bill b: assign two: service = "Support*" goes to product art on osaka`}},
		{map[string]string{"tag:app": "old", "resource": "sketch"}, Given{spec.Owner{Service: "alone"}, "gke", `bill b: assign three: tag:app = "old" goes to service alone`}},
		{map[string]string{"tag:app": "sketch", "resource": "alone"}, Given{sketch, "gke", "bill b: tag:app is the name of a service"}},
		{map[string]string{"tag:app": "nobody", "resource": "sketch"}, Given{sketch, "gke", "bill b: resource is the name of a service"}},
		{map[string]string{"tag:app": "Sketch"}, Given{Site: "gke"}},
		{map[string]string{"tag:app": "art"}, Given{Site: "gke"}},
		{nil, Given{Site: "gke"}},
	} {
		if diff := cmp.Diff(c.want, r.Give(values(r, c.row))); diff != "" {
			t.Errorf("%v: %s", c.row, diff)
		}
	}
	if diff := cmp.Diff("alone", r.Give(values(r, map[string]string{"tag:app": "o\u0308ld"})).Service); diff != "" {
		t.Errorf("the same word in other bytes: %s", diff)
	}
	if diff := cmp.Diff(Given{Site: "gke"}, r.Give(nil)); diff != "" {
		t.Errorf("no keys at all: %s", diff)
	}
}

func TestABillIsAskedForWhatItsRulesAndItsReadersNeed(t *testing.T) {
	for kind, want := range map[string][]string{
		bill.FOCUS:    {"region", "service", "sub_account", "tag:a", "tag:b"},
		bill.OpenCost: {"controller", "namespace", "region", "tag:a", "tag:b"},
	} {
		b := &spec.Bill{Kind: spec.Value[string]{V: kind}, Names: spec.Value[[]string]{V: []string{"tag:b", "region"}}}
		b.Assigns = []*spec.Assign{{Match: spec.Value[map[string]string]{V: map[string]string{"tag:a": "x", "region": "y"}}}}
		if diff := cmp.Diff(want, Keys(b)); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
}

func TestWhatNobodyOwnsIsToldWithARuleForIt(t *testing.T) {
	r := rules(t, "  names = [\"tag:app\", \"resource\"]\n  assign \"sketsh\" {\n    match = { sku = \"x\" }\n    team  = \"core\"\n  }")
	for _, c := range []struct {
		row          map[string]string
		what, advice string
	}{
		{map[string]string{"tag:app": "sketsh", "service": "Compute Engine"}, `tag:app "sketsh" without resource`, `assign "sketsh-2" {
  match = {
    "tag:app" = "sketsh"
    resource  = ""
  }
  service = "sketch" # or another, or a product, or a team
}
`},
		{map[string]string{"service": "Compute Engine", "sub_account": "prod"}, `service "Compute Engine", sub_account "prod" without tag:app and resource`, `assign "compute-engine" {
  match = {
    "tag:app"   = ""
    resource    = ""
    service     = "Compute Engine"
    sub_account = "prod"
  }
  service = "…" # or product, or team
}
`},
		{nil, "rows that say nothing", `assign "rest" {
  match = {
    "tag:app"   = ""
    resource    = ""
    service     = ""
    sub_account = ""
  }
  service = "…" # or product, or team
}
`},
	} {
		got := r.Tell(values(r, c.row))
		if diff := cmp.Diff(Left{c.what, c.advice}, got); diff != "" {
			t.Errorf("%v: %s", c.row, diff)
		}
	}
}

// label draws what may stand in a label: what people write, and what they should not.
func label(t *rapid.T, name string) string {
	plain := rapid.SampledFrom([]string{"", "", "sketch", "alone", "front", "sketsh", "old one", "Ünïcode/日本"})
	return rapid.OneOf(plain, rapid.StringOfN(rapid.RuneFrom([]rune("ab$%{}\"\\~*\n\x00é<>'`# ")), 0, 6, -1)).Draw(t, name)
}

func TestAnAdvisedRuleTakesItsRowsAndNoOthers(t *testing.T) {
	const words = "  names = [\"tag:app\", \"resource\"]\n  assign \"office\" {\n    match = { sub_account = \"office*\" }\n    team  = \"core\"\n  }\n"
	w, err := parse(billOf(words))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		before := New(w, w.Bills[0])
		n := rapid.IntRange(1, 8).Draw(t, "rows")
		var rows [][]string
		for range n {
			rows = append(rows, values(before, map[string]string{
				"tag:app": label(t, "app"), "resource": label(t, "resource"), "service": label(t, "service"), "sub_account": label(t, "account"),
			}))
		}
		left := slices.DeleteFunc(slices.Clone(rows), func(keys []string) bool { return before.Give(keys).Rule != "" })
		if len(left) == 0 {
			return
		}
		advice := before.Tell(left[0]).Advice
		advice = regexp.MustCompile(`service = "[^"]*" #`).ReplaceAllString(advice, `service = "alone" #`)
		with, err := parse(billOf(words + advice))
		if err != nil {
			t.Fatalf("the advice is no rule: %v\n%s", err, advice)
		}
		after := New(with, with.Bills[0])
		// What specs cannot hold stands as a star, and so does a star.
		exact := !strings.ContainsAny(strings.Join(left[0], ""), "*\n\x00")
		for _, keys := range rows {
			was, is := before.Give(keys), after.Give(keys)
			mine := before.Same(keys) == before.Same(left[0]) && was.Rule == ""
			if mine && is.Service != "alone" {
				t.Fatalf("%q stays with nobody\n%s", keys, advice)
			}
			if !mine && exact && is != was {
				t.Fatalf("%q goes to %v in place of %v\n%s", keys, is, was, advice)
			}
		}
	})
}

func TestLongValuesAreToldShort(t *testing.T) {
	r := rules(t, "  names = [\"tag:app\"]")
	long := strings.Repeat("é", 10_000)
	got := r.Tell(values(r, map[string]string{"tag:app": long}))
	if len(got.What) > 200 || len(got.Advice) > 2*longestQuoted {
		t.Errorf("%d and %d bytes", len(got.What), len(got.Advice))
	}
	if !strings.Contains(got.Advice, `é*"`) {
		t.Error("the rule does not match the rest of the value")
	}
}

func TestSuggestionsStopBeforeTheyTakeLong(t *testing.T) {
	r := rules(t, "  names = [\"tag:app\"]")
	r.advised.compared = mostCompared
	if got := r.Tell(values(r, map[string]string{"tag:app": "sketsh"})); strings.Contains(got.Advice, "sketch") {
		t.Errorf("compared further: %s", got.Advice)
	}
}

func FuzzAdviceIsARuleWhateverALabelHolds(f *testing.F) {
	for _, s := range []string{"", "a", "${x}", "$${x}", "%{if}", "\"", "\\", "a\nb", "\x00", "\xff", "*", "<script>", "日本", "$", "%%{", "~{"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, app, service string) {
		if len(app) > 5000 || len(service) > 5000 {
			t.Skip("long values are cut, see above")
		}
		const words = "  names = [\"tag:app\"]\n"
		w, err := parse(billOf(words))
		if err != nil {
			t.Fatal(err)
		}
		r := New(w, w.Bills[0])
		keys := values(r, map[string]string{"tag:app": app, "service": service})
		if r.Give(keys).Rule != "" {
			return
		}
		advice := regexp.MustCompile(`service = "[^"]*" #`).ReplaceAllString(r.Tell(keys).Advice, `service = "alone" #`)
		with, err := parse(billOf(words + advice))
		if err != nil {
			t.Fatalf("%v\n%s", err, advice)
		}
		if got := New(with, with.Bills[0]).Give(keys); got.Service != "alone" {
			t.Fatalf("%q and %q go to %v\n%s", app, service, got, advice)
		}
	})
}
