package review

import (
	"encoding/json"
	"path/filepath"
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

// findings checks all that there is in a work tree, placed by a plan or by decisions.
func (r *repository) findings(placed string) []finding {
	r.Helper()
	args := []string{"check", specs, "--format", "json"}
	if placed == "plan" {
		file := filepath.Join(r.TempDir(), "plan.json")
		if a := r.berth("plan", specs, "--out", file); a.code != passed {
			r.Fatalf("berth plan: exit %d\n%s", a.code, a.err)
		}
		args = append(args, "--plan", file)
	}
	a := r.berth(args...)
	var report struct {
		Schema   string    `json:"schema"`
		Findings []finding `json:"findings"`
	}
	if err := json.Unmarshal([]byte(a.out), &report); err != nil || report.Schema != "berth.check/1" {
		r.Fatalf("berth check: exit %d, schema %q: %v\n%s%s", a.code, report.Schema, err, a.out, a.err)
	}
	return report.Findings
}

// checked is a work tree that stays as it is, and what was found there.
type checked struct {
	*repository
	found map[string][]finding
}

// at returns the findings with places by a plan or by decisions.
func (c *checked) at(placed string) []finding {
	c.Helper()
	if c.found[placed] == nil {
		c.found[placed] = c.findings(placed)
	}
	return c.found[placed]
}
