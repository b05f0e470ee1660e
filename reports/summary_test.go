package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheSummarySaysWhatToMeasure(t *testing.T) {
	open := Totals{Services: 11, Firm: 2}
	for _, c := range []struct {
		name   string
		settle Settle
		want   []string
	}{
		{"one measurement", Settle{Services: 11, Firm: 11, Measurements: []string{"calls of web"}, Exact: true, Enough: true},
			[]string{"9 decisions need data", "To make 11 services firm, one measurement is enough:", "- calls of web"}},
		{"several", Settle{Services: 9, Firm: 9, Measurements: []string{"a", "b"}, Exact: true, Enough: true},
			[]string{"To make 9 services firm, the fewest measurements are:", "- a", "- b"}},
		{"perhaps not the fewest", Settle{Services: 9, Firm: 9, Measurements: []string{"a", "b"}, Enough: true},
			[]string{"these measurements do (fewer might):"}},
		{"not enough", Settle{Services: 11, Firm: 5, Measurements: []string{"a"}, Exact: true},
			[]string{"No measurements make 11 of them firm. These make 5 firm:", "- a"}},
		{"nothing helps", Settle{Services: 11, Firm: 2},
			[]string{"No single measurement is known"}},
		{"enough already", Settle{Services: 2, Firm: 2, Enough: true},
			[]string{"2 of 2 asked for are firm already."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := rendered(t, 100, settleBlocks(Summary{Totals: open, Settle: c.settle})...)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not in:\n%s", want, got)
				}
			}
		})
	}
}

func TestServicesThatCouldNotBeDecidedAreNamed(t *testing.T) {
	var failed []Failure
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		failed = append(failed, Failure{Service: name})
	}
	if d := cmp.Diff("1 service could not be decided, for the reasons given as errors: a.", failedLine(failed[:1])); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff("7 services could not be decided, for the reasons given as errors: a, b, c, d, e and 2 more.", failedLine(failed)); d != "" {
		t.Error(d)
	}
	got := evaluated(t, Options{Format: Text, Width: 100}, sampleHeader(), Summary{Errors: failed})
	if !strings.Contains(got, "7 services could not be decided") || strings.Contains(got, "All decisions are firm") {
		t.Error(got)
	}
}

func TestALongListOfMeasurementsIsCut(t *testing.T) {
	s := Settle{Services: 100, Firm: 100, Enough: true}
	for range mostMeasurements + 7 {
		s.Measurements = append(s.Measurements, "calls")
	}
	got := rendered(t, 100, settleBlocks(Summary{Totals: Totals{Services: 100}, Settle: s})...)
	if n := strings.Count(got, "- calls\n"); n != mostMeasurements || !strings.Contains(got, "and 7 more") {
		t.Error(got)
	}
}

func TestTheRulesLineNamesWhatTheWorkspaceChanged(t *testing.T) {
	for _, c := range []struct {
		rules []Rule
		want  string
	}{
		{nil, "0 policies and 0 constraints ran."},
		{[]Rule{{Name: "a", Kind: "policy", Origin: "standard"}}, "1 policy and 0 constraints ran."},
		{[]Rule{{Name: "a", Kind: "check", Origin: "workspace"}}, "0 policies, 0 constraints and 1 check ran. The workspace added a."},
		{[]Rule{
			{Name: "a", Kind: "policy", Origin: "workspace"},
			{Name: "b", Kind: "constraint", Origin: "workspace", Replaces: true},
			{Name: "c", Kind: "constraint", Origin: "standard", Disabled: true},
			{Name: "d", Kind: "policy", Origin: "workspace", Disabled: true},
		}, "1 policy and 1 constraint ran. The workspace added a. The workspace replaced b. The workspace switched off c, d."},
	} {
		if d := cmp.Diff(c.want, rulesLine(c.rules)); d != "" {
			t.Error(d)
		}
	}
}

func TestShortNamesOfCriteriaAreNeverAlike(t *testing.T) {
	for _, c := range []struct{ names, want []string }{
		{[]string{"cost", "scalability"}, []string{"cost", "scal"}},
		{[]string{"security", "security_audit"}, []string{"security", "security_"}},
		{[]string{"latency_in", "latency_out"}, []string{"latency_i", "latency_o"}},
		{[]string{"co2"}, []string{"co2"}},
	} {
		var infos []CriterionInfo
		for _, n := range c.names {
			infos = append(infos, CriterionInfo{Name: n})
		}
		if d := cmp.Diff(c.want, abbreviate(infos)); d != "" {
			t.Error(d)
		}
	}
}
