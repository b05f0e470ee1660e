package policies

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// block is the block of a policy, constraint or check with where it comes from.
type block struct {
	rule Rule
	w    *spec.Workspace
	// One of the three is there.
	policy     *spec.Policy
	constraint *spec.Constraint
	check      *spec.Check
	replace    spec.Value[bool]
	origin     spec.Origin
}

// title names the rule, as in `policy "elastic-capacity"`.
func (b block) title() string { return fmt.Sprintf("%s %q", b.rule.Kind, b.rule.Name) }

// blocksOf returns the rules of one workspace.
func blocksOf(w *spec.Workspace, origin Origin) (out []block) {
	for _, p := range w.Policies {
		out = append(out, block{
			rule: Rule{Name: p.Name, Kind: "policy", Criterion: p.Criterion.V, Doc: p.Doc.V, Origin: origin, At: w.Range(p.Origin)},
			w:    w, policy: p, replace: p.Replace, origin: p.Origin,
		})
	}
	for _, c := range w.Constraints {
		out = append(out, block{
			rule: Rule{Name: c.Name, Kind: "constraint", Doc: c.Doc.V, Origin: origin, At: w.Range(c.Origin)},
			w:    w, constraint: c, replace: c.Replace, origin: c.Origin,
		})
	}
	for _, c := range w.Checks {
		out = append(out, block{
			rule: Rule{
				Name: c.Name, Kind: "check", Over: c.Over.V, Severity: severityOf(c),
				Doc: c.Doc.V, Origin: origin, At: w.Range(c.Origin),
			},
			w: w, check: c, replace: c.Replace, origin: c.Origin,
		})
	}
	return out
}

// severityOf returns how bad it is when a check does not hold: an error, where nothing
// is said.
func severityOf(c *spec.Check) Severity { return Severity(c.Severity.Or(string(SeverityError))) }

// merger puts the rules of a workspace over the standard ones. Policies, constraints
// and checks share their names, because disable knows a rule by name alone.
type merger struct {
	w        *spec.Workspace
	standard map[string]block
	byName   map[string]block
	blocks   []block
	diags    diag.List
}

// merge returns the rules that stand, by name.
func merge(standard, own []block, w *spec.Workspace) merger {
	m := merger{w: w, standard: map[string]block{}, byName: map[string]block{}}
	for _, b := range standard {
		m.standard[b.rule.Name] = b
		m.byName[b.rule.Name] = b
	}
	for _, b := range own {
		m.add(b)
	}
	m.disable()
	for _, b := range m.byName {
		m.blocks = append(m.blocks, b)
	}
	slices.SortFunc(m.blocks, func(a, b block) int { return cmp.Compare(a.rule.Name, b.rule.Name) })
	return m
}

// add takes one rule of the workspace.
func (m *merger) add(b block) {
	name := b.rule.Name
	there, taken := m.byName[name]
	std, isStandard := m.standard[name]
	switch {
	case taken && there.rule.Origin == FromWorkspace:
		// Two of one kind were reported when the files were read.
		if there.rule.Kind != b.rule.Kind {
			m.diags.Errorf(CodeDuplicate, b.rule.At, "Duplicate rule",
				"There is a %s at %s already. Policies, constraints and checks share their names; rename one.", there.title(), there.rule.At)
		}
		return
	case isStandard && std.rule.Kind != b.rule.Kind:
		m.diags.Errorf(CodeDuplicate, b.rule.At, "Duplicate rule",
			"The standard suite has a %s. Policies, constraints and checks share their names; rename this %s.", std.title(), b.rule.Kind)
		return
	case isStandard && !b.replace.V:
		m.diags.Errorf(CodeReplace, b.rule.At, "Rule of the standard suite",
			"The standard suite has a %s. Write replace = true to put this one in its place, or give this one another name.", std.title())
	case !isStandard && b.replace.V:
		m.diags.Errorf(CodeReplace, m.w.Range(b.replace.Origin), "Nothing to replace",
			"The standard suite has no %s %q. %s", b.rule.Kind, name, diag.Meant(name, m.standardNames(b.rule.Kind)))
	}
	b.rule.Replaces = isStandard
	m.byName[name] = b
}

// standardNames returns the names of the standard rules of a kind, or of all
// kinds for "".
func (m *merger) standardNames(kind string) (names []string) {
	for name, b := range m.standard {
		if kind == "" || b.rule.Kind == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// disable switches rules off.
func (m *merger) disable() {
	list := m.w.Settings.Disable
	for _, name := range list.V {
		b, ok := m.byName[name]
		if !ok {
			m.diags.Errorf(CodeDisable, m.w.Range(list.Origin), "Unknown rule",
				"disable names the rule %q, which does not exist. %s", name, cmp.Or(diag.Meant(name, m.names()), "`berth policy list` lists all."))
			continue
		}
		b.rule.Disabled = true
		m.byName[name] = b
	}
}

// names returns the names of all rules, sorted.
func (m *merger) names() (names []string) {
	for name := range m.byName {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
