package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/policies"
)

func TestWhatRefusesIsAsBadAsWasAskedForAndNotExcused(t *testing.T) {
	for _, c := range []struct {
		name    string
		finding Finding
		want    map[string]bool
	}{
		{"an error", Finding{Kind: "check", Severity: policies.SeverityError}, map[string]bool{"error": true, "warning": true, "info": true, "never": false}},
		{"a warning", Finding{Kind: "check", Severity: policies.SeverityWarning}, map[string]bool{"error": false, "warning": true, "info": true, "never": false}},
		{"an info", Finding{Kind: "constraint", Severity: policies.SeverityInfo}, map[string]bool{"error": false, "warning": false, "info": true, "never": false}},
		{"an excused error", Finding{Kind: "check", Severity: policies.SeverityError, Exception: "x"}, map[string]bool{"error": false, "warning": false, "info": false, "never": false}},
		{"a run that looked at nothing", Finding{Kind: KindBerth, Rule: RuleEmpty, Severity: policies.SeverityError}, map[string]bool{"error": true, "warning": true, "info": true, "never": true}},
		{"an exception that is of no use", Finding{Kind: KindBerth, Rule: RuleUnused, Severity: policies.SeverityWarning}, map[string]bool{"error": false, "warning": true, "info": true, "never": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[string]bool{}
			for _, least := range LeastSeverities() {
				r := Result{Findings: []Finding{c.finding}}
				got[least] = r.Refused(least)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
