package change

import (
	"cmp"
	"slices"

	"berth.dev/engine/check"
)

// byPlan and byDecision say what places are.
const (
	byPlan     = check.Planned
	byDecision = check.Decided
)

// Compare says what the change from one side to another brings, by its edits. What the
// rules alone do is left to [Rules].
func Compare(before, after Side, edits []Edit) *Change {
	c := &Change{
		Before: before.Found.AsOf, After: after.Found.AsOf, Placed: byDecision,
		NoPlanBefore: before.NoPlan, NoPlanAfter: after.NoPlan, Edits: edits,
	}
	from, to := before.Decided, after.Decided
	if before.Plan != nil && after.Plan != nil {
		c.Placed = byPlan
		from, to = Planned(before.Plan), Planned(after.Plan)
	}
	c.New, c.Fixed, c.Stay = differing(before.Found, after.Found)
	c.Refusing = refusing(after.Found, c.New)
	c.Exceptions = exceptions(c.Edits, before.Found, after.Found)
	c.services(before, after, from, to)
	c.bills(before, after, from, to)
	return c
}

// Same is the change of a side into itself: what there is to say where nothing is edited.
func Same(side Side) *Change {
	c := &Change{Before: side.Found.AsOf, After: side.Found.AsOf}
	_, _, c.Stay = differing(side.Found, side.Found)
	c.Refusing = refusing(side.Found, nil)
	c.Exceptions = exceptions(nil, side.Found, side.Found)
	return c
}

// Alone is what there is to say of a side where the earlier one cannot be read: everything
// that is found counts as new, for nobody can say that it is not.
func Alone(side Side, why string) *Change {
	c := &Change{Unread: why, After: side.Found.AsOf, Placed: byDecision, NoPlanAfter: side.NoPlan}
	to := side.Decided
	if side.Plan != nil {
		c.Placed, to = byPlan, Planned(side.Plan)
	}
	c.New, _, _ = differing(&check.Result{}, side.Found)
	c.Exceptions = exceptions(nil, side.Found, side.Found)
	c.nowhere(side.Fleet.Workspace, to)
	return c
}

// services finds the services that move, come or go.
func (c *Change) services(before, after Side, from, to map[string]Place) {
	edited := c.edited()
	for _, s := range after.Fleet.Workspace.Services {
		old := before.Fleet.Workspace.Service(s.Name)
		was, is := from[s.Name], to[s.Name]
		one := Service{
			Name: s.Name, Product: s.Product.V, How: Changed, From: was.Option, To: is.Option,
			Money: Money{Before: was.Money, After: is.Money},
		}
		switch {
		case old == nil:
			one.How = Added
		case slices.Equal(was.Sites, is.Sites):
			if was.Option != is.Option {
				c.Resplit = append(c.Resplit, s.Name)
			}
			continue
		default:
			one.Edited = edited[s.Name]
			one.Edited = append(one.Edited, c.inherits(s.Class.V, s.Product.V)...)
		}
		c.Services = append(c.Services, one)
	}
	for _, s := range before.Fleet.Workspace.Services {
		if after.Fleet.Workspace.Service(s.Name) == nil {
			was := from[s.Name]
			c.Services = append(c.Services, Service{Name: s.Name, Product: s.Product.V, How: Removed, From: was.Option, Money: Money{Before: was.Money}})
		}
	}
	slices.SortFunc(c.Services, func(a, b Service) int { return cmp.Compare(a.Name, b.Name) })
	c.reasons(before, after)
}

// Edited tells which services say something else than before, themselves or by the class
// or product that they take their settings from, and which are new.
func Edited(after Side, edits []Edit) func(service string) bool {
	c := &Change{Edits: edits}
	own := map[string]bool{}
	for _, e := range edits {
		own[e.Name] = own[e.Name] || e.Kind == "service"
	}
	for _, s := range after.Fleet.Workspace.Services {
		own[s.Name] = own[s.Name] || len(c.inherits(s.Class.V, s.Product.V)) > 0
	}
	return func(service string) bool { return own[service] }
}

// edited are the paths that differ in the block of each service.
func (c *Change) edited() map[string][]string {
	out := map[string][]string{}
	for _, e := range c.Edits {
		if e.Kind != "service" {
			continue
		}
		for _, f := range e.Fields {
			out[e.Name] = append(out[e.Name], f.Path)
		}
	}
	return out
}

// inherits names the edited blocks that a service takes its settings from.
func (c *Change) inherits(class, product string) (out []string) {
	for _, e := range c.Edits {
		if e.Kind == "class" && e.Name == class || e.Kind == "product" && e.Name == product {
			out = append(out, e.Kind+" "+e.Name)
		}
	}
	return out
}
