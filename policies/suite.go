package policies

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// Suite is the rules that run in one workspace: the standard suite with what
// the workspace adds, replaces and switches off. It is not changed after
// [Compile] returned it.
type Suite struct {
	// Criteria are sorted by name.
	Criteria []*Criterion
	// Policies are sorted by criterion, then name.
	Policies []*Policy
	// Constraints are sorted by name.
	Constraints []*Constraint
	// Checks are sorted by name.
	Checks []*Check

	rules []Rule
}

// Rules returns every policy, constraint and check with what became of it, by name.
func (s *Suite) Rules() []Rule { return slices.Clone(s.rules) }

// Compile compiles the rules of a workspace together with the standard suite.
// With errors the suite holds the rules that are right, for commands that show
// rules; no decision may be made with it. A nil workspace means the standard
// suite alone.
func Compile(w *spec.Workspace) (*Suite, diag.List) {
	if w == nil {
		w = &spec.Workspace{}
	}
	standard, diags := parseStandard()
	env, err := newEnvironment(reflect.TypeFor[Vars]())
	if err != nil {
		diags.Errorf(CodeRefused, diag.Range{}, "Expressions cannot be compiled", "%s.", err)
		return &Suite{}, diags
	}
	facts, err := newEnvironment(reflect.TypeFor[Facts]())
	if err != nil {
		diags.Errorf(CodeRefused, diag.Range{}, "Expressions cannot be compiled", "%s.", err)
		return &Suite{}, diags
	}
	c := compiler{env: env, facts: facts, suite: &Suite{}, diags: diags}
	c.criteria(standard, w)
	m := merge(blocksOf(standard, FromStandard), blocksOf(w, FromWorkspace), w)
	c.diags = append(c.diags, m.diags...)
	for _, b := range m.blocks {
		c.suite.rules = append(c.suite.rules, b.rule)
		c.rule(b)
	}
	c.weights(w)
	slices.SortFunc(c.suite.Policies, func(a, b *Policy) int {
		return cmp.Or(cmp.Compare(a.criterion, b.criterion), cmp.Compare(a.name, b.name))
	})
	slices.SortFunc(c.suite.Constraints, func(a, b *Constraint) int { return cmp.Compare(a.name, b.name) })
	slices.SortFunc(c.suite.Checks, func(a, b *Check) int { return cmp.Compare(a.name, b.name) })
	c.diags.Sort()
	return c.suite, c.diags
}

// compiler builds a suite.
type compiler struct {
	// env is what expressions of policies and constraints are compiled in, facts those
	// of checks.
	env, facts *environment

	suite *Suite
	diags diag.List
}

// criteria takes the criteria of both; one of the workspace stands in for the
// standard one of its name.
func (c *compiler) criteria(standard, w *spec.Workspace) {
	byName := map[string]*Criterion{}
	for _, b := range append(slices.Clone(standard.Criteria), w.Criteria...) {
		byName[b.Name] = &Criterion{b.Name, b.Doc.V, b.Combine.Or("min"), b.Priced.V}
	}
	for _, criterion := range byName {
		c.suite.Criteria = append(c.suite.Criteria, criterion)
	}
	slices.SortFunc(c.suite.Criteria, func(a, b *Criterion) int { return cmp.Compare(a.Name, b.Name) })
}

// criterionNames returns the names of the criteria, sorted.
func (c *compiler) criterionNames() (names []string) {
	for _, criterion := range c.suite.Criteria {
		names = append(names, criterion.Name)
	}
	return names
}

// weights reports weights of criteria that do not exist: they would silently
// change nothing.
func (c *compiler) weights(w *spec.Workspace) {
	known := c.criterionNames()
	check := func(weights spec.Value[map[string]float64]) {
		for _, name := range sortedKeys(weights.V) {
			if !slices.Contains(known, name) {
				c.diags.Errorf(CodeCriterion, w.Range(weights.Origin), "Unknown criterion",
					"The weights name the criterion %q, which does not exist. %s", name, diag.Meant(name, known))
			}
		}
	}
	check(w.Settings.Weights)
	for _, p := range w.Products {
		check(p.Weights)
	}
}

