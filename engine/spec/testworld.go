package spec

import (
	"reflect"
	"slices"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
)

// Whole tells whether the specs are a workspace, so that tests without a fixture have
// a world.
func (t *Tests) Whole() bool { return !t.fragment }

// World returns the workspace that a case is in: its fixture, or the workspace that
// the tests lie in, with what the case has otherwise. It is nothing but data: rules
// are left out. With errors it cannot be used. Tests that were read with errors have
// no worlds.
func (t *Tests) World(test *Test, c *Case) (*Workspace, diag.List) {
	doc, used := t.base, t.currencies
	check := checker{w: &Workspace{Files: t.files}, limits: t.limits, asOf: t.asOf, wrongly: map[wordAt]bool{}}
	if test.Fixture.Set() {
		doc, check.asOf = t.fixture(test.Fixture.V).world, time.Time{}
		used = currenciesIn(reflect.ValueOf(doc), nil)
	}
	if c.With != nil && !doc.has(test.Service.V) && !(c.World != nil && c.World.has(test.Service.V)) {
		check.errorf(CodeReference, test.Service.Origin, "Unknown service",
			"The world of the test has no service %q, so with has nothing to change. %s", test.Service.V, diag.Meant(test.Service.V, doc.services()))
		return check.w, check.diags
	}
	for _, part := range c.parts(test) {
		used = currenciesIn(reflect.ValueOf(*part), used)
		doc = part.over(doc)
	}
	for _, part := range c.parts(test) {
		check.whole(reflect.ValueOf(*part), reflect.ValueOf(doc))
	}
	doc.Services = copies(doc.Services, func(*Service) {})
	check.w.take(&document{world: doc})
	check.settings, check.currencies = doc.Workspace, used
	check.finish(true)
	return check.w, check.diags
}

// has tells whether there is a service of that name.
func (w *world) has(service string) bool { return slices.Contains(w.services(), service) }

// services returns the names of the services.
func (w *world) services() []string {
	names := make([]string, len(w.Services))
	for i, s := range w.Services {
		names[i] = s.Name
	}
	return names
}

// parts are what is laid over the world of a case.
func (c *Case) parts(test *Test) (out []*world) {
	if c.World != nil {
		out = append(out, &c.World.world)
	}
	if c.With != nil {
		out = append(out, c.With.as(test.Service.V))
	}
	return out
}

// whole checks that blocks which a part added to have all that they need.
func (c *checker) whole(part, all reflect.Value) {
	l := layout{forms: forms(), known: map[reflect.Type]shape{}}
	for i := range part.NumField() {
		for k := range part.Field(i).Len() {
			for n := range all.Field(i).Len() {
				if block := all.Field(i).Index(n); nameOf(block) == nameOf(part.Field(i).Index(k)) {
					s := l.shape(block.Type().Elem())
					c.needs(block.Elem(), &s)
				}
			}
		}
	}
}

// needs reports attributes that a block and those in it must set and do not.
func (c *checker) needs(v reflect.Value, s *shape) {
	at := v.FieldByIndex(s.origin).Interface().(Origin)
	for _, name := range s.needs {
		if !v.FieldByIndex(s.attrs[name].path).Addr().Interface().(settable).Set() {
			c.errorf(CodeMissing, at, "Missing attribute", "This block must set %s.", name)
		}
	}
	for _, name := range s.words {
		b := s.blocks[name]
		switch {
		case b == nil:
		case b.many:
			for list, i := v.FieldByIndex(b.path), 0; i < list.Len(); i++ {
				c.needs(list.Index(i).Elem(), &b.shape)
			}
		case !v.FieldByIndex(b.path).IsNil():
			c.needs(v.FieldByIndex(b.path).Elem(), &b.shape)
		}
	}
}

// as returns a world that holds nothing but what the service of that name says.
func (w *With) as(name string) *world {
	s := &Service{Name: name, Origin: w.Origin, Product: w.Product, Class: w.Class, Settings: w.Settings}
	return &world{Services: []*Service{s}}
}

// over lays a part of a world over all of it. What is not changed is shared.
func (w *world) over(all world) world {
	out := *w
	overlay(reflect.ValueOf(&out).Elem(), reflect.ValueOf(all))
	return out
}

