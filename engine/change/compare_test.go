package change_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/money"
)

// moved are services as text.
func moved(all []change.Service) (out []string) {
	for _, s := range all {
		out = append(out, fmt.Sprintf("%s %s %s→%s %v: %s", s.How, s.Name, s.From, s.To, s.Edited, s.Why))
	}
	return out
}

const product = `
product "p" {
}
`

func TestOnlyServicesThatMoveComeOrGoAreShown(t *testing.T) {
	gke := `pin = "gke"`
	for _, c := range []struct {
		name          string
		before, after []string
		want          []string
	}{
		{
			"a pin",
			[]string{small.Service("a"), small.Service("b")},
			[]string{small.Service("a", gke), small.Service("b")},
			[]string{"changed a tokyo→gke [pin]: tokyo is not allowed: it is pinned to gke (pin)"},
		},
		{
			"one comes, one goes",
			[]string{small.Service("a"), small.Service("b")},
			[]string{small.Service("b"), small.Service("c", gke)},
			[]string{"removed a tokyo→ []: ", "added c →gke []: the only place that rules allow"},
		},
		{
			"a number that moves nothing",
			[]string{small.Service("a"), small.Service("b")},
			[]string{small.Service("a", "stateful = true"), small.Service("b")},
			nil,
		},
		{
			"the room is taken by a new one that may be nowhere else",
			[]string{small.Service("a"), small.Service("b"), small.Service("c"), small.Service("d")},
			[]string{small.Service("a"), small.Service("b"), small.Service("c"), small.Service("d", small.Call("a", "900G", "1G")), small.Service("e", `pin = "tokyo"`)},
			[]string{"changed b tokyo→gke []: on tokyo, tokyo/general/memory lacks 8 GiB in every hour", "added e →tokyo []: the only place that rules allow"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compared(t, side(t, append([]string{small.Sites, product}, c.before...)...), side(t, append([]string{small.Sites, product}, c.after...)...))
			if diff := cmp.Diff(c.want, moved(got.Services)); diff != "" {
				t.Error(diff)
			}
			addsUp(t, got)
		})
	}
}

// addsUp holds the lines of the bill against its total.
func addsUp(t *testing.T, c *change.Change) {
	t.Helper()
	sum := money.Zero("JPY")
	for _, m := range c.Money {
		sum = sum.Add(m.After).Sub(m.Before)
	}
	if c.Total == nil || sum.Cmp(c.Total.After.Sub(c.Total.Before)) != 0 {
		t.Errorf("the lines add up to %s, the total is %+v", sum, c.Total)
	}
}

func TestMoneyIsToldByProduct(t *testing.T) {
	before := side(t, small.Sites, product, small.Service("a", `product = "p"`), small.Service("b"))
	after := side(t, small.Sites, product, small.Service("a", `product = "p"`, `pin = "gke"`), small.Service("b"))
	got := compared(t, before, after)
	var lines []string
	for _, m := range append(got.Money, *got.Total) {
		lines = append(lines, fmt.Sprintf("%s%s %s → %s", m.Product, m.What, m.Before.Rounded(0), m.After.Rounded(0)))
	}
	want := []string{"p 146 → 3,020", "the month's bill 36,201 → 39,075"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAPlanServicesAreToldByTheirDecisions(t *testing.T) {
	before := side(t, small.Sites, product, small.Service("a"), small.Service("b"))
	after := side(t, small.Sites, product, small.Service("a", `pin = "tokyo"`), small.Service("b", "needs = [\"gpu\"]"))
	for _, s := range []*change.Side{&before, &after} {
		var err error
		if s.Decided, err = change.Decide(t.Context(), s.Fleet); err != nil {
			t.Fatal(err)
		}
		if s.Found, err = check.Run(t.Context(), check.Input{Fleet: s.Fleet}); err != nil {
			t.Fatal(err)
		}
	}
	got := change.Compare(before, after, change.Edits(before, after))
	want := []string{
		"changed a gke→tokyo [pin]: gke is not allowed: it is pinned to tokyo (pin)",
		"changed b gke→ [needs]: no option is allowed: tokyo: tokyo lacks gpu, which the service needs (needs); gke: gke lacks gpu, which the service needs (needs); tokyo+gke: the service needs gpu in both halves; tokyo and gke do not both have it (needs).",
	}
	if diff := cmp.Diff(want, moved(got.Services)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"b"}, got.Nowhere); diff != "" || got.Total != nil || got.Placed != check.Decided {
		t.Error(diff, got.Total, got.Placed)
	}
}

func TestWhatTheRulesAloneDoIsToldApart(t *testing.T) {
	banned := `
constraint "not-rented" {
  doc     = "d"
  forbid  = "'gke' in option.sites && service.name == 'a'"
  because = "'it may not'"
}`
	before := side(t, small.Sites, small.Service("a"), small.Service("b"))
	after := side(t, small.Sites, small.Service("a"), small.Service("b", `pin = "tokyo"`), banned)
	edits := change.Edits(before, after)
	if c := change.Compare(before, after, edits); !c.RulesEdited() {
		t.Error("the rule is no edit")
	}
	got, err := change.Rules(t.Context(), before, after, check.Input{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]change.Moved{{Service: "a", From: "gke", To: "tokyo"}}, got.Moves); diff != "" {
		t.Error(diff)
	}
	if got.Services != 2 {
		t.Errorf("%d services judged", got.Services)
	}
}

func TestARuleThatRefusesLessIsNamedThoughItFindsNothing(t *testing.T) {
	mine := func(name, severity string) string {
		return fmt.Sprintf("check %q {\n  doc = \"d\"\n  over = \"service\"\n  severity = %q\n  require = \"service.name == 'a'\"\n  because = \"'b'\"\n}\n", name, severity)
	}
	off := small.Replaced(t, small.Sites, "workspace {", "workspace {\n  disable = [\"runs-on\", \"residency\"]")
	before := []string{mine("gone", "info"), mine("kept", "error"), mine("softer", "error"), mine("harder", "info"), small.Sites, small.Service("a")}
	after := []string{mine("kept", "error"), mine("softer", "warning"), mine("harder", "error"), mine("new", "info"), off, small.Service("a")}
	got, err := change.Rules(t.Context(), side(t, before...), side(t, after...), check.Input{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"check gone is gone", "check runs-on is switched off by the workspace", "check softer is of severity warning",
		"constraint residency is switched off by the workspace",
	}
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(got.Weaker))); diff != "" {
		t.Error(diff)
	}
}

func TestRulesAreEditedWhereTheyOrTheirWeightsAre(t *testing.T) {
	for _, c := range []struct {
		edit change.Edit
		want bool
	}{
		{change.Edit{Kind: "policy", How: change.Added}, true},
		{change.Edit{Kind: "check", How: change.Removed}, true},
		{change.Edit{Kind: "workspace", Fields: []change.Field{{Path: "weights"}}}, true},
		{change.Edit{Kind: "workspace", Fields: []change.Field{{Path: "disable"}}}, true},
		{change.Edit{Kind: "product", Fields: []change.Field{{Path: "weights"}}}, true},
		{change.Edit{Kind: "workspace", Fields: []change.Field{{Path: "as_of"}}}, false},
		{change.Edit{Kind: "exception", How: change.Added}, false},
		{change.Edit{Kind: "service", How: change.Added}, false},
	} {
		if got := (&change.Change{Edits: []change.Edit{c.edit}}).RulesEdited(); got != c.want {
			t.Errorf("%+v: %v", c.edit, got)
		}
	}
}
