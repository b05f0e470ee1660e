package spec

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"berth.dev/engine/diag"
)

// Tests are the tests of a folder. Each has cases, and each case says all that holds
// for it.
type Tests struct {
	// Tests are in the order of their files and places.
	Tests []*Test

	fixtures []*Fixture
	files    []*File
	limits   Limits
	asOf     time.Time
	// base is what the specs say, before anything is inherited.
	base       world
	currencies []usedCurrency
	// fragment is true where the specs are rules alone: the workspace is no world then.
	fragment bool
}

// ParseTests reads the specs of a workspace and the tests beside them. Specs without a
// workspace block may hold rules alone; tests of a world then need a fixture. As
// [Parse] it returns what could be read even when the list holds errors.
func ParseTests(specs, tests []Source, o Options) (*Workspace, *Tests, diag.List) {
	o.Limits = o.Limits.orDefault()
	w := &Workspace{Files: filesOf(specs)}
	files := append(slices.Clone(w.Files), filesOf(tests)...)
	t := &Tests{files: files, limits: o.Limits, asOf: o.AsOf}
	if diags := (&Workspace{Files: files}).tooMuch(o.Limits); diags.HasErrors() {
		return w, t, diags
	}
	c := checker{w: w, limits: o.Limits, asOf: o.AsOf, wrongly: map[wordAt]bool{}}
	root := layOut()
	all := decodeEach(&c, 1, &root, func(d *document) {
		t.base.add(&d.world)
		// What the tests change begins before anything is inherited.
		d.Services = copies(d.Services, func(*Service) {})
		c.settings = append(c.settings, d.Workspace...)
		c.w.take(d)
	})
	w.Files = files
	own := checker{w: w, limits: o.Limits, wrongly: c.wrongly}
	if all {
		root = layOutOf(reflect.TypeFor[testDocument]())
		all = decodeEach(&own, len(specs)+1, &root, t.take)
	}
	t.fragment = o.Fragment || len(c.settings) == 0
	t.currencies = c.currencies
	c.fragment = t.fragment
	c.finish(all)
	if all {
		own.tests(t)
	}
	for _, test := range t.Tests {
		test.fill()
	}
	diags := append(c.diags, own.diags...)
	diags.Sort()
	return w, t, diags
}

// filesOf lists sources in name order.
func filesOf(sources []Source) (files []*File) {
	for _, s := range sources {
		files = append(files, &File{Source: s})
	}
	slices.SortStableFunc(files, func(a, b *File) int { return cmp.Compare(a.Name, b.Name) })
	return files
}

func (t *Tests) take(d *testDocument) {
	t.Tests = append(t.Tests, d.Tests...)
	t.fixtures = append(t.fixtures, d.Fixtures...)
}

// Fixtures returns the names of the fixtures, sorted.
func (t *Tests) Fixtures() (names []string) {
	for _, f := range t.fixtures {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

func (t *Tests) fixture(name string) *Fixture {
	for _, f := range t.fixtures {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// fill gives each case what the test says for it.
func (t *Test) fill() {
	if len(t.Cases) == 0 {
		t.Cases = []*Case{{Origin: t.Origin, Setup: t.Setup}}
		return
	}
	for _, c := range t.Cases {
		c.over(&t.Setup)
	}
}

// over lays a case's setup over that of its test.
func (s *Setup) over(test *Setup) {
	s.Given.V = addMissing(s.Given.V, test.Given.V, func(g Given) string { return g.Name })
	if !s.Given.Set() {
		s.Given.Origin = test.Given.Origin
	}
	s.With = overBlock(s.With, test.With)
	s.World = overBlock(s.World, test.World)
	s.Expect = overBlock(s.Expect, test.Expect)
}

// overBlock lays one block over another. Where only one is there it is that one.
func overBlock[T any](own, general *T) *T {
	if own == nil || general == nil {
		return cmp.Or(own, general)
	}
	merged := *own
	overlay(reflect.ValueOf(&merged).Elem(), reflect.ValueOf(general).Elem())
	return &merged
}
