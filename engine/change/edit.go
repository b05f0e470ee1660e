package change

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"berth.dev/engine/spec"
)

// Edits finds what two sides say differently, by kind and name. Where there are none,
// nothing can differ. Of measurements their files are compared, and not every number
// that follows from them.
func Edits(before, after Side) []Edit {
	a, b := before.Fleet.Workspace.Written(), after.Fleet.Workspace.Written()
	out := whole(a, b)
	out = append(out, blocks("rate", a, b, a.Rates, b.Rates, func(x *spec.Rate) string { return x.Name })...)
	out = append(out, blocks("site", a, b, a.Sites, b.Sites, func(x *spec.Site) string { return x.Name })...)
	out = append(out, blocks("link", a, b, a.Links, b.Links, linked)...)
	out = append(out, blocks("endpoint", a, b, a.Endpoints, b.Endpoints, func(x *spec.Endpoint) string { return x.Name })...)
	out = append(out, blocks("team", a, b, a.Teams, b.Teams, func(x *spec.Team) string { return x.Name })...)
	out = append(out, blocks("environment", a, b, a.Environments, b.Environments, func(x *spec.Environment) string { return x.Name })...)
	out = append(out, blocks("class", a, b, a.Classes, b.Classes, func(x *spec.Class) string { return x.Name })...)
	out = append(out, blocks("product", a, b, a.Products, b.Products, func(x *spec.Product) string { return x.Name })...)
	out = append(out, blocks("service", a, b, a.Services, b.Services, func(x *spec.Service) string { return x.Name })...)
	out = append(out, blocks("price_book", a, b, a.PriceBooks, b.PriceBooks, func(x *spec.PriceBook) string { return x.Name })...)
	out = append(out, blocks("metrics", a, b, a.Metrics, b.Metrics, func(x *spec.Metrics) string { return x.Name })...)
	out = append(out, blocks("exception", a, b, a.Exceptions, b.Exceptions, func(x *spec.Exception) string { return x.Name })...)
	out = append(out, ruleEdits(a, b)...)
	out = append(out, seriesEdits(before.Series, after.Series)...)
	return sorted(out)
}

func sorted(edits []Edit) []Edit {
	slices.SortStableFunc(edits, func(x, y Edit) int { return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Name, y.Name)) })
	return edits
}

// RuleEdits finds what two workspaces say differently of rules alone: the rules, which
// of them are switched off, and how their scores are weighed.
func RuleEdits(a, b *spec.Workspace) []Edit {
	out := ruleEdits(a, b)
	rest := append(whole(a, b), blocks("product", a, b, a.Products, b.Products, func(x *spec.Product) string { return x.Name })...)
	for _, e := range rest {
		e.Fields = slices.DeleteFunc(e.Fields, func(f Field) bool { return f.Path != "weights" && f.Path != "disable" })
		if len(e.Fields) > 0 {
			out = append(out, e)
		}
	}
	return sorted(out)
}

// The kinds of blocks that are rules.
const (
	kindCriterion  = "criterion"
	kindPolicy     = "policy"
	kindConstraint = "constraint"
	kindCheck      = "check"
)

// ruleEdits are the edits of rules.
func ruleEdits(a, b *spec.Workspace) []Edit {
	out := blocks(kindCriterion, a, b, a.Criteria, b.Criteria, func(x *spec.Criterion) string { return x.Name })
	out = append(out, blocks(kindPolicy, a, b, a.Policies, b.Policies, func(x *spec.Policy) string { return x.Name })...)
	out = append(out, blocks(kindConstraint, a, b, a.Constraints, b.Constraints, func(x *spec.Constraint) string { return x.Name })...)
	return append(out, blocks(kindCheck, a, b, a.Checks, b.Checks, func(x *spec.Check) string { return x.Name })...)
}

// linked names a link by its sites.
func linked(l *spec.Link) string { return min(l.A, l.B) + " – " + max(l.A, l.B) }

// whole compares the workspace blocks, which have no name.
func whole(a, b *spec.Workspace) []Edit {
	c := comparison{before: a, after: b, every: true}
	c.structs("", reflect.ValueOf(a.Settings), reflect.ValueOf(b.Settings))
	c.structs("", reflect.ValueOf(a.Defaults), reflect.ValueOf(b.Defaults))
	if len(c.fields) == 0 {
		return nil
	}
	return []Edit{{Kind: "workspace", How: Changed, Fields: c.fields}}
}

// blocks compares the blocks of one kind by name.
func blocks[T any](kind string, before, after *spec.Workspace, old, now []*T, name func(*T) string) []Edit {
	was := make(map[string]*T, len(old))
	for _, x := range old {
		was[name(x)] = x
	}
	var out []Edit
	for _, y := range now {
		x := was[name(y)]
		delete(was, name(y))
		if x == nil {
			out = append(out, Edit{Kind: kind, Name: name(y), How: Added})
			continue
		}
		c := comparison{before: before, after: after, every: kind != "service"}
		c.structs("", reflect.ValueOf(*x), reflect.ValueOf(*y))
		if len(c.fields) > 0 {
			out = append(out, Edit{kind, name(y), Changed, c.fields})
		}
	}
	for _, gone := range slices.Sorted(maps.Keys(was)) {
		out = append(out, Edit{Kind: kind, Name: gone, How: Removed})
	}
	return out
}

// seriesEdits compares files of measurements.
func seriesEdits(before, after map[string]string) (out []Edit) {
	for name, digest := range after {
		if was, known := before[name]; !known {
			out = append(out, Edit{Kind: "series", Name: name, How: Added})
		} else if was != digest {
			out = append(out, Edit{Kind: "series", Name: name, How: Changed})
		}
	}
	for name := range before {
		if _, still := after[name]; !still {
			out = append(out, Edit{Kind: "series", Name: name, How: Removed})
		}
	}
	return out // the caller sorts
}
