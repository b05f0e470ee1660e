package policies

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nested is an expression of loops in each other, which goes over a list of n
// elements n times for each level.
func nested(depth, n int) string {
	list := "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]"
	body := "x0 > 5"
	for i := range depth {
		body = fmt.Sprintf("%s.exists(x%d, %s)", list, i, body)
	}
	return body + " ? 1 : 0"
}

// compiled returns the score of a policy compiled as Compile does it, with the
// options that berth runs.
func compiled(t testing.TB, score string) *Policy {
	t.Helper()
	suite, diags := compileText(t, policyText(score))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return mustPolicy(t, suite, "try")
}

// stopped returns the cause of a failed score, "" when it did not fail.
func stopped(p *Policy, v *Vars) string {
	_, err := p.Score(v)
	var e *RunError
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return e.Cause.Error()
}

// TestExpensiveExpressionsAreStopped runs what would take minutes or gigabytes.
func TestExpensiveExpressionsAreStopped(t *testing.T) {
	doubled := "[['a']]" + strings.Repeat(".map(a, a + a)", 60)
	texts := "['aaaaaaaa']" + strings.Repeat(".map(a, a + a)", 60)
	tooLong := "stopped: it takes more than 1000000 steps"
	tooLarge := "stopped: one of its values has more than 10000 elements"
	for _, c := range []struct{ what, score, want string }{
		{"loops in loops", nested(10, 8), tooLong},
		{"a list joined to itself again and again", doubled + ".exists(a, a.exists(b, b == 'c')) ? 1 : 0", tooLarge},
		{"a list joined to itself and then to a text", "size(" + doubled + ".map(a, a.join(''))[0])", tooLarge},
		{"a text joined to itself again and again", "size(" + texts + "[0])", tooLarge},
		{"parts and texts in turn", "size(" + "'aaaaaaaa'" + strings.Repeat(".split('').join('aaaaaaaaaaaaaaaaaaaa')", 30) + ")", tooLarge},
	} {
		if diff := cmp.Diff(c.want, stopped(compiled(t, c.score), sample())); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestADoneContextStopsALoop(t *testing.T) {
	// Cheap enough for the limits, so that only the context can stop it.
	p := compiled(t, nested(3, 40))
	v := sample()
	if got := stopped(p, v); got != "<nil>" {
		t.Fatalf("it does not run through without a context: %s", got)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	v.Context = ctx
	if got := stopped(p, v); got != "<nil>" {
		t.Fatalf("it does not run through with a context that is not done: %s", got)
	}
	cancel(errors.New("the person pressed Ctrl-C"))
	if diff := cmp.Diff("the person pressed Ctrl-C", stopped(p, v)); diff != "" {
		t.Error(diff)
	}
}

// TestWhatRunsWithoutAMeterHasNoLoops holds what limits.go relies on.
func TestWhatRunsWithoutAMeterHasNoLoops(t *testing.T) {
	for score, want := range map[string]bool{
		"option.money":                                               false,
		"min(1.0, option.money / 2.0)":                               false,
		"option.kind in ['onprem', 'cloud'] ? 1 : 0":                 false,
		"size('%.2f %s'.format([option.money, service.needs]))":      false,
		"size(service.needs.join(', '))":                             false,
		"sets.contains(service.needs, option.sites) ? 1 : 0":         false,
		"has(service.cv) && service.cv > 1.0 ? 1 : 0":                false,
		"service.needs.exists(n, n == 'a') ? 1 : 0":                  true,
		"size(service.needs.map(n, n))":                              true,
		"size(service.needs.filter(n, n == 'a'))":                    true,
		"option.kind.matches('^a') ? 1 : 0":                          true,
		"size(option.id.split('+'))":                                 true,
		"min(1, [1, 2].all(n, n > 0) ? 1 : 0) + size('a' + 'b') - 1": true,
	} {
		if got := compiled(t, score).score.loops; got != want {
			t.Errorf("%s: metered %t, want %t", score, got, want)
		}
	}
}

// TestHostileExpressionsAreRefused must come back soon: no time is measured,
// but what is not refused would run into the test's deadline.
func TestHostileExpressionsAreRefused(t *testing.T) {
	for what, score := range map[string]string{
		"longer than 4 KiB": "1.0" + strings.Repeat(" ", maxSource-len("1.0")), // with the heredoc's line end

		"brackets in brackets":         strings.Repeat("(", 2000) + "1.0" + strings.Repeat(")", 2000),
		"lists in lists":               strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
		"conditions in each other":     strings.Repeat("true ? (", 400) + "1.0" + strings.Repeat(") : 1", 400),
		"loops in conditions of loops": "[1]" + strings.Repeat(".exists(x, [1]", 150) + strings.Repeat(")", 150) + " ? 1 : 0",
		"numbers mixed very deep":      strings.Repeat("1 + (", 90) + "1.5" + strings.Repeat(")", 90),
		"a large pattern":              "'a'.matches('((((a{30}){30}){30}){30})') ? 1 : 0",
		"digits after the point":       "size('%.999999999f'.format([1.0]))",
	} {
		suite, diags := compileText(t, policyText(score))
		if !diags.HasErrors() || ran(suite)["try"] {
			t.Errorf("%s: not refused", what)
		}
	}
}

func TestAnExpressionOfTheFullLengthRuns(t *testing.T) {
	// The heredoc's line end is one byte of it.
	score := "1.0" + strings.Repeat(" ", maxSource-len("1.0")-len("\n"))
	if got := stopped(compiled(t, score), sample()); got != "<nil>" {
		t.Error(got)
	}
}

// BenchmarkMeter compares a run without a meter to one with it, on the formula
// that is evaluated most.
func BenchmarkMeter(b *testing.B) {
	p := mustPolicy(b, standardSuite(b), "cost-against-reference")
	env, err := newEnvironment(reflect.TypeFor[Vars]())
	if err != nil {
		b.Fatal(err)
	}
	v := sample()
	for _, metered := range []bool{false, true} {
		program, err := env.cel.PlanProgram(p.score.tree, programOptions(metered)...)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("metered=%t", metered), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := program.Eval((*activation)(v)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
