package review

import (
	"encoding/json"
	"slices"
	"strings"
)

// finding is what the program writes of one thing that does not hold.
type finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Subject  struct {
		Kind string `json:"kind"`
		Name string `json:"name"`
	} `json:"subject"`
	Moment    string `json:"moment"`
	Where     string `json:"where"`
	Exception string `json:"exception"`
}

// String is the finding in the words of a request's table, as in "error residency service
// orders today gke", and "excused error budget product media newcomer".
func (f finding) String() string {
	words := []string{f.Severity, f.Rule, f.Subject.Kind, f.Subject.Name, f.Moment, f.Where}
	if f.Exception != "" {
		words = slices.Concat([]string{"excused"}, words, []string{f.Exception})
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// findings checks all that there is in a work tree.
func (r *repository) findings() []finding {
	r.Helper()
	a := r.berth("check", specs, "--format", "json")
	var report struct {
		Schema   string    `json:"schema"`
		Findings []finding `json:"findings"`
	}
	if err := json.Unmarshal([]byte(a.out), &report); err != nil || report.Schema != "berth.check/1" {
		r.Fatalf("berth check: exit %d, schema %q: %v\n%s%s", a.code, report.Schema, err, a.out, a.err)
	}
	return report.Findings
}
