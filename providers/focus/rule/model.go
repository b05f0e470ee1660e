package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	// mostBytes is how large a file of rules may be; that of FOCUS 1.2 is 580 kB.
	mostBytes = 16 << 20
	mostRules = 10_000
	// deepest is how far checks and rules may stand in each other.
	deepest = 32
)

// Model is a set of rules.
type Model struct {
	// Version is that of FOCUS.
	Version string
	// criteria say in words what a provider supports, by name.
	criteria map[string]string
	rules    map[string]*rule
	// told are the values by which conditions tell rows apart, by column.
	told map[string][]string
}

// rule is one of a model.
type rule struct {
	id       string
	Function string
	Entity   string   `json:"EntityType"`
	Criteria []string `json:"ApplicabilityCriteria"`
	Validate struct {
		Text        string `json:"MustSatisfy"`
		Keyword     string
		Requirement check
		Condition   check
	} `json:"ValidationCriteria"`
	// wholes are the rules that it is a part of.
	wholes []*rule
}

// check is a check of a requirement or a condition; without a function it is none.
type check struct {
	Function string `json:"CheckFunction"`
	Column   string `json:"ColumnName"`
	ColumnA  string `json:"ColumnAName"`
	ColumnB  string `json:"ColumnBName"`
	Result   string `json:"ResultColumnName"`
	Rule     string `json:"ModelRuleId"`
	Value    json.RawMessage
	Count    int `json:"ExpectedCount"`
	Items    []check
	// odd says that it has something, and no function that would tell what is meant.
	odd bool
}

// UnmarshalJSON reads a check, and sees whether a reader can tell what it means.
func (c *check) UnmarshalJSON(b []byte) error {
	type plain check
	var p plain
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	*c = check(p)
	empty := len(bytes.Trim(b, "{} \t\r\n")) == 0
	needsColumn := c.Function != "" && c.Function != "AND" && c.Function != "OR" && c.Function != "CheckModelRule"
	c.odd = !empty && (c.Function == "" || needsColumn && c.Column == "" && (c.ColumnA == "" || c.ColumnB == ""))
	return nil
}

// Load reads the rules of FOCUS, as its requirements model has them.
func Load(r io.Reader) (*Model, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("rules of FOCUS: %w", err)
	}
	if len(data) > mostBytes {
		return nil, fmt.Errorf("rules of FOCUS: the file is larger than %d MiB", mostBytes>>20)
	}
	var file struct {
		Details struct{ FOCUSVersion string }

		ApplicabilityCriteria map[string]struct{ Description string }
		ModelRules            map[string]*rule
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("rules of FOCUS: %w", err)
	}
	if len(file.ModelRules) == 0 || len(file.ModelRules) > mostRules {
		return nil, fmt.Errorf("rules of FOCUS: the file has %d rules: it is to be a requirements model such as model-1.2.json", len(file.ModelRules))
	}
	m := &Model{Version: file.Details.FOCUSVersion, criteria: map[string]string{}, rules: file.ModelRules, told: map[string][]string{}}
	for name, c := range file.ApplicabilityCriteria {
		m.criteria[name] = c.Description
	}
	return m, m.join()
}

// join gives every rule its name and its wholes, and refuses rules in a circle.
func (m *Model) join() error {
	for id, r := range m.rules {
		if r == nil {
			return fmt.Errorf("rules of FOCUS: rule %.60q is empty", id)
		}
		r.id = id
		if depth(r.Validate.Requirement.Items) > deepest || depth(r.Validate.Condition.Items) > deepest {
			return fmt.Errorf("rules of FOCUS: checks of rule %.60q stand in each other too deep", id)
		}
	}
	for _, id := range m.names() {
		m.tell(&m.rules[id].Validate.Condition)
		for _, part := range m.rules[id].parts() {
			p := m.rules[part]
			if p == nil {
				return fmt.Errorf("rules of FOCUS: rule %.60q has the part %.60q, which is not there", id, part)
			}
			p.wholes = append(p.wholes, m.rules[id])
		}
	}
	heights := map[string]int{}
	for _, id := range m.names() {
		if m.rules[id].height(heights) > deepest {
			return errors.New("rules of FOCUS: rules are parts of each other in a circle, or too deep: " + id)
		}
	}
	return nil
}

// height is how many wholes stand above a rule; in a circle it is more than deepest.
// Each rule is worked out once.
func (r *rule) height(done map[string]int) int {
	if h, known := done[r.id]; known {
		return h
	}
	done[r.id] = deepest + 1 // whoever comes back here goes in a circle
	high := 0
	for _, w := range r.wholes {
		high = max(high, w.height(done)+1)
	}
	done[r.id] = high
	return high
}

func depth(items []check) int {
	deep := 0
	for _, c := range items {
		deep = max(deep, 1+depth(c.Items))
	}
	return deep
}

// names are those of all rules, sorted.
func (m *Model) names() []string {
	out := make([]string, 0, len(m.rules))
	for id := range m.rules {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// parts are the rules that a rule consists of.
func (r *rule) parts() []string {
	var out []string
	for _, c := range r.Validate.Requirement.Items {
		if c.Function == "CheckModelRule" {
			out = append(out, c.Rule)
		}
	}
	if c := r.Validate.Requirement; c.Function == "CheckModelRule" {
		out = append(out, c.Rule)
	}
	return out
}

// mistaken says why a rule of the model cannot be meant, "" where it can.
func (m *Model) mistaken(r *rule) string {
	v := r.Validate
	if c := v.Condition; c.Function == "CheckValue" && strings.Contains(v.Text, c.Column+" is not "+string(c.Value)) {
		return "its condition in the model is that " + c.Column + " is " + string(c.Value) + ", and its text says that it is not"
	}
	if column, values := v.Requirement.allowed(); column != "" {
		for _, other := range m.told[column] {
			if !slices.Contains(values, other) {
				return fmt.Sprintf("its list of allowed values in the model lacks %q, by which other rules tell rows apart", other)
			}
		}
	}
	if v.Condition.odd {
		return "its condition in the model has no check that can be told"
	}
	if v.Requirement.odd {
		return "its requirement in the model has no check that can be told"
	}
	null := isNull(v.Requirement.Value)
	switch f := v.Requirement.Function; {
	case f == "CheckNotValue" && null && strings.Contains(v.Text, "MUST be null"):
		return "its check in the model demands a value, and its text demands null"
	case f == "CheckValue" && null && strings.Contains(v.Text, "NOT be null"):
		return "its check in the model demands null, and its text demands a value"
	}
	return ""
}

func isNull(v json.RawMessage) bool { return string(v) == "null" }

// allowed is the column that a check allows some values of, and these; "" for another
// check.
func (c *check) allowed() (column string, values []string) {
	if c.Function != "OR" {
		return "", nil
	}
	for _, item := range c.Items {
		var value string
		if item.Function != "CheckValue" || column != "" && item.Column != column || json.Unmarshal(item.Value, &value) != nil || isNull(item.Value) {
			return "", nil
		}
		column, values = item.Column, append(values, value)
	}
	return column, values
}

// tell notes the values by which a condition tells rows apart.
func (m *Model) tell(c *check) {
	var value string
	if (c.Function == "CheckValue" || c.Function == "CheckNotValue") && !isNull(c.Value) && json.Unmarshal(c.Value, &value) == nil {
		if !slices.Contains(m.told[c.Column], value) {
			m.told[c.Column] = append(m.told[c.Column], value)
		}
	}
	for i := range c.Items {
		m.tell(&c.Items[i])
	}
}
