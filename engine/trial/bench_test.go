package trial

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/enginetest"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// BenchmarkRule is one case of a rule on given values.
func BenchmarkRule(b *testing.B) {
	bench, suite, _ := load(b, shop, oneOf("small", `"option.kind" = "cloud"`, `score = 1; because = "cloud"`))
	for b.Loop() {
		if len(bench.tests[0].cases[0].ask(b.Context(), suite)) > 0 {
			b.Fatal("failed")
		}
	}
}

// BenchmarkWorld is one case of a service in a world of two sites.
func BenchmarkWorld(b *testing.B) {
	bench, suite, _ := load(b, shop, of(front, personal, `forbidden = { cloud = ["at-home"] }`))
	for b.Loop() {
		if len(bench.tests[0].cases[0].ask(b.Context(), suite)) > 0 {
			b.Fatal("failed")
		}
	}
}

// BenchmarkMutants puts every mistake into the standard rules, with their own tests.
func BenchmarkMutants(b *testing.B) {
	w, tests, _ := spec.ParseTests(nil, policies.StandardTests(), spec.Options{})
	suite, _ := policies.Compile(w)
	bench, diags := Load(w, tests, suite, nil)
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	var names []string
	for _, r := range suite.Rules() {
		names = append(names, r.Name)
	}
	for b.Loop() {
		r, err := bench.Run(context.Background(), suite, Options{Rules: names, Mutate: true})
		if err != nil {
			b.Fatal(err)
		}
		_, all := r.Killed()
		b.ReportMetric(float64(all), "mutants")
	}
}

// BenchmarkLoad prepares worlds of a fleet of a thousand services, each its own.
func BenchmarkLoad(b *testing.B) {
	const worlds = 20
	var text strings.Builder
	for i := range worlds {
		fmt.Fprintf(&text, "test \"t%d\" {\n  service = %q\n  with {\n    effort = { tokyo = \"%dh/mo\" }\n  }\n  expect {\n    firm = true\n  }\n}\n", i, enginetest.ServiceName(i), i+1)
	}
	w, tests, diags := spec.ParseTests(enginetest.Fleet(1000, 1), []spec.Source{{Name: "a_test.hcl", Bytes: []byte(text.String())}}, spec.Options{})
	suite, _ := policies.Compile(w)
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	for b.Loop() {
		bench, diags := Load(w, tests, suite, func(*spec.Workspace) (map[string]profile.Profile, diag.List) {
			return map[string]profile.Profile{}, nil
		})
		if bench.Len() != worlds || diags.HasErrors() {
			b.Fatal(diags)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/worlds, "ms/world")
}
