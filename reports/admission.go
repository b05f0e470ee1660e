package reports

import (
	"fmt"
	"io"
)

// Admission is what became of a workspace's rules in the policies of a cluster.
type Admission struct {
	// Schema is "berth.admission/1".
	Schema string `json:"schema"`
	// Site is the cluster's.
	Site string `json:"site"`
	// File holds the policies.
	File  string          `json:"file"`
	Rules []AdmissionRule `json:"rules"`
}

// AdmissionRule is what became of one rule.
type AdmissionRule struct {
	Name string `json:"name"`
	// Kind is "policy", "constraint" or "check".
	Kind string `json:"kind"`
	// Enforced is "deny", "warn" or "audit"; empty for a rule that the cluster is not
	// told.
	Enforced string `json:"enforced,omitempty"`
	// Never is true where the rule refuses nothing on the site, so that nothing is
	// missing.
	Never bool `json:"never,omitempty"`
	// Reason says why the cluster is not told.
	Reason string `json:"reason,omitempty"`
}

// WriteAdmission lists rules with what became of them.
func WriteAdmission(w io.Writer, o Options, a Admission) error {
	a.Schema = "berth.admission/1"
	return write(w, o, a, func() []block {
		t := table{columns: []column{{name: "rule"}, {name: "kind", drop: 1}, {name: "cluster"}, {name: "why", wraps: true}}}
		told := 0
		for _, r := range a.Rules {
			state := text{"not told", doubtful}
			switch {
			case r.Enforced != "":
				told++
				state = text{r.Enforced, good}
			case r.Never || r.Kind == "policy":
				state = say("nothing to tell")
			}
			t.rows = append(t.rows, row{cells: []text{{r.Name, strong}, say(r.Kind), state, say(r.Reason)}})
		}
		line := fmt.Sprintf("%d of %d rules are in %s, for the cluster of %s.", told, len(a.Rules), a.File, a.Site)
		return []block{t, paragraph{}, paragraph{parts: []text{say(line)}}}
	})
}
