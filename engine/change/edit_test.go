package change_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/change"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/spec"
)

const teamAndProduct = `
team "t" {
  owner = "o"
}
product "p" {
  team = "t"
}
class "web" {
  replicas {
    min = 2
    max = 3
  }
}
`

const limit = `
constraint "limit" {
  doc     = "d"
  forbid  = "option.money > 1.0"
  because = "'x'"
}
`

func image(name string) string { return "container {\n image = \"" + name + "\"\n}" }

func TestEditsAreWhatIsSaidOtherwise(t *testing.T) {
	classed := `
service "a" {
  class = "web"
  calls = "complete"
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
}
`
	for _, c := range []struct {
		name          string
		before, after string
		want          []string
	}{
		{"a comment", small.Service("a"), "# why\n" + small.Service("a", "# because"), nil},
		{"the order of blocks", small.Service("a") + small.Service("b"), small.Service("b") + small.Service("a"), nil},
		{"how a number is written", small.Service("a"), strings.ReplaceAll(small.Service("a"), `"1"`, `"1000m"`), nil},
		{"a number", small.Service("a"), strings.ReplaceAll(small.Service("a"), "8Gi", "9Gi"), []string{`service a changed, replica.memory: "8Gi" → "9Gi"`}},
		{"a word that was not there", small.Service("a"), small.Service("a", `pin = "gke"`), []string{`service a changed, pin:  → "gke"`}},
		{"a block that was not there", small.Service("a"), small.Service("a", "security {\n data = \"personal\"\n residency = [\"JP\"]\n}"), []string{"service a changed, security"}},
		{"a call", small.Service("a", small.Call("db", "1G", "2G")), small.Service("a", small.Call("db", "1G", "3G")), []string{`service a changed, call db.received: "2G" → "3G"`}},
		{"another call in its place", small.Service("a", small.Call("db", "1G", "2G")), small.Service("a", small.Call("internet", "1G", "2G")), []string{"service a changed, call internet, call db"}},
		{"a service more and one less", small.Service("a"), small.Service("b"), []string{"service a removed", "service b added"}},
		{"a class: not its services", teamAndProduct + classed, strings.ReplaceAll(teamAndProduct, "max = 3", "max = 4") + classed, []string{"class web changed, replicas.max: 3 → 4"}},
		{"what was inherited is written down", teamAndProduct + classed, teamAndProduct + strings.Replace(classed, "calls =", "replicas {\n    min = 2\n    max = 3\n  }\n  calls =", 1), nil},
		{"a service overrides its class", teamAndProduct + classed, teamAndProduct + strings.Replace(classed, "calls =", "replicas {\n    min = 2\n    max = 9\n  }\n  calls =", 1), []string{"service a changed, replicas.max: 3 → 9"}},
		{"a long value that had a short one", small.Service("a", image("x:1")), small.Service("a", image("x@sha256:"+strings.Repeat("e", 64))), []string{`service a changed, container.image: "x:1" → "x@sha256:` + strings.Repeat("e", 50) + `…`}},
		{"long values that differ late", small.Service("a", image("x@sha256:"+strings.Repeat("e", 64))), small.Service("a", image("x@sha256:"+strings.Repeat("e", 60)+"1234")), []string{
			`service a changed, container.image: …` + strings.Repeat("e", 34) + `" → …` + strings.Repeat("e", 30) + `1234"`,
		}},
		{"a value on several lines", small.Service("a"), small.Service("a", "pin = [\n\"gke\",\n]"), []string{`service a changed, pin:  → [ "gke", ]`}},
		{"an owner", teamAndProduct, strings.ReplaceAll(teamAndProduct, `"o"`, `"new"`), []string{`team t changed, owner: "o" → "new"`}},
		{"a rule's number", limit, strings.ReplaceAll(limit, "1.0", "2.0"), []string{`constraint limit changed, forbid: "option.money > 1.0" → "option.money > 2.0"`}},
		{"a rule and an exception", "", limit + `
exception "e" {
  check   = "limit"
  service = "a"
  owner   = "o"
  reason  = "r"
  expires = "2027-01-01"
}` + small.Service("a"), []string{"constraint limit added", "exception e added", "service a added"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := told(change.Edits(side(t, small.Sites, c.before), side(t, small.Sites, c.after)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheWorkspacesOwnWordsAndPlacesAreCompared(t *testing.T) {
	now := small.Replaced(t, small.Sites, `as_of          = "2026-10-31"`, `as_of = "2026-11-30"`+"\n weights = {\n cost = 1\n }", `"600000 JPY"`, `"500000 JPY"`, `"12 JPY/h"`, `"13 JPY/h"`, `"5ms"`, `"6ms"`)
	want := []string{
		`link gke – tokyo changed, latency: "5ms" → "6ms"`,
		`price_book book changed, machine m.hour: "12 JPY/h" → "13 JPY/h"`,
		`site tokyo changed, node_pool general.purchase: "600000 JPY" → "500000 JPY"`,
		`workspace changed, as_of: "2026-10-31" → "2026-11-30", weights`,
	}
	if diff := cmp.Diff(want, told(change.Edits(side(t, small.Sites), side(t, now)))); diff != "" {
		t.Error(diff)
	}
}

func TestMeasurementsAreComparedByTheirDigests(t *testing.T) {
	before, after := side(t, small.Sites), side(t, small.Sites)
	before.Series = map[string]string{"gone.csv": "1", "other.csv": "2", "same.csv": "3"}
	after.Series = map[string]string{"new.csv": "1", "other.csv": "4", "same.csv": "3"}
	want := []string{"series gone.csv removed", "series new.csv added", "series other.csv changed"}
	if diff := cmp.Diff(want, told(change.Edits(before, after))); diff != "" {
		t.Error(diff)
	}
}

// A measured number follows from its series: that the series changed says it all.
func TestNumbersThatWereMeasuredAreNoEdits(t *testing.T) {
	text := small.Sites + strings.ReplaceAll(small.Service("a"), `"8Gi"`, `"unknown"`)
	measured := func(memory float64) change.Side {
		s := side(t, text)
		w := s.Fleet.Workspace
		a, replica := *w.Service("a"), *w.Service("a").Replica
		replica.Memory = spec.Measure{Lo: memory, Hi: memory, Origin: replica.Memory.Origin, Evidence: 1}
		a.Replica, a.CallBlocks = &replica, append(slices.Clone(a.CallBlocks), &spec.Call{Name: "internet", Sent: spec.Measure{Lo: memory, Hi: memory, Evidence: 1}})
		s.Fleet.Workspace = w.Filled([]*spec.Service{&a}, []spec.Evidence{{Source: "prod"}})
		s.Series = map[string]string{"measured": fmt.Sprint(memory)}
		return s
	}
	if diff := cmp.Diff([]string{"series measured changed"}, told(change.Edits(measured(1), measured(2)))); diff != "" {
		t.Error(diff)
	}
}

// What a list of texts or a map holds may be secret: a header, an argument.
func TestHeadersAndArgumentsAreNamedAndNotTold(t *testing.T) {
	text := func(secret string) string {
		return small.Sites + `
metrics "m" {
  kind    = "prometheus"
  url     = "https://example.com"
  headers = { X-Scope-OrgID = "` + secret + `" }
}`
	}
	want := []string{"metrics m changed, headers"}
	if diff := cmp.Diff(want, told(change.Edits(side(t, text("one")), side(t, text("two"))))); diff != "" {
		t.Error(diff)
	}
}

func TestOfRulesAloneTheRulesAndTheirWeightsAreCompared(t *testing.T) {
	before := side(t, small.Sites, small.Service("a"), teamAndProduct)
	after := side(t, small.Replaced(t, small.Sites, `"5ms"`, `"6ms"`, "hourly_rate    =", "disable = [\"residency\"]\n hourly_rate ="), limit,
		strings.ReplaceAll(teamAndProduct, `team = "t"`, "team = \"t\"\n weights = {\n cost = 1\n }"))
	got := told(change.RuleEdits(before.Fleet.Workspace, after.Fleet.Workspace))
	want := []string{"constraint limit added", "product p changed, weights", `workspace changed, disable:  → ["residency"]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// However a workspace is laid out in files, it says the same.
func TestTheLayoutOfFilesIsNoEdit(t *testing.T) {
	blocks := []string{small.Sites, teamAndProduct, limit}
	for i := range 5 {
		blocks = append(blocks, small.Service(fmt.Sprintf("s%d", i), small.Call("db", "1G", "2G")))
	}
	plain := side(t, blocks...)
	rapid.Check(t, func(r *rapid.T) {
		laid := map[string]string{}
		for _, b := range rapid.Permutation(blocks).Draw(r, "order") {
			name := rapid.SampledFrom([]string{"a.hcl", "z/b.hcl", "z/y/c.hcl"}).Draw(r, "file")
			laid[name] += rapid.SampledFrom([]string{"", "# a comment\n", "\n\n/* another */\n"}).Draw(r, "between") + b
		}
		var pairs []string
		for name, content := range laid {
			pairs = append(pairs, name, content)
		}
		if got := told(change.Edits(plain, files(t, pairs...))); got != nil {
			r.Errorf("%q", got)
		}
	})
}

// A word that is added to the language must be of a kind that is compared.
func TestEveryWordOfTheLanguageIsCompared(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(path string, typ reflect.Type)
	walk = func(path string, typ reflect.Type) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			word, _, _ := strings.Cut(f.Tag.Get("hcl"), ",")
			switch kind := f.Type.Kind(); {
			case f.Type == reflect.TypeFor[spec.Origin]():
			case f.Anonymous:
				walk(path, f.Type)
			case word == "":
			case kind == reflect.Pointer:
				walk(path+"."+word, f.Type.Elem())
			case kind == reflect.Slice && f.Type.Elem().Kind() == reflect.Pointer:
				walk(path+"."+word, f.Type.Elem().Elem())
			case kind == reflect.Struct:
				if o, ok := f.Type.FieldByName("Origin"); !ok || o.Type != reflect.TypeFor[spec.Origin]() {
					t.Errorf("%s.%s does not say where it was written", path, word)
				}
			default:
				t.Errorf("%s.%s is a %s, which is not compared", path, word, f.Type)
			}
		}
	}
	w := reflect.TypeFor[spec.Workspace]()
	for i := range w.NumField() {
		f := w.Field(i)
		if f.IsExported() && f.Type.Kind() == reflect.Slice && f.Name != "Files" && f.Name != "Evidence" {
			walk(f.Name, f.Type.Elem().Elem())
		}
	}
	walk("workspace", reflect.TypeFor[spec.WorkspaceSettings]())
	if len(seen) < 40 {
		t.Errorf("only %d blocks seen", len(seen))
	}
}