func sortedKeys(m map[string]float64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// rule compiles one block. A rule that is switched off is compiled too, so that
// its mistakes show while it can be read, and left out.
func (c *compiler) rule(b block) {
	if b.policy != nil {
		if p := c.policy(b); p != nil && !b.rule.Disabled {
			c.suite.Policies = append(c.suite.Policies, p)
		}
		return
	}
	if b.check != nil {
		if k := c.check(b); k != nil && !b.rule.Disabled {
			c.suite.Checks = append(c.suite.Checks, k)
		}
		return
	}
	if k := c.constraint(b); k != nil && !b.rule.Disabled {
		c.suite.Constraints = append(c.suite.Constraints, k)
	}
}

// policy compiles a policy, or returns nil with errors.
func (c *compiler) policy(b block) *Policy {
	s := b.policy
	known := c.criterionNames()
	ok := slices.Contains(known, s.Criterion.V)
	if !ok && s.Criterion.Set() {
		c.diags.Errorf(CodeCriterion, b.w.Range(s.Criterion.Origin), "Unknown criterion",
			"There is no criterion %q. %s A criterion block adds one.", s.Criterion.V, diag.Meant(s.Criterion.V, known))
	}
	p := &Policy{name: s.Name, criterion: s.Criterion.V, doc: s.Doc.V, mayBeIdle: s.MayBeIdle.V}
	if s.When.Set() {
		p.when = c.expression(b, "when", s.When, boolean())
		ok = ok && p.when != nil && c.withoutOption(p.when) && c.speaks(c.env, p.when, "scores nothing")
	}
	p.score = c.expression(b, "score", s.Score, number())
	p.because = c.expression(b, "because", s.Because, text())
	if !ok || p.score == nil || p.because == nil {
		return nil
	}
	p.reads = fieldsRead(p.when, p.score)
	return p
}

// constraint compiles a constraint, or returns nil with errors.
func (c *compiler) constraint(b block) *Constraint {
	s := b.constraint
	k := &Constraint{name: s.Name, doc: s.Doc.V, today: s.Today.Or(true)}
	k.forbid = c.expression(b, "forbid", s.Forbid, boolean())
	k.because = c.expression(b, "because", s.Because, text())
	if k.forbid == nil || k.because == nil || !c.speaks(c.env, k.forbid, "forbids nothing") {
		return nil
	}
	k.reads = fieldsRead(k.forbid)
	return k
}

// check compiles a check, or returns nil with errors.
func (c *compiler) check(b block) *Check {
	s := b.check
	k := &Check{
		name: s.Name, doc: s.Doc.V, over: s.Over.V, severity: b.rule.Severity,
		mayBeIdle: s.MayBeIdle.V, origin: b.rule.Origin, at: b.rule.At,
	}
	if s.When.Set() {
		k.when = c.fact(b, "when", s.When, boolean())
	}
	k.require = c.fact(b, "require", s.Require, boolean())
	k.because = c.fact(b, "because", s.Because, text())
	if s.When.Set() && k.when == nil || k.require == nil || k.because == nil {
		return nil
	}
	if s.When.Set() && !c.speaks(c.facts, k.when, "looks at nothing") || !c.refuses(k.require, k.when) {
		return nil
	}
	for _, x := range []*expression{k.when, k.require, k.because} {
		if x != nil {
			k.needs |= x.needs()
		}
	}
	return k
}

// fact compiles one attribute of a check, which may read what it looks at alone.
func (c *compiler) fact(b block, part string, e spec.Expr, want result) *expression {
	x := c.compile(c.facts, b, part, e, want)
	if x == nil {
		return nil
	}
	may := rootsOf(b.check.Over.V)
	for _, r := range x.reads {
		root, _, _ := strings.Cut(r.variable.name, ".")
		if b.check.Over.Set() && !slices.Contains(may, root) {
			c.diags.Errorf(CodeOver, x.source.node(x.tree, r.node), "Not there",
				"A check over %s reads %s; there is no %s here. Change over, or read the fields of %s.",
				b.check.Over.V, r.variable.name, root, strings.Join(may, ", "))
			return nil
		}
	}
	return x
}

// expression compiles one attribute of a policy or constraint.
func (c *compiler) expression(b block, part string, e spec.Expr, want result) *expression {
	return c.compile(c.env, b, part, e, want)
}

// compile compiles one attribute. An attribute that is missing was reported when the
// file was read.
func (c *compiler) compile(env *environment, b block, part string, e spec.Expr, want result) *expression {
	if !e.Set() {
		return nil
	}
	x, diags := env.compile(source{b.w, e, b.title(), part}, want)
	c.diags = append(c.diags, diags...)
	return x
}

// withoutOption reports a `when` that reads the option: a policy must apply to
// all options of a service or to none, or scores could not be compared.
func (c *compiler) withoutOption(x *expression) bool {
	ok := true
	for _, r := range x.reads {
		if r.variable.isOption() {
			ok = false
			c.diags.Errorf(CodeWhenOption, x.source.node(x.tree, r.node), "when reads the option",
				"when says for which services a policy speaks, the same for all their options, so it cannot read %s. Use it in score.", r.variable.name)
		}
	}
	return ok
}
