package trial

import (
	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// worldKey tells worlds apart; cases without words of their own share that of their
// test.
type worldKey struct {
	fixture, service string
	with             *spec.With
	world            *spec.World
}

// place finds or makes the world of a case, or returns nil with errors. The fleet is
// the world as it was just made, for looking at.
func (l *loader) place(t *spec.Test, c *spec.Case) *place {
	key := worldKey{fixture: t.Fixture.V, with: c.With, world: c.World}
	if c.With != nil {
		key.service = t.Service.V
	}
	p, there := l.places[key]
	if !there {
		var diags diag.List
		p, l.fleet, diags = l.maker.place(t, c)
		l.take(diags)
		l.places[key] = p
	} else if p != nil {
		l.fleet = p.under(l.suite)
	}
	return p
}

// take keeps the errors of a world. What is only warned of was said of the workspace
// already, and is nobody's business in a test.
func (l *loader) take(diags diag.List) {
	for _, d := range diags {
		if d.Severity == diag.Error {
			l.diags = append(l.diags, d)
		}
	}
}

// worldCase is a case of a world.
type worldCase struct {
	expectations
	place *place
	// service is the name of the subject where it is a service.
	service string
	// subject is what findings are about; without a kind they may be about anything.
	subject check.Subject
	// kinds are those of the suite's rules, by name.
	kinds map[string]string
	// checked is true where the checks have to be run.
	checked bool
}

// worldCase prepares a case of a world, or returns nil with errors.
func (l *loader) worldCase(t *spec.Test, c *spec.Case) *worldCase {
	x := &worldCase{expectations: expectations{l.w, c.Expect}, service: t.Service.V, kinds: l.kinds}
	x.checked = c.Expect.Findings.Set()
	for rule := range c.Expect.Because.V {
		x.checked = x.checked || x.kinds[rule] == kindCheck
	}
	if x.place = l.place(t, c); x.place == nil || !l.look(x, t) {
		return nil
	}
	before := len(l.diags)
	l.expected(x)
	if len(l.diags) > before {
		return nil
	}
	return x
}

// subjectOf is what a test names.
func subjectOf(t *spec.Test) (check.Subject, spec.Origin) {
	for _, s := range []struct {
		kind string
		name spec.Value[string]
	}{{"service", t.Service}, {"product", t.Product}, {"team", t.Team}, {"site", t.Site}} {
		if s.name.Set() {
			return check.Subject{Kind: s.kind, Name: s.name.V}, s.name.Origin
		}
	}
	return check.Subject{}, spec.Origin{}
}

// look finds the subject in the world.
func (l *loader) look(x *worldCase, t *spec.Test) bool {
	var at spec.Origin
	x.subject, at = subjectOf(t)
	w, names := l.fleet.Workspace, []string{}
	there := true
	switch x.subject.Kind {
	case "service":
		there, names = w.Service(x.subject.Name) != nil, namesOf(w.Services, func(s *spec.Service) string { return s.Name })
	case "product":
		there, names = w.Product(x.subject.Name) != nil, namesOf(w.Products, func(s *spec.Product) string { return s.Name })
	case "team":
		there, names = w.Team(x.subject.Name) != nil, namesOf(w.Teams, func(s *spec.Team) string { return s.Name })
	case "site":
		there, names = w.Site(x.subject.Name) != nil, namesOf(w.Sites, func(s *spec.Site) string { return s.Name })
	}
	if !there {
		l.errorf(CodeSubject, at, "Unknown "+x.subject.Kind, "The world of the test has no %s %q. %s",
			x.subject.Kind, x.subject.Name, diag.Meant(x.subject.Name, names))
	}
	return there
}

func namesOf[T any](blocks []T, name func(T) string) (names []string) {
	for _, b := range blocks {
		names = append(names, name(b))
	}
	return names
}

// expected checks what the expectations name: options of the service, and rules that run.
func (l *loader) expected(x *worldCase) {
	e := x.Expect
	if e.Decision.Set() && e.Decision.V != spec.Nowhere {
		l.options(x, e.Decision.Origin, e.Decision.V)
	}
	l.options(x, e.Allowed.Origin, e.Allowed.V...)
	l.options(x, e.Forbidden.Origin, sorted(e.Forbidden.V)...)
	for _, option := range sorted(e.Forbidden.V) {
		for _, rule := range e.Forbidden.V[option] {
			if rule != score.UnpricedConstraint {
				l.findOf(e.Forbidden.Origin, rule, kindConstraint)
			}
		}
	}
	l.options(x, e.Scores.Origin, sorted(e.Scores.V)...)
	for _, rule := range sorted(e.Policies.V) {
		l.findOf(e.Policies.Origin, rule, kindPolicy)
		l.options(x, e.Policies.Origin, sorted(e.Policies.V[rule])...)
	}
	for _, rule := range e.Findings.V {
		l.findOf(e.Findings.Origin, rule, kindCheck, kindConstraint)
	}
	for _, rule := range sorted(e.Because.V) {
		if x.service == "" {
			l.findOf(e.Because.Origin, rule, kindCheck, kindConstraint)
		} else {
			l.findOf(e.Because.Origin, rule, kindCheck, kindConstraint, kindPolicy)
		}
	}
}
