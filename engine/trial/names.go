package trial

import (
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// errorf reports a mistake in a test.
func (l *loader) errorf(code string, at spec.Origin, summary, format string, args ...any) {
	l.diags.Errorf(code, l.w.Range(at), summary, format, args...)
}

// find returns the rule that a word names, if it runs.
func (l *loader) find(at spec.Origin, name string) (policies.Rule, bool) {
	r, ok := l.rules[name]
	switch {
	case !ok:
		l.errorf(CodeRule, at, "Unknown rule", "There is no rule %q. %s", name, diag.Meant(name, l.ruleNames()))
	case r.Disabled:
		l.errorf(CodeRule, at, "Rule switched off", "The workspace switches %s %q off, so it says nothing. Remove the test, or the name from disable.", r.Kind, name)
	default:
		return r, true
	}
	return r, false
}

// findOf is find for rules of some kinds.
func (l *loader) findOf(at spec.Origin, name string, kinds ...string) {
	if r, ok := l.find(at, name); ok && !slices.Contains(kinds, r.Kind) {
		l.errorf(CodeExpect, at, "Wrong kind of rule", "%q is a %s; here stands a %s.", name, r.Kind, strings.Join(kinds, " or a "))
	}
}

// ruleNames returns the names of the rules of some kinds, or of all, sorted.
func (l *loader) ruleNames(kinds ...string) (names []string) {
	for _, name := range sorted(l.rules) {
		if len(kinds) == 0 || slices.Contains(kinds, l.kinds[name]) {
			names = append(names, name)
		}
	}
	return names
}

// options checks that a service has these options.
func (l *loader) options(x *worldCase, at spec.Origin, named ...string) {
	if !at.Set() || x.service == "" {
		return
	}
	known := l.fleet.OptionNames(l.fleet.Workspace.Service(x.service))
	for _, name := range named {
		if !slices.Contains(known, name) {
			l.errorf(CodeExpect, at, "Unknown option", "Service %q has no option %q. %s", x.service, name, diag.Meant(name, known))
		}
	}
}

// sorted returns the keys of a map in order.
func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// set returns names in order, each once.
func set(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// list writes names for a person.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
