package policies

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"cel.dev/cel-go/common/types"
	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

func TestAFailureNamesRuleServiceOptionAndPlace(t *testing.T) {
	place := `policy "try", score of service "shop" on option "tokyo": `
	for _, c := range []struct{ score, want string }{
		{"service.volumes % 0", "rules.hcl:5,17: " + place + "modulus by zero"},
		{"option.sites[3] == 'a' ? 1 : 0", "rules.hcl:5,13: " + place + "index out of bounds: 3"},
		{"service.surge_10m", "rules.hcl:5,8: " + place + "there is no service.surge_10m: ask with has(service.surge_10m) first"},
		{"option.money / 0.0 - option.money / 0.0", "rules.hcl:4,15: " + place + "the score is NaN; it must be from 0 to 1"},
		{"min(1, 0.0 / 0.0)", "rules.hcl:4,15: " + place + "the score is NaN; it must be from 0 to 1"},
		{"option.money / 0.0", "rules.hcl:4,15: " + place + "the score is +Inf; it must be from 0 to 1"},
		{"1.5", "rules.hcl:4,15: " + place + "the score is 1.5; it must be from 0 to 1"},
		{"-0.25", "rules.hcl:4,15: " + place + "the score is -0.25; it must be from 0 to 1"},
		{"2", "rules.hcl:4,15: " + place + "the score is 2; it must be from 0 to 1"},
		{"double(option.id)", "rules.hcl:5,7: " + place + "type conversion error from 'string' to 'double'"},
		{"9223372036854775807 + size(service.runs_on)", "rules.hcl:5,21: " + place + "integer overflow"},
	} {
		_, err := compiled(t, c.score).Score(sample())
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %s", c.score, cmp.Diff(c.want, errorText(err)))
		}
		var e *RunError
		if !errors.As(err, &e) {
			t.Errorf("%s: the error is a %T", c.score, err)
			continue
		}
		if d := e.Diagnostic(); d.Code != CodeRun || d.Severity != diag.Error || d.Subject != e.At {
			t.Errorf("%s: the diagnostic is %+v", c.score, d)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

func TestScoresAtTheEndsAreScores(t *testing.T) {
	for score, want := range map[string]float64{"0": 0, "0.0": 0, "1": 1, "1.0": 1} {
		got, err := compiled(t, score).Score(sample())
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", score, got, err)
		}
	}
}

// TestMissingStructsAreErrorsAndNoPanic gives rules what no caller should.
func TestMissingStructsAreErrorsAndNoPanic(t *testing.T) {
	suite := standardSuite(t)
	half := sample()
	half.Service.Security = nil
	for _, v := range []*Vars{{}, {Service: &Service{}}, {Option: &Option{}}, half} {
		for _, p := range suite.Policies {
			if yes, err := p.Applies(v); err == nil && !yes {
				continue
			}
			if _, err := p.Score(v); err != nil && !strings.Contains(err.Error(), "was asked for, but nothing was given") {
				t.Errorf("%s: %v", p.Name(), err)
			}
		}
		for _, c := range suite.Constraints {
			if _, err := c.Forbids(v); err != nil && !strings.Contains(err.Error(), "was asked for, but nothing was given") {
				t.Errorf("%s: %v", c.Name(), err)
			}
		}
	}
	if _, err := mustConstraint(t, suite, "residency").Forbids(half); err == nil {
		t.Error("residency was judged without a security block")
	}
}

func TestRulesMayRunSideBySide(t *testing.T) {
	suite := standardSuite(t)
	all := pairs(60)
	judge := func() (out []string) {
		for _, v := range all {
			for _, p := range suite.Policies {
				if yes, _ := p.Applies(v); yes {
					because, err := p.Because(v)
					if err != nil {
						t.Error(err)
					}
					out = append(out, because)
				}
			}
			for _, c := range suite.Constraints {
				if yes, _ := c.Forbids(v); yes {
					because, err := c.Because(v)
					if err != nil {
						t.Error(err)
					}
					out = append(out, because)
				}
			}
		}
		return out
	}
	want := judge()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if diff := cmp.Diff(want, judge()); diff != "" {
				t.Error(diff)
			}
		})
	}
	wait.Wait()
}

// seeds are conditions of which something can be said before they are evaluated.
const seeds = `service.volumes > 2 && service.volumes < 3 || option.kind in ['cloud'] && option.kind != 'cloud'
service.needs.all(n, n in service.pin && n == 'a') ? service.job : !service.job
min(service.volumes, 3) > 3 == (option.burst_share * 2.0 - 1.0 >= 1.0)
service.runs_on == [] && math.abs(option.money) <= 0.0 && has(service.cv) && -service.cv > 1.0`

// FuzzCompile looks for an expression that ends the process, when it is
// compiled or when it is run, whose mistake is shown outside of the file, or that comes
// to what it is said never to come to.
func FuzzCompile(f *testing.F) {
	for _, seed := range append([]string{
		"1.0", "min(1, option.money / 2)", "service.needs.all(n, n in option.capabilities) ? 1 : 0",
		"has(service.surge_10m) ? 1 : 0.5", "'%.1f'.format([option.money])", "[1, 2].map(x, x * 2.5)[0]",
		"service.p99", "1 + (2 + (3 + 0.5))", "'é' + servic.name", "option.\nmoney", "'a'.matches('(')", "{'a': 1}.a", "((((",
	}, strings.Split(seeds, "\n")...) {
		f.Add(seed)
	}
	env, err := newEnvironment(reflect.TypeFor[Vars]())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		w, s := scored(expression)
		if w == nil {
			return // HCL cannot hold it
		}
		for _, want := range []result{boolean(), number(), text()} {
			x, diags := env.compile(s, want)
			if (x == nil) != diags.HasErrors() {
				t.Fatalf("compiled %t with %v", x != nil, diags)
			}
			for _, d := range diags {
				if d.Subject.File == "" || d.Subject.End.Byte > len(w.Files[0].Bytes) || d.Subject.Start.Byte > d.Subject.End.Byte || d.Detail == "" {
					t.Fatalf("%q: shown at %+v: %s", expression, d.Subject, d.Detail)
				}
			}
			if x == nil {
				continue
			}
			out, err := x.run((*activation)(sample()))
			if truth, ok := out.(types.Bool); err == nil && ok && !env.can(x, bool(truth)) {
				t.Fatalf("%q is said never to be %t, and is", expression, truth)
			}
		}
	})
}