// add adds the blocks of another document.
func (w *world) add(o *world) {
	to, from := reflect.ValueOf(w).Elem(), reflect.ValueOf(o).Elem()
	for i := range to.NumField() {
		to.Field(i).Set(reflect.AppendSlice(to.Field(i), from.Field(i)))
	}
}

// overlay fills what dst leaves unset from src: attributes one by one, blocks with
// names by name, others as a whole. A traffic block stands in for the other as a
// whole, because its words exclude each other.
func overlay(dst, src reflect.Value) {
	for i := range dst.NumField() {
		to, from := dst.Field(i), src.Field(i)
		switch {
		case to.Type() == reflect.TypeFor[Origin](), to.Kind() == reflect.String:
		case dst.Type().Field(i).Tag.Get("as") != "":
			if !to.Addr().Interface().(settable).Set() {
				to.Set(from)
			}
		case to.Kind() == reflect.Struct:
			overlay(to, from)
		case to.Kind() == reflect.Pointer:
			switch {
			case from.IsNil() || to.Type() == reflect.TypeFor[*Traffic]() && !to.IsNil():
			case to.IsNil():
				to.Set(from)
			default:
				to.Set(overlaid(to, from))
			}
		case to.Kind() == reflect.Slice:
			to.Set(overlaySlice(to, from))
		}
	}
}

// overlaid returns a new block: what dst points to over what src points to.
func overlaid(dst, src reflect.Value) reflect.Value {
	merged := reflect.New(dst.Type().Elem())
	merged.Elem().Set(dst.Elem())
	overlay(merged.Elem(), src.Elem())
	return merged
}

// overlaySlice merges blocks by name. Of those without names only the workspace block
// is merged: there is one of it.
func overlaySlice(dst, src reflect.Value) reflect.Value {
	switch {
	case dst.Len() == 0:
		return src
	case src.Len() == 0, nameOf(dst.Index(0)) == "" && dst.Type() != reflect.TypeFor[[]*workspaceBlock]():
		return dst
	}
	out := reflect.AppendSlice(reflect.MakeSlice(src.Type(), 0, src.Len()+dst.Len()), src)
	for i := range dst.Len() {
		block, there := dst.Index(i), false
		for k := range src.Len() {
			if nameOf(src.Index(k)) == nameOf(block) {
				out.Index(k).Set(overlaid(block, src.Index(k)))
				there = true
				break
			}
		}
		if !there {
			out = reflect.Append(out, block)
		}
	}
	return out
}

// nameOf returns the label of a block, "" for one that has none. Labels are the first
// fields of a block, and no other string stands second. Finding them by their names
// would take most of the time of a large world.
func nameOf(block reflect.Value) string {
	block = block.Elem()
	first, second := block.Field(0), block.Field(1)
	switch {
	case first.Kind() != reflect.String:
		return ""
	case second.Kind() != reflect.String:
		return first.String()
	}
	pair := pairOf(first.String(), second.String())
	return pair[0] + " " + pair[1]
}

// currenciesIn adds the currencies of all money in a value, each where it stands.
func currenciesIn(v reflect.Value, used []usedCurrency) []usedCurrency {
	switch x := v.Interface().(type) {
	case Value[money.Amount]:
		return usedBy(used, x.Origin, x.V.Currency())
	case Value[money.Rate]:
		return usedBy(used, x.Origin, x.V.Amount.Currency())
	case Value[map[string]money.Rate]:
		for _, key := range sortedKeys(x.V) {
			used = usedBy(used, x.Origin, x.V[key].Amount.Currency())
		}
		return used
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				used = currenciesIn(v.Field(i), used)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			used = currenciesIn(v.Elem(), used)
		}
	case reflect.Slice:
		for i := range v.Len() {
			used = currenciesIn(v.Index(i), used)
		}
	}
	return used
}

// usedBy adds a currency, if there is one.
func usedBy(used []usedCurrency, o Origin, code string) []usedCurrency {
	if !o.Set() || slices.ContainsFunc(used, func(u usedCurrency) bool { return u.code == code }) {
		return used
	}
	return append(used, usedCurrency{code, o})
}
