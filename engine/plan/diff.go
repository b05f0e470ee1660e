package plan

import (
	"cmp"
	"slices"
	"strings"
)

// Diff is what changed from one plan to another.
type Diff struct {
	From, To *File
	// Placed are the services that the plans put in different places, or that only
	// one of them has, by name.
	Placed []Placed
	// Evidence are the inputs that changed, by kind and name.
	Evidence []Changed
	// Terms are what the plans take for granted, or what was asked for, that only one of
	// them has; with their objectives where those differ.
	Terms []Term
	// Comparable says that cost, floor and bill of both are in one currency and of one
	// objective.
	Comparable bool
}

// Placed is a service in two plans; "" where a plan does not have it.
type Placed struct {
	Service  string
	From, To string
	Why      string
}

// Term is what one of two plans takes for granted and the other does not. Added says
// that it is the later one.
type Term struct {
	Words string
	Added bool
}

// Changed is an input that changed: "added", "removed" or "changed".
type Changed struct {
	Kind, Name, How string
}

// Compare finds what changed from one plan to another.
func Compare(from, to *File) Diff {
	// Reasons of the later plan say why its place is better than the one before; where
	// they cannot be worked out, its own reasons must do.
	e, _ := newExplainer(to)
	d := Diff{From: from, To: to, Comparable: from.Unit.Currency == to.Unit.Currency && from.Objective == to.Objective}
	before := from.places()
	for _, s := range to.Services {
		now := to.option(&s)
		then, known := before[s.Name]
		delete(before, s.Name)
		if !known || then != now {
			d.Placed = append(d.Placed, Placed{s.Name, then, now, e.instead(&s, then)})
		}
	}
	for name, then := range before {
		d.Placed = append(d.Placed, Placed{Service: name, From: then, Why: "no longer in the workspace"})
	}
	slices.SortFunc(d.Placed, func(a, b Placed) int { return strings.Compare(a.Service, b.Service) })
	d.evidence()
	d.terms()
	return d
}

// instead says why a service is not where another plan has it.
func (e *explainer) instead(s *Service, then string) string {
	if e == nil || then == "" {
		return s.Why
	}
	for _, out := range s.Out {
		if out.Option == strings.SplitN(then, "@", 2)[0] {
			return then + " is not allowed: " + strings.Join(out.Reasons, "; ")
		}
	}
	x := e.explain(s)
	l := slices.IndexFunc(x.Options, func(c Choice) bool { return c.Name == then })
	if l < 0 {
		return s.Why
	}
	x.Options[l].Lacks = e.lacks(int32(s.Group), uint8(l))
	return x.company() + "on " + then + ", " + x.whose(because(x.Options[l], x.Options[x.Chosen], e.file.Unit))
}

// terms finds what only one of the plans takes for granted.
func (d *Diff) terms() {
	if a, b := d.From.Objective, d.To.Objective; a != b {
		d.Terms = append(d.Terms, Term{"--objective " + a, false}, Term{"--objective " + b, true})
	}
	only := func(in, other []string, added bool) {
		for _, words := range in {
			if !slices.Contains(other, words) {
				d.Terms = append(d.Terms, Term{words, added})
			}
		}
	}
	only(d.From.Assumed, d.To.Assumed, false)
	only(d.To.Assumed, d.From.Assumed, true)
}

// option is the name of the place a plan gives a service.
func (f *File) option(s *Service) string {
	return f.Problem.Groups[s.Group].Options[f.Placement[s.Group]].Name
}

// places are the places of all services by name.
func (f *File) places() map[string]string {
	out := make(map[string]string, len(f.Services))
	for i := range f.Services {
		out[f.Services[i].Name] = f.option(&f.Services[i])
	}
	return out
}

func (d *Diff) evidence() {
	type key struct{ kind, name string }
	before := map[key]string{}
	for _, e := range d.From.Evidence {
		before[key{e.Kind, e.Name}] = e.Digest
	}
	for _, e := range d.To.Evidence {
		k := key{e.Kind, e.Name}
		then, known := before[k]
		delete(before, k)
		switch {
		case !known:
			d.Evidence = append(d.Evidence, Changed{e.Kind, e.Name, "added"})
		case then != e.Digest:
			d.Evidence = append(d.Evidence, Changed{e.Kind, e.Name, "changed"})
		}
	}
	for k := range before {
		d.Evidence = append(d.Evidence, Changed{k.kind, k.name, "removed"})
	}
	slices.SortFunc(d.Evidence, func(a, b Changed) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
}
