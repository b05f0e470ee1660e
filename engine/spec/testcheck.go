package spec

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"berth.dev/engine/diag"
)

// tests checks what no attribute of a test can show alone.
func (c *checker) tests(t *Tests) {
	twice(c, "fixture", t.fixtures, func(x *Fixture) (string, Origin) { return x.Name, x.Origin })
	twice(c, "test", t.Tests, func(x *Test) (string, Origin) { return x.Name, x.Origin })
	for _, f := range t.fixtures {
		if len(f.Workspace) == 0 {
			c.errorf(CodeEmpty, f.Origin, "No workspace block", "A fixture is a world of its own, so it needs a workspace block with currency, as_of, reference_site and hourly_rate, and its sites.")
		}
		if !slices.ContainsFunc(t.Tests, func(x *Test) bool { return x.Fixture.V == f.Name }) {
			c.warnf(CodeReference, f.Origin, "Unused fixture", "No test here is in this fixture.")
		}
	}
	for _, test := range t.Tests {
		twice(c, "case", test.Cases, func(x *Case) (string, Origin) { return x.Name, x.Origin })
		if test.Fixture.Set() && t.fixture(test.Fixture.V) == nil {
			c.errorf(CodeReference, test.Fixture.Origin, "Unknown fixture",
				"No test file here has a fixture %q. %s", shorten(test.Fixture.V), diag.Meant(test.Fixture.V, t.Fixtures()))
		}
		c.test(test, t.Whole())
	}
	c.diags.Sort()
}

// test checks one test and its cases.
func (c *checker) test(t *Test, whole bool) {
	if c.mistaken(t.Origin) {
		return // what it says besides may hang on that
	}
	subject := t.subjects()
	if len(subject) > 1 {
		c.errorf(CodeCombination, t.Origin, "Two subjects", "A test is about one thing; this one names a %s. Make several of it.", strings.Join(subject, " and a "))
		return
	}
	switch {
	case t.Rule.Set() && len(subject) > 0:
		c.errorf(CodeCombination, t.Rule.Origin, "A rule and a subject",
			"A test is of a rule, on values that it is given, or of a %s in a world. Leave one out.", subject[0])
		return
	case t.Rule.Set() && t.Fixture.Set():
		c.errorf(CodeCombination, t.Fixture.Origin, "A world for a rule", "A rule alone is asked about given values and sees no world. Leave fixture out.")
	case !t.Rule.Set() && !t.Fixture.Set() && !whole:
		c.errorf(CodeEmpty, t.Origin, "No world",
			"There is no workspace here. Name a rule to test it on given values, or a fixture, which is a world of its own.")
	}
	c.setup(t, &t.Setup)
	for _, x := range t.Cases {
		c.setup(t, &x.Setup)
	}
	if len(t.Cases) == 0 {
		c.expectsSomething(t.Origin, "test", t.Expect)
	}
	for _, x := range t.Cases {
		all := Case{Setup: x.Setup}
		all.over(&t.Setup)
		c.expectsSomething(x.Origin, "case", all.Expect)
	}
}

// subjects returns what a test in a world names.
func (t *Test) subjects() (out []string) {
	for _, s := range []struct {
		word string
		Origin
	}{{"service", t.Service.Origin}, {"product", t.Product.Origin}, {"team", t.Team.Origin}, {"site", t.Site.Origin}} {
		if s.Set() {
			out = append(out, s.word)
		}
	}
	return out
}

// setup checks that a test or a case says only what its form knows.
func (c *checker) setup(t *Test, s *Setup) {
	if t.Rule.Set() {
		for _, b := range []struct {
			word string
			at   Origin
			on   bool
		}{{"with", s.with(), s.With != nil}, {"world", s.world(), s.World != nil}} {
			if b.on {
				c.errorf(CodeCombination, b.at, "A world for a rule", "A rule alone is asked about given values: write given = { … } instead of %s.", b.word)
			}
		}
	} else {
		if s.Given.Set() {
			c.errorf(CodeCombination, s.Given.Origin, "Values without a rule",
				"given sets what a rule is asked about, and this test names no rule. Change the service by with, the rest by world.")
		}
		if s.With != nil && !t.Service.Set() {
			c.errorf(CodeCombination, s.With.Origin, "No service", "with changes the service that the test names, and it names none. Use world.")
		}
	}
	if s.With != nil {
		c.twiceWithin(&s.With.Settings)
	}
	if s.World != nil {
		c.twiceInWorld(&s.World.world)
	}
	if s.Expect != nil {
		c.words(t, s.Expect)
	}
}

// mistaken tells whether a block says anything in a wrong form.
func (c *checker) mistaken(block Origin) bool {
	for at := range c.wrongly {
		if at.file == block.file && at.block == block.start {
			return true
		}
	}
	return false
}

