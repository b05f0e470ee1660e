package admission

import (
	"cmp"
	"slices"

	"berth.dev/policies"
)

// Input is what is translated.
type Input struct {
	Suite *policies.Suite
	// Options are those of the site: it alone first, then its pairs.
	Options []*policies.Option
	Setting policies.Setting
	// Services are those of the workspace, wherever they run.
	Services []Service
	// Enforce is the most that happens.
	Enforce Enforcement
}

// Result is what a cluster is told.
type Result struct {
	// Objects are ConfigMaps, policies and bindings, in the order in which they must
	// be applied.
	Objects []map[string]any
	// Rules are all rules of the suite with what became of them, by name.
	Rules []Rule
}

// Rule is what became of one rule.
type Rule struct {
	Name string `json:"name"`
	// Kind is "policy", "constraint" or "check".
	Kind string `json:"kind"`
	// Enforced is what happens to what is against the rule, empty where it is not
	// translated.
	Enforced Enforcement `json:"enforced,omitempty"`
	// Never is true for a rule that is not translated because it refuses nothing on
	// the site, whatever the workload.
	Never bool `json:"never,omitempty"`
	// Reason says why a rule is not translated.
	Reason string `json:"reason,omitempty"`
}

// Untold are the names of the rules that the cluster should enforce and cannot: neither
// policies, which refuse nothing, nor rules that refuse nothing on the site.
func (r *Result) Untold() (names []string) {
	for _, x := range r.Rules {
		if x.Enforced == "" && !x.Never && x.Kind != "policy" {
			names = append(names, x.Name)
		}
	}
	return names
}

// Export translates the rules of a suite for a site. An error is a namespace with more
// services than can be told of.
func Export(in Input) (*Result, error) {
	d, err := newDialect()
	if err != nil {
		return nil, err
	}
	out := &Result{}
	var judged []judgement
	for _, r := range rulesOf(in.Suite, out) {
		t, why := d.translate(r, in.Setting, in.Options)
		if why != nil {
			out.Rules = append(out.Rules, Rule{Name: r.name, Kind: r.kind, Never: why.never, Reason: why.reason})
			continue
		}
		j := t.judgement(in.Enforce)
		judged = append(judged, j)
		out.Rules = append(out.Rules, Rule{Name: r.name, Kind: r.kind, Enforced: j.enforce})
	}
	slices.SortFunc(out.Rules, func(a, b Rule) int { return cmp.Compare(a.Name, b.Name) })
	// Last, so that whoever sees it hold knows that all others do.
	out.Objects, err = objects(in, append(judged, unknownService(in.Enforce)))
	return out, err
}

// rulesOf are the rules that may be translated; of the others the result says why not.
func rulesOf(suite *policies.Suite, out *Result) (rules []rule) {
	leave := func(name, kind, why string) { out.Rules = append(out.Rules, Rule{Name: name, Kind: kind, Reason: why}) }
	for _, p := range suite.Policies {
		leave(p.Name(), "policy", "it scores options and refuses none")
	}
	for _, c := range suite.Constraints {
		rules = append(rules, constraint(c))
	}
	for _, c := range suite.Checks {
		if c.Over() != policies.OverService {
			leave(c.Name(), "check", "it looks at the "+c.Over()+", not at one workload")
			continue
		}
		rules = append(rules, check(c))
	}
	return slices.DeleteFunc(rules, func(r rule) bool {
		taken := r.name == guardServices || r.name == guardFacts
		if taken {
			leave(r.name, r.kind, "the export has a policy of that name; rename the rule")
		}
		return taken
	})
}

// objects writes everything in the order in which it must be applied: what policies
// read, what they say, and last that they hold.
func objects(in Input, judged []judgement) (out []map[string]any, err error) {
	spaces := namespaces(in.Services)
	if len(spaces) == 0 {
		return nil, nil // a selector of no namespace is refused, and nothing is to be judged
	}
	var texts []string
	for _, j := range judged {
		texts = append(texts, j.hold, j.message)
	}
	for _, n := range spaces {
		told := configMap(n, in.Services, factsRead(texts))
		if err := tooMuch(told); err != nil {
			return nil, err
		}
		out = append(out, told)
	}
	var bindings []map[string]any
	for _, j := range judged {
		out = append(out, j.policy())
		bindings = append(bindings, j.binding(spaces))
	}
	g := guard(in.Enforce, spaces)
	return append(append(out, g[0], g[1]), bindings...), nil
}
