package conflict

import (
	"slices"

	"berth.dev/engine/place"
)

// Options bound the work and say who makes plans.
type Options struct {
	// Few is up to how many rules the smallest conflict is looked for, at most 20.
	Few int
	// Steps is how many floors are computed at most to judge one set of rules; Work
	// how many amounts a search may add up after that.
	Steps, Work int
	// Solve makes the best plan of a problem, and says what it costs and whether there
	// is one; nil leaves the ways out without costs.
	Solve func(p *place.Problem) (x place.Placement, cost int64, ok bool)
	// More is how many units above the least are tried where Solve finds no plan.
	More int
}

// DefaultOptions judge sets about 1,000 services in parts of a second each.
func DefaultOptions() Options {
	return Options{Few: 20, Steps: 80, Work: 100_000_000, More: 3}
}

// Verdict is what is known of all rules together.
type Verdict string

// The verdicts.
const (
	// Infeasible: no placement keeps all rules; this is proven.
	Infeasible Verdict = "infeasible"
	// Packing: capacities and rules can be kept. Whoever found no plan found no
	// packing of pods on nodes, which proves nothing.
	Packing Verdict = "no packing found"
	// Open: nothing that fits was found, and nothing proves that there is none.
	Open Verdict = "open"
)

// Conflict says why nothing fits.
type Conflict struct {
	Verdict Verdict
	// Set are the rules in conflict with each other, in the order they were handed
	// in; empty where what is in no rule is already impossible.
	Set []int
	// Irreducible says that each rule of Set is needed: without it the others can be
	// kept, by a placement that was found. Smallest says that no conflict has fewer
	// rules.
	Irreducible, Smallest bool
	// Proof proves that the rules of Set cannot be kept together.
	Proof Proof
	// Ways are the single rules whose relaxing makes everything fit, the cheapest
	// first; empty where no single one does, or none was found.
	Ways []Way
	// Placement fits, where Verdict is Packing; in options of the wide problem.
	Placement place.Placement
	// Asked is how many sets of rules were judged.
	Asked int
}

// Explain says why the rules about a problem cannot all be kept. The problem is the
// wide one: no rule is in effect in it yet, and it has passed [place.Problem.Check].
func Explain(p *place.Problem, rules []Rule, o Options) (*Conflict, error) {
	if err := check(p, rules); err != nil {
		return nil, err
	}
	c := newCourt(p, rules, o)
	everything := c.others(-1)
	j := c.judge(everything, none())
	out := &Conflict{Verdict: Infeasible}
	switch j.verdict {
	case fitting:
		out.Verdict, out.Placement = Packing, j.x
	case open:
		out.Verdict = Open
	default:
		c.reduce(out, everything, j)
		out.Ways = c.ways(out.Set)
	}
	out.Asked = c.asked
	return out, nil
}

// reduce finds the conflict among rules that are proven to be in one.
func (c *court) reduce(out *Conflict, everything []int, j judgement) {
	out.Proof = j.proof
	opens := c.opens
	if bare := c.judge(nil, none()); bare.verdict == clashing {
		out.Proof, out.Irreducible, out.Smallest = bare.proof, true, true
		return
	}
	if len(everything) <= min(c.o.Few, 20) {
		out.Set, out.Smallest = c.smallest(everything)
	}
	switch {
	case out.Smallest:
	case j.proof.Means == Room:
		out.Set = c.filter(everything, j.proof)
	case j.proof.Means == NoOption:
		out.Set = c.divide(c.about(everything, j.proof.Service))
	case j.proof.Means == NoPair:
		// No capacity has a part in it.
		out.Set = c.divide(slices.DeleteFunc(slices.Clone(everything), func(r int) bool { return len(c.rules[r].Grow) > 0 }))
	default:
		out.Set = c.divide(everything)
	}
	slices.Sort(out.Set)
	final := c.judge(out.Set, none())
	if final.verdict != clashing {
		// Open judgements on the way led to a set that is none.
		out.Set = everything
		return
	}
	out.Proof = final.proof
	// Where all judgements were clear, the way the set was found makes it so.
	out.Irreducible = out.Smallest || c.opens == opens || c.needsAll(out.Set)
}

// needsAll says whether a set can be kept without any one of its rules.
func (c *court) needsAll(set []int) bool {
	for k := range set {
		if c.judge(slices.Delete(slices.Clone(set), k, k+1), none()).verdict != fitting {
			return false
		}
	}
	return true
}

// about are the rules of a set that exclude an option of a service.
func (c *court) about(set []int, service int32) (out []int) {
	for _, r := range set {
		if slices.ContainsFunc(c.rules[r].Bans, func(b Ban) bool { return b.Service == service }) {
			out = append(out, r)
		}
	}
	return out
}