// twiceInWorld reports names that stand twice in a part of a world, where the second
// block would be lost when it is laid over the whole.
func (c *checker) twiceInWorld(w *world) {
	part := checker{w: &Workspace{Files: c.w.Files}, settings: w.Workspace}
	part.w.take(&document{world: *w})
	part.duplicates()
	c.diags = append(c.diags, part.diags...)
	for _, b := range w.Workspace[min(1, len(w.Workspace)):] {
		c.errorf(CodeDuplicate, b.Origin, "Second workspace block", "There is a workspace block in this world block already. Put both into one.")
	}
}

func (s *Setup) with() (o Origin) {
	if s.With != nil {
		o = s.With.Origin
	}
	return o
}

func (s *Setup) world() (o Origin) {
	if s.World != nil {
		o = s.World.Origin
	}
	return o
}

// wordsOf are the expectations of a test's form, and of what it is.
func (t *Test) wordsOf() (words []string, what string) {
	switch {
	case t.Rule.Set():
		return []string{"applies", "because", "error", "forbids", "passes", "score"}, "a rule"
	case t.Service.Set():
		return []string{"allowed", "because", "decision", "error", "findings", "firm", "forbidden", "policies", "scores"}, "a service"
	}
	return []string{"because", "error", "findings"}, "what is no service"
}

// words checks the words of an expect block.
func (c *checker) words(t *Test, e *Expect) {
	known, what := t.wordsOf()
	for _, w := range e.said() {
		if !slices.Contains(known, w.word) {
			c.errorf(CodeCombination, w.Origin, "Wrong expectation",
				"A test of %s expects nothing of %s. It may expect %s.", what, w.word, strings.Join(known, ", "))
		}
	}
	c.emptyMaps(e)
	_, whole := e.Because.V[""]
	switch {
	case len(e.Because.V) == 0:
	case t.Rule.Set() && (!whole || len(e.Because.V) > 1):
		c.errorf(CodeForm, e.Because.Origin, "Wrong value for \"because\"", `A rule has one reason: write a part of it, as in because = "2 are free".`)
	case !t.Rule.Set() && whole:
		c.errorf(CodeForm, e.Because.Origin, "Wrong value for \"because\"", `Say which rule's reason it is, as in because = { residency = "in US" }.`)
	}
}

// emptyMaps refuses expectations that name nothing.
func (c *checker) emptyMaps(e *Expect) {
	none := func(by map[string]Band) bool { return len(by) == 0 }
	for _, m := range []struct {
		Origin
		empty bool
	}{
		{e.Forbidden.Origin, len(e.Forbidden.V) == 0}, {e.Scores.Origin, len(e.Scores.V) == 0}, {e.Because.Origin, len(e.Because.V) == 0},
		{e.Policies.Origin, len(e.Policies.V) == 0 || slices.ContainsFunc(slices.Collect(maps.Values(e.Policies.V)), none)},
	} {
		if m.Set() && m.empty {
			c.errorf(CodeEmpty, m.Origin, "Nothing expected", "An empty map names nothing, so it can only pass. Name an option or a rule.")
		}
	}
}

// expectsSomething refuses a case that can only pass, or whose words cannot be true
// together.
func (c *checker) expectsSomething(at Origin, what string, e *Expect) {
	if c.mistaken(at) || e != nil && c.mistaken(e.Origin) {
		return
	}
	if e == nil || len(e.said()) == 0 {
		c.errorf(CodeEmpty, at, "Nothing expected", "The %s expects nothing, so it can only pass. Write an expect block.", what)
		return
	}
	if e.Error.Set() && len(e.said()) > 1 {
		c.errorf(CodeCombination, e.Error.Origin, "An error and more", "What fails comes to nothing else. Expect the error alone.")
	}
	no := func(v Value[bool], yes bool) bool { return v.Set() && v.V == yes }
	if e.Because.Set() && (no(e.Forbids, false) || no(e.Passes, true) || no(e.Applies, false)) {
		c.errorf(CodeCombination, e.Because.Origin, "No reason", "A rule has a reason where it speaks against something; here it is expected not to.")
	}
	if no(e.Applies, false) && (e.Score.Set() || e.Passes.Set()) {
		c.errorf(CodeCombination, e.Applies.Origin, "No word", "A rule that does not apply neither scores nor passes. Leave one out.")
	}
}

// saidWord is one attribute of an expect block.
type saidWord struct {
	word string
	Origin
}

// said returns the words that an expect block uses, in the order of the vocabulary.
func (e *Expect) said() (out []saidWord) {
	v := reflect.ValueOf(e).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		word := f.Tag.Get("hcl")
		if word == "" {
			continue
		}
		if o, ok := v.Field(i).FieldByName("Origin").Interface().(Origin); ok && o.Set() {
			out = append(out, saidWord{word, o})
		}
	}
	return out
}
