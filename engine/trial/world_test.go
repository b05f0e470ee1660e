package trial

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// of is a test of a subject with one case.
func of(subject, changes, expect string) string {
	return "test \"t\" {\n  " + subject + "\n" + changes + "\n  expect {\n    " + strings.ReplaceAll(expect, "; ", "\n    ") + "\n  }\n}\n"
}

const (
	front    = `service = "front"`
	personal = "  with {\n    security {\n      data = \"personal\"\n    }\n  }"
)

func TestAWorldIsHeldAgainstWhatIsExpectedOfIt(t *testing.T) {
	for name, c := range map[string]struct {
		test string
		want []string
	}{
		"as it is":          {of(front, "", `decision = "cloud"; firm = false; allowed = ["tokyo", "cloud", "tokyo+cloud"]; forbidden = { cloud = [] }`), nil},
		"what policies say": {of(front, "", `policies = { small = { cloud = 1, tokyo = 0.25, "tokyo+cloud" = 0.25 } }; scores = { cloud = "0.6..0.65" }; because = { small = "is hybrid" }`), nil},
		"with other data":   {of(front, personal, `decision = "tokyo"; forbidden = { cloud = ["at-home"], tokyo = [] }; because = { at-home = "personal data in US" }; findings = ["at-home"]`), nil},
		"what is missed": {of(front, personal, `decision = "cloud"; firm = false; allowed = ["cloud"]; forbidden = { cloud = ["pin"] }; because = { at-home = "in FR", pin = "x" }; findings = []`), []string{
			" decision: want cloud, got tokyo", " firm: want false, got true", " allowed: want cloud, got tokyo", " forbidden cloud: want pin, got at-home",
			" findings: want none, got at-home", " because of at-home: want in FR, got personal data in JP, US; personal data in US", " because of pin: want x, got nothing: it has no reason",
		}},
		"scores missed": {of(front, "  with {\n    traffic {\n      mean_rps = 2000\n    }\n  }", `policies = { small = { cloud = 1 } }; scores = { tokyo = 0 }`), []string{
			" scores of tokyo: want 0, got ", " small of cloud: want 1, got nothing: it does not apply"}},
		"nowhere":          {of(front, personal+"\n  world {\n    site \"tokyo\" {\n      country = \"US\"\n    }\n  }", `decision = "none"; allowed = []`), nil},
		"a product":        {of(`product = "web"`, "", `findings = ["budget", "cheap"]; because = { cheap = "would cost" }`), nil},
		"a product's more": {of(`product = "web"`, "  world {\n    product \"web\" {\n      budget {\n        monthly = \"10000000 JPY/mo\"\n      }\n    }\n  }", `findings = []`), nil},
		"everything":       {of("", "", `because = { cheap = "would cost", at-home = "x" }`), []string{" because of at-home: want x, got nothing: it has no reason"}},
		"excused": {of(`product = "web"`, "  world {\n    exception \"e\" {\n      check = \"cheap\"\n      product = \"web\"\n      owner = \"x\"\n      reason = \"y\"\n      expires = \"2026-11-30\"\n    }\n  }",
			`findings = ["budget"]`), nil},
		"an error that is not there": {of(front, "", `error = "x"`), []string{" error: want x, got no error"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := failures(run(t, c.test, Options{}))
			for i := range c.want {
				if i < len(got) && strings.HasPrefix(got[i], c.want[i]) {
					got[i] = c.want[i]
				}
			}
			if diff := cmp.Diff(strings.Join(c.want, "\n"), strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFixtureIsAWorldOfItsOwn(t *testing.T) {
	// Rules are the workspace's, which has no world here.
	world, rules, _ := strings.Cut(shop, `policy "small"`)
	world = strings.Replace(world, `  disable        = ["sudden-surges"]`, "", 1)
	tests := "fixture \"shop\" {\n" + world + "}\n" + of("fixture = \"shop\"\n  "+front, personal, `forbidden = { cloud = ["at-home"] }; policies = { small = { cloud = 1 } }`)
	bench, suite, diags := load(t, `policy "small"`+rules, tests)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	r, err := bench.Run(context.Background(), suite, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string(nil), failures(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if cases, _ := r.Count(); cases != 1 || r.Tests[0].Fixture != "shop" || r.Tests[0].Subject != "service front" {
		t.Errorf("ran %+v", r.Tests)
	}
}

func TestCasesWithoutChangesShareTheirWorld(t *testing.T) {
	bench, _, diags := load(t, shop, of(front, "", "firm = true\n  }\n  case \"a\" {\n  }\n  case \"b\" {\n  }\n  case \"c\" {\n    with {\n      stateful = true\n    }"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	cases := bench.tests[0].cases
	place := func(i int) any { return cases[i].(*worldCase).place }
	if place(0) != place(1) || place(0) == place(2) {
		t.Error("worlds are not shared as they should be")
	}
}

func TestAWorldThatIsNotKeptIsMadeAnew(t *testing.T) {
	bench, suite, _ := load(t, shop, of(front, personal, `forbidden = { cloud = ["at-home"] }; findings = ["at-home"]`))
	c := bench.tests[0].cases[0].(*worldCase)
	if c.place.fleet == nil {
		t.Fatal("a small world was not kept")
	}
	c.place.fleet = nil
	if got := c.ask(t.Context(), suite); len(got) > 0 {
		t.Error(got)
	}
}

func TestOnlyTheBeginningOfALongAnswerIsShown(t *testing.T) {
	for _, unit := range []string{"x", "é", "日"} {
		got := shorten(strings.Repeat(unit, 3000))
		if len(got) > longest+len("…") || len(got) < longest-len(unit) || !strings.HasSuffix(got, unit+"…") {
			t.Errorf("%d bytes of %s, ending in %q", len(got), unit, got[len(got)-9:])
		}
	}
	if diff := cmp.Diff("short", shorten("short")); diff != "" {
		t.Error(diff)
	}
}
