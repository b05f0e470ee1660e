package check

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// abroad is a cloud site in another country, beside those of testdata/shop.
const abroad = `
site "iowa" {
  kind        = "cloud"
  provider    = "gke"
  country     = "US"
  prices      = "book"
  node_pool "web" {
    machine = "m"
  }
  per_service = "90 JPY/mo"
  effort {
    per_service = "1h/mo"
  }
  internet {
    egress = "20 JPY/GiB"
  }
}
link "tokyo" "iowa" {
  path   = "vpn"
  egress = { tokyo = "0 JPY/GiB", iowa = "10 JPY/GiB" }
}
link "gke" "iowa" {
  path   = "vpn"
  egress = { gke = "10 JPY/GiB", iowa = "10 JPY/GiB" }
}
`

// service is a service against which nothing speaks, with more words.
func service(name, more string) string {
	return fmt.Sprintf(`
service %q {
  calls = "complete"
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
  %s
}
`, name, more)
}

// rule is a check with more words.
func rule(name, over, more string) string {
	return fmt.Sprintf("check %q {\n  doc = \"d\"\n  over = %q\n  because = \"'it is so'\"\n  %s\n}\n", name, over, more)
}

// world is the sites of testdata/shop and a foreign one, with the specs of a test.
func world(t testing.TB, specs string) Input { return worldOf(t, specs, "") }

// worldOf is a world with exceptions in a file of their own.
func worldOf(t testing.TB, specs, exceptions string) Input {
	t.Helper()
	sites, err := os.ReadFile("../../testdata/shop/sites.hcl")
	if err != nil {
		t.Fatal(err)
	}
	return fleetOf(t, []spec.Source{
		{Name: "sites.hcl", Bytes: sites}, {Name: "abroad.hcl", Bytes: []byte(abroad)}, {Name: "specs.hcl", Bytes: []byte(specs)},
		{Name: "exceptions.hcl", Bytes: []byte(exceptions)},
	})
}

// fleetOf reads a workspace; any mistake in it ends the test.
func fleetOf(t testing.TB, sources []spec.Source) Input {
	t.Helper()
	w, diags := spec.Parse(sources, spec.Options{})
	suite, more := policies.Compile(w)
	diags = append(diags, more...)
	profiles, more := score.Profiles(w, nil)
	if diags = append(diags, more...); diags.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, diags, diag.TextOptions{})
		t.Fatal(b.String())
	}
	return Input{Fleet: score.New(w, suite, profiles)}
}

// check runs the rules of a world.
func check(t testing.TB, in Input) *Result {
	t.Helper()
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines are the findings of a run, one a line; names choose rules, none means all.
func (r *Result) lines(rules ...string) (out []string) {
	for _, f := range r.Findings {
		if len(rules) > 0 && !strings.Contains(" "+strings.Join(rules, " ")+" ", " "+f.Rule+" ") {
			continue
		}
		line := fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Subject)
		if f.Moment != "" {
			line += " " + f.Moment
		}
		if f.Where != "" {
			line += " on " + f.Where
		}
		if f.Exception != "" {
			line += " excused by " + f.Exception
		}
		out = append(out, fmt.Sprintf("%s: %s (%s)", line, f.Because, place(f)))
	}
	return out
}

// place is the file and the line of a finding.
func place(f Finding) string { return fmt.Sprintf("%s:%d", f.At.File, f.At.Start.Line) }

// rule returns a rule of a result.
func (r *Result) rule(t testing.TB, name string) Rule {
	t.Helper()
	for _, rule := range r.Rules {
		if rule.Name == name {
			return rule
		}
	}
	t.Fatalf("the result has no rule %s", name)
	return Rule{}
}

// counts are the counts of a rule, in words.
func (r *Result) counts(t testing.TB, name string) string {
	t.Helper()
	c := r.rule(t, name)
	if c.NotRun != "" {
		return c.NotRun
	}
	out := fmt.Sprintf("evaluated %d passed %d failed %d excused %d", c.Evaluated, c.Passed, c.Failed, c.Excused)
	for _, s := range c.Skipped {
		out += fmt.Sprintf("; %s %d", s.Why, s.Count)
	}
	return out
}
