package admission

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/operators"

	"berth.dev/policies"
)

// rule is one rule of a workspace, whichever kind it is.
type rule struct {
	name, kind, doc string
	severity        policies.Severity
	// refuses translates what is against the rule on one option, because the reason.
	refuses, because func(*translator) term
}

// constraint lays out a constraint.
func constraint(c *policies.Constraint) rule {
	forbid, because := c.Trees()
	return rule{
		name: c.Name(), kind: "constraint", doc: c.Doc(), severity: policies.SeverityError,
		refuses: func(t *translator) term { return t.whole(forbid) },
		because: func(t *translator) term { return t.whole(because) },
	}
}

// check lays out a check over services.
func check(c *policies.Check) rule {
	when, require, because := c.Trees()
	return rule{
		name: c.Name(), kind: "check", doc: c.Doc(), severity: c.Severity(),
		refuses: func(t *translator) term {
			broken := t.not(t.whole(require))
			if !when.Present() {
				return broken
			}
			return t.both(operators.LogicalAnd, false, t.whole(when), broken)
		},
		because: func(t *translator) term { return t.whole(because) },
	}
}

// whole translates an expression from its root.
func (t *translator) whole(tree policies.Tree) term {
	t.tree = tree
	return t.term(tree.Root())
}

// translated is a rule in Kubernetes' dialect.
type translated struct {
	rule
	// refuse is true for a workload that is against the rule; message comes to the
	// reason, "" where only the doc can be said.
	refuse, message string
}

// left is why a rule is not translated; never is true where it cannot refuse anything
// on the site.
type left struct {
	reason string
	never  bool
}

// translate translates a rule for a site: what the site alone forbids, unless the
// service is a hybrid and its pair does not.
func (d *dialect) translate(r rule, setting policies.Setting, options []*policies.Option) (translated, *left) {
	out := translated{rule: r}
	alone := &translator{dialect: d, sources: sources{options[0], setting}}
	on := r.refuses(alone)
	if on.isFalse() {
		return out, &left{reason: "it never refuses anything on " + options[0].ID, never: true}
	}
	out.message = d.message(r.because(alone))
	refuse, why := d.text(on.expr), on.why
	all := []string{refuse}
	for _, o := range options[1:] {
		pair := r.refuses(&translator{dialect: d, sources: sources{o, setting}})
		why = append(why, pair.why...)
		if text := d.text(pair.expr); text != refuse && !pair.isTrue() {
			all = append(all, besides(o, pair, text))
		}
	}
	if len(why) > 0 {
		return out, &left{reason: reasonOf(why)}
	}
	if out.refuse = together(all); len(out.refuse) > longest {
		return out, &left{reason: "it would be longer than a policy may be; split it in two"}
	}
	return out, nil
}

// reasonOf says what a rule lacks: each reason once, with the variables that have it.
func reasonOf(why []lack) string {
	variables := map[string][]string{}
	for _, l := range why {
		if variables[l.reason] = append(variables[l.reason], l.variable); l.variable == "" {
			variables[l.reason] = nil
		}
	}
	var out []string
	for reason, names := range variables {
		slices.Sort(names)
		if names = slices.Compact(names); len(names) > 0 {
			reason = "it reads " + strings.Join(names, " and ") + ", " + reason
		}
		out = append(out, reason)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// besides is what a pair of the site adds to what is forbidden on the site alone.
func besides(o *policies.Option, pair term, text string) string {
	not := "!('" + o.ID + "' in variables.hybrids)"
	if pair.isFalse() {
		return not
	}
	return not + " || " + text
}

// longest is how many bytes an expression may have: far below what a cluster takes in a
// request, far above what a person reads.
const longest = 64 << 10

// together is true where all conditions are.
func together(conditions []string) string {
	if len(conditions) == 1 {
		return conditions[0]
	}
	return "(" + strings.Join(conditions, ") && (") + ")"
}

// message is the text of a reason, "" where a cluster cannot give it.
func (d *dialect) message(because term) string {
	if text := d.text(because.expr); len(text) <= longest {
		return text
	}
	return ""
}
