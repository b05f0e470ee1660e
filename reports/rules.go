package reports

import (
	"io"
)

// RuleList is the rules of a workspace.
type RuleList struct {
	// Schema is "berth.rules/1".
	Schema string `json:"schema"`
	Rules  []Rule `json:"rules"`
}

// WriteRules lists rules with what became of them.
func WriteRules(w io.Writer, o Options, rules []Rule) error {
	list := RuleList{Schema: "berth.rules/1", Rules: rules}
	return write(w, o, list, func() []block {
		// A policy is on a criterion, a check on a kind of subjects.
		t := table{columns: []column{{name: "rule"}, {name: "kind"}, {name: "on", drop: 2}, {name: "severity", drop: 3}, {name: "from", drop: 1}, {name: "state"}}}
		for _, r := range rules {
			t.rows = append(t.rows, row{cells: []text{{r.Name, strong}, say(r.Kind), say(r.Criterion + r.Over), say(r.Severity), say(r.Origin), ruleState(r)}})
		}
		return []block{t, paragraph{}, paragraph{parts: []text{say(rulesLine(rules))}}}
	})
}

// ruleState says what became of a rule.
func ruleState(r Rule) text {
	switch {
	case r.Disabled:
		return text{"switched off", doubtful}
	case r.Replaces:
		return text{"runs, replaces the standard one", doubtful}
	}
	return text{"runs", good}
}

// Vocabulary is what expressions of rules may read and call.
type Vocabulary struct {
	// Schema is "berth.policy-vars/1".
	Schema string `json:"schema"`
	// Variables are what policies and constraints may read, Facts what checks may.
	Variables []Variable `json:"variables"`
	Facts     []Variable `json:"facts"`
	Functions []Function `json:"functions"`
}

// Variable is one value that expressions may read.
type Variable struct {
	Name string `json:"name"`
	Type string `json:"type"`
	// Unit is empty where the value has none.
	Unit string `json:"unit,omitempty"`
	Doc  string `json:"doc"`
	// Optional values may be absent; has() asks.
	Optional bool `json:"optional,omitempty"`
	// OneOf are the only texts that it can have; empty where it may have any.
	OneOf []string `json:"one_of,omitempty"`
}

// Function is one function that expressions may call.
type Function struct {
	Name  string `json:"name"`
	Usage string `json:"usage"`
	Doc   string `json:"doc"`
}

// WriteVocabulary lists variables and functions.
func WriteVocabulary(w io.Writer, o Options, v Vocabulary) error {
	v.Schema = "berth.policy-vars/1"
	return write(w, o, v, func() []block {
		calls := table{columns: []column{{name: "call"}, {name: "meaning", wraps: true}}}
		for _, f := range v.Functions {
			calls.rows = append(calls.rows, row{cells: []text{{f.Usage, strong}, say(f.Doc)}})
		}
		return []block{
			heading{2, []text{{"Variables of policies and constraints", strong}}}, variableTable(v.Variables),
			heading{2, []text{{"Variables of checks: of the subject, the fleet and the workspace", strong}}}, variableTable(v.Facts),
			heading{2, []text{{"Functions, besides the operators of CEL", strong}}}, calls,
		}
	})
}

// variableTable lists variables, one a line.
func variableTable(of []Variable) table {
	t := table{columns: []column{{name: "variable"}, {name: "type"}, {name: "unit", drop: 1}, {name: "meaning", wraps: true}}}
	for _, x := range of {
		doc := x.Doc
		if x.Optional {
			doc += " (optional)"
		}
		t.rows = append(t.rows, row{cells: []text{{x.Name, strong}, say(x.Type), say(x.Unit), say(doc)}})
	}
	return t
}
