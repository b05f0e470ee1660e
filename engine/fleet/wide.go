package fleet

import (
	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Wide is a workspace as a problem in which no rule that people wrote is in effect:
// every option is there, services of one site are services of their own, and the
// bounds say what each rule takes away. It is for finding out why nothing fits.
type Wide struct {
	// Fleet holds the problem. What no rule can allow, a machine too small for a pod or
	// a place without a price, is among the excluded of its services. Its problem is
	// nil where that leaves a service nothing; then Stuck names it.
	*Fleet
	// Bounds are the rules, in the order of services, pairs and sites.
	Bounds []Bound
	// Against is by service and option what constraints say against it.
	Against [][][]Reason
}

// BuildWide states the placement of a workspace without its rules. The diagnostics are
// those of [Build], but for services that have no place left.
func BuildWide(w *spec.Workspace, profiles map[string]profile.Profile, suite *policies.Suite, o Options) (*Wide, diag.List) {
	b := newBuilder(w, profiles, suite, o)
	x := &widening{b: b, at: map[boundKey]int{}, by: map[*way][]int{}, why: map[*way][]Reason{}}
	b.wide = x
	b.survey()
	for _, g := range b.groups {
		x.findWays(g)
	}
	x.holdAll()
	x.ban()
	b.standing = b.tariff.Standing(w)
	f := b.assemble()
	if f.Problem != nil {
		x.capacities(f)
	}
	b.diags.Sort()
	out := &Wide{Fleet: f, Bounds: x.bounds}
	for _, g := range b.groups {
		against := make([][]Reason, len(g.ways))
		for l, w := range g.ways {
			against[l] = x.why[w]
		}
		out.Against = append(out.Against, against)
	}
	return out, b.diags
}

// boundKey tells bounds apart.
type boundKey struct {
	sort       BoundSort
	constraint string
	a, b       string
	// at joins the services that inherit the same words.
	at spec.Origin
}

// widening lists the bounds of a wide problem while it is built.
type widening struct {
	b      *builder
	bounds []Bound
	at     map[boundKey]int
	// by are the bounds that exclude a way, why what its constraints say.
	by  map[*way][]int
	why map[*way][]Reason
	// tables are the pairs, in the problem's order.
	tables []*table
}

// bound returns the number of a bound, which is made where there is none yet.
func (x *widening) bound(key boundKey, like Bound, origins ...spec.Origin) int {
	n, known := x.at[key]
	if !known {
		n = len(x.bounds)
		x.at[key] = n
		like.Sort, like.Constraint = key.sort, key.constraint
		for _, o := range origins {
			if o.Set() && like.At.File == "" {
				like.At = x.b.w.Range(o)
			}
		}
		x.bounds = append(x.bounds, like)
	}
	return n
}
