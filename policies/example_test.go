package policies

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAnExampleHasWhatIsGivenAndElseTheDefaults(t *testing.T) {
	x := NewExamples()
	v, errs := x.Vars([]Given{
		{"option.elastic", true}, {"service.p99_cores", 1.5}, {"service.volumes", 2.0}, {"service.cv", 0.25}, {"service.burstiness", nil},
		{"service.needs", []string{"gpu", "gpu"}}, {"service.security.data", "personal"},
	})
	got := []any{errs, v.Option.Elastic, v.Service.P99Cores, v.Service.Volumes, *v.Service.CV, v.Service.Burstiness == nil, v.Service.Needs, v.Service.Security.Data,
		v.Service.Security.InternetTransit, v.Workspace.CostBasis, v.Option.Kind, v.Service.CV != nil, v.Service.Surge10m == nil}
	want := []any{make([]error, 7), true, 1.5, int64(2), 0.25, true, []string{"gpu", "gpu"}, "personal", true, "fully_loaded", "onprem", true, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnExampleHasTheSubjectOfItsCheckAndNoOther(t *testing.T) {
	x := NewExamples()
	for over, want := range map[string][]bool{
		OverService: {true, false, false, false}, OverProduct: {false, true, false, false}, OverTeam: {false, false, true, false},
		OverSite: {false, false, false, true}, OverFleet: {false, false, false, false},
	} {
		f, _ := x.Facts(over, nil)
		got := []bool{f.Service != nil, f.Product != nil, f.Team != nil, f.Site != nil}
		if diff := cmp.Diff(want, got); diff != "" || f.Fleet == nil || f.Workspace == nil {
			t.Errorf("%s (-want +got):\n%s", over, diff)
		}
		_, errs := x.Facts(over, []Given{{"service.name", "a"}, {"fleet.services", 3.0}})
		if (errs[0] == nil) != (over == OverService) || errs[1] != nil {
			t.Errorf("%s: %v", over, errs)
		}
	}
}

func TestAnExampleRefusesWhatCannotBe(t *testing.T) {
	x := NewExamples()
	for name, c := range map[string]struct {
		given Given
		want  string
	}{
		"a name":      {Given{"option.monye", 1.0}, `there is no "option.monye" here. Did you mean "option.money"?`},
		"a type":      {Given{"option.money", "1"}, `option.money is double; the text "1" does not go there`},
		"a list":      {Given{"option.sites", "tokyo"}, "option.sites is list(string)"},
		"absence":     {Given{"option.money", nil}, "option.money is never absent"},
		"a part":      {Given{"service.volumes", 0.5}, "service.volumes is a whole number; 0.5 is none"},
		"a huge":      {Given{"service.volumes", 1e300}, "is a whole number"},
		"no variable": {Given{"service", true}, `there is no "service" here`},
	} {
		_, errs := x.Vars([]Given{c.given})
		if len(errs) != 1 || errs[0] == nil || !strings.Contains(errs[0].Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, errs, c.want)
		}
	}
}

func TestEveryVariableCanBeGiven(t *testing.T) {
	values := map[string]any{"bool": true, "int": 1.0, "double": 0.5, "string": "x", "list(string)": []string{"x"}}
	x := NewExamples()
	give := func(v Variable, set func([]Given) []error) {
		value := values[v.Type]
		if errs := set([]Given{{v.Name, value}}); errs[0] != nil && !strings.Contains(errs[0].Error(), "can never be") {
			t.Errorf("%s: %v", v.Name, errs[0])
		}
	}
	for _, v := range Variables() {
		give(v, func(g []Given) []error { _, errs := x.Vars(g); return errs })
	}
	for _, v := range FactVariables() {
		over, _, _ := strings.Cut(v.Name, ".")
		give(v, func(g []Given) []error { _, errs := x.Facts(over, g); return errs })
	}
}

func TestWhatIsGivenIsWhatARuleReads(t *testing.T) {
	suite, diags := Compile(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var residency *Constraint
	for _, c := range suite.Constraints {
		if c.Name() == "residency" {
			residency = c
		}
	}
	x := NewExamples()
	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"JP", "US", "DE"}), rapid.ID)
		may, runs := some.Draw(rt, "residency"), some.Draw(rt, "countries")
		v, errs := x.Vars([]Given{{"service.security.residency", may}, {"option.countries", runs}})
		forbids, err := residency.Forbids(v)
		if err != nil || fmt.Sprint(errs) != "[<nil> <nil>]" {
			rt.Fatal(err, errs)
		}
		outside := false
		for _, r := range runs {
			outside = outside || !strings.Contains(strings.Join(may, " "), r)
		}
		if want := len(may) > 0 && outside; forbids != want {
			rt.Errorf("in %v, may run in %v: forbidden %v", runs, may, forbids)
		}
	})
}
