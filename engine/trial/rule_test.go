package trial

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oneOf is a test of a rule with one case.
func oneOf(rule, given, expect string) string {
	return fmt.Sprintf("test \"t\" {\n  rule  = %q\n  given = { %s }\n  expect {\n    %s\n  }\n}\n", rule, given, strings.ReplaceAll(expect, "; ", "\n    "))
}

func TestARuleIsHeldAgainstWhatIsExpectedOfIt(t *testing.T) {
	const personal = `"service.security.data" = "personal", "option.countries" = ["JP", "US"]`
	for name, c := range map[string]struct {
		test string
		want []string
	}{
		"a policy as expected":      {oneOf("small", `"option.kind" = "cloud"`, `applies = true; score = 1; because = "is cloud"`), nil},
		"values that are not given": {oneOf("small", "", `score = 0.25; because = "onprem"`), nil},
		"a range":                   {oneOf("small", "", `score = "0.2..0.3"`), nil},
		"a range open above":        {oneOf("small", "", `score = "0.2.."`), nil},
		"another score":             {oneOf("small", "", `score = 0.5`), []string{" score: want 0.5, got 0.25"}},
		"a range missed":            {oneOf("small", "", `score = "..0.2"`), []string{" score: want ..0.2, got 0.25"}},
		"another reason":            {oneOf("small", "", `because = "cloud"`), []string{" because: want cloud, got it is onprem"}},
		"a policy that is silent": {oneOf("small", `"service.mean_cores" = 100`, `score = 1; because = "x"`), []string{
			" score: want 1, got nothing: it does not apply", " because: want x, got nothing: it does not apply"}},
		"silence as expected": {oneOf("small", `"service.mean_cores" = 100`, `applies = false`), nil},
		"silence missed":      {oneOf("small", "", `applies = false`), []string{" applies: want false, got true"}},

		"a constraint as expected": {oneOf("at-home", personal, `forbids = true; because = "in JP, US"`), nil},
		"a constraint that allows": {oneOf("at-home", "", `forbids = true; because = "x"`), []string{
			" forbids: want true, got false", " because: want x, got nothing: it does not forbid"}},

		"a check that passes":   {oneOf("cheap", `"product.budget" = 5, "product.money" = 5`, `applies = true; passes = true`), nil},
		"a check that does not": {oneOf("cheap", `"product.budget" = 5, "product.money" = 6`, `passes = false; because = "cost 6"`), nil},
		"a check that is silent": {oneOf("cheap", `"product.budget" = 5, "product.money" = "absent"`, `passes = true`), []string{
			" passes: want true, got nothing: it does not apply"}},
		"a check that passes, without a reason": {oneOf("cheap", `"product.budget" = 5, "product.money" = 5`, `because = "cost"`), []string{
			" because: want cost, got nothing: it passes"}},

		"an error as expected": {oneOf("max-latency", "", `error = "x"`), []string{" error: want x, got no error"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, failures(run(t, c.test, Options{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnErrorOfARuleMustBeExpected(t *testing.T) {
	const divides = `
policy "divides" {
  criterion = "scalability"
  doc       = "Divides."
  score     = "option.money / option.hours"
  because   = "'x'"
}
`
	for name, c := range map[string]struct {
		expect string
		want   string
	}{
		"expected":     {`error = "must be from 0 to 1"`, ""},
		"another":      {`error = "no such thing"`, "want no such thing, got "},
		"not expected": {`score = 1`, "want no error, got "},
	} {
		t.Run(name, func(t *testing.T) {
			bench, suite, diags := load(t, shop+divides, oneOf("divides", `"option.money" = 5`, c.expect))
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			r, err := bench.Run(t.Context(), suite, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(failures(r), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("failures %q, want %q", got, c.want)
			}
		})
	}
}

func TestMistakesInTestsAreErrorsWithAPlace(t *testing.T) {
	const far = `service = "front"`
	world := func(subject, expect string) string {
		return "test \"t\" {\n  " + subject + "\n  expect {\n    " + expect + "\n  }\n}\n"
	}
	for name, c := range map[string]struct{ test, want string }{
		"a rule that does not exist":  {oneOf("smal", "", "score = 1"), `2,11: Unknown rule: There is no rule "smal". Did you mean "small"?`},
		"a rule that is switched off": {oneOf("sudden-surges", "", "score = 1"), `Rule switched off: The workspace switches policy "sudden-surges" off`},
		"a value that is unknown":     {oneOf("small", `"option.knd" = "cloud"`, "score = 1"), `3,13: Wrong value: There is no "option.knd" here. Did you mean "option.kind"?`},
		"another vocabulary's value":  {oneOf("small", `"product.budget" = 1`, "score = 1"), `There is no "product.budget" here`},
		"another subject's value":     {oneOf("cheap", `"team.owner" = "x"`, "passes = true"), `There is no "team.owner" here`},
		"a value of another type":     {oneOf("small", `"service.mean_cores" = "x"`, "score = 1"), `service.mean_cores is double; the text "x" does not go there.`},
		"a list for a number":         {oneOf("small", `"service.volumes" = ["x"]`, "score = 1"), "a list does not go there"},
		"half a thing":                {oneOf("small", `"service.volumes" = 1.5`, "score = 1"), "is a whole number; 1.5 is none"},
		"less than can be":            {oneOf("cheap", `"product.budget" = -1`, "passes = true"), "product.budget is never less than 0; -1 is."},
		"what is never absent":        {oneOf("small", `"service.mean_cores" = "absent"`, "score = 1"), "is never absent: it is double"},
		"a text that cannot be":       {oneOf("runs-on", `"service.data" = "persnal"`, "passes = true"), `service.data can never be "persnal". Did you mean "personal"?`},
		"a constraint's score":        {oneOf("at-home", "", "score = 1"), `5,13: Wrong expectation: A constraint has no "score".`},
		"a policy's verdict":          {oneOf("small", "", "forbids = true"), `A policy has no "forbids".`},
		"an unknown service":          {world(`service = "frnt"`, "firm = true"), `2,13: Unknown service: The world of the test has no service "frnt". Did you mean "front"?`},
		"an unknown product":          {world(`product = "x"`, "findings = []"), "Unknown product"},
		"an unknown team":             {world(`team = "x"`, "findings = []"), "Unknown team"},
		"an unknown site":             {world(`site = "toky"`, "findings = []"), `Did you mean "tokyo"?`},
		"an unknown decision":         {world(far, `decision = "clod"`), `Service "front" has no option "clod". Did you mean "cloud"?`},
		"unknown options":             {world(far, `scores = { nowhere = 1 }`), `has no option "nowhere"`},
		"an unknown constraint":       {world(far, `forbidden = { cloud = ["at-hme"] }`), `There is no rule "at-hme". Did you mean "at-home"?`},
		"no constraint":               {world(far, `forbidden = { cloud = ["small"] }`), `"small" is a policy; here stands a constraint.`},
		"no policy":                   {world(far, `policies = { at-home = { cloud = 1 } }`), `"at-home" is a constraint; here stands a policy.`},
		"no finding":                  {world(far, `findings = ["small"]`), `"small" is a policy; here stands a check or a constraint.`},
		"no reason":                   {world(`site = "tokyo"`, `because = { small = "x" }`), `"small" is a policy; here stands a check or a constraint.`},
		"a world that is wrong":       {strings.Replace(world(far, "firm = true"), far, far+"\n  with {\n    product = \"wbe\"\n  }", 1), `Unknown product`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, diags := load(t, shop, c.test)
			if len(diags) != 1 || !strings.Contains(diags[0].Error(), c.want) {
				t.Errorf("said %v, want %q", diags, c.want)
			}
		})
	}
}

func TestAScoreIsTheOneThatTheRuleGives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		need := rapid.Float64Range(0.1, 1000).Draw(rt, "need")
		free := rapid.Float64Range(0, 1000).Draw(rt, "free")
		off := rapid.SampledFrom([]float64{0, 0.001, -0.001}).Draw(rt, "off")
		want := min(1, free/need) + off
		r := run(t, oneOf("elastic-capacity",
			fmt.Sprintf(`"option.cores_needed_by_lead_time" = %v, "option.headroom_cores" = %v`, plain(need), plain(free)), "score = "+plain(want)), Options{})
		if _, failed := r.Count(); (failed == 0) != (off == 0) {
			rt.Fatalf("%v of %v: off by %v and failures %v", free, need, off, failures(r))
		}
	})
}

// plain writes a number as specs may, without an exponent.
func plain(n float64) string { return strings.TrimRight(fmt.Sprintf("%.15f", n), "0") + "0" }
