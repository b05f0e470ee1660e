package policies

import (
	"cmp"
	"slices"
	"sync/atomic"

	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
)

// Branch is one way that an expression of a rule can take, and whether it was taken.
type Branch struct {
	// Rule is the rule's name, Kind is "policy", "constraint" or "check".
	Rule string `json:"rule"`
	Kind string `json:"kind"`
	// Part is the attribute, as in "when".
	Part string `json:"part"`
	// At is the place of the condition in the file.
	At diag.Range `json:"-"`
	// Text is the condition, or the whole expression, on one line.
	Text string `json:"text"`
	// Want is "true" or "false", what the condition has to come to, or "run" for an
	// expression without conditions.
	Want string `json:"want"`
	// Hit is true once it did.
	Hit bool `json:"hit"`
}

// Coverage notes which branches of a suite's expressions were taken, by whichever
// goroutine: conditions of ? :, every operand of &&, || and !, the conditions of
// all(), exists() and the like, and what comes to true or false as a whole. Constants
// have no branches. An operand that was left out, since the other one had decided,
// came to nothing.
type Coverage struct {
	// notes are of one expression each, in the order of rules and parts.
	notes []*notes
}

// Branches returns every branch, by rule, part and place.
func (c *Coverage) Branches() (out []Branch) {
	for _, n := range c.notes {
		out = append(out, n.branches()...)
	}
	return out
}

// Count returns how many branches were taken, of how many.
func (c *Coverage) Count() (hit, all int) {
	for _, b := range c.Branches() {
		all++
		if b.Hit {
			hit++
		}
	}
	return hit, all
}

// Cover returns a suite that judges as s does and notes the branches that it takes, of
// the rules of these names alone where any are given. The suite is somewhat slower; all
// limits hold.
func (s *Suite) Cover(names ...string) (*Suite, *Coverage) {
	c := &Coverage{}
	out := s.replace(func(p partOf, x *expression) *expression {
		if len(names) > 0 && !slices.Contains(names, p.rule) {
			return x
		}
		n := newNotes(p, x)
		c.notes = append(c.notes, n)
		return n.watch(x)
	})
	slices.SortStableFunc(c.notes, func(a, b *notes) int { return cmp.Compare(a.rule, b.rule) })
	return out, c
}

// notes are what is noted of one expression.
type notes struct {
	partOf
	at   diag.Range
	text string
	// ran is set for an expression without conditions.
	ran        atomic.Bool
	conditions []*condition
}

// condition is one part of an expression that comes to true or false.
type condition struct {
	at   diag.Range
	text string
	// met are for false and true.
	met [2]atomic.Bool
	// node is the number of the node whose value is the condition's.
	node int64
}

// newNotes looks for the conditions of an expression.
func newNotes(p partOf, x *expression) *notes {
	n := &notes{partOf: p, at: x.source.whole()}
	written := x.written()
	n.text = written.text(x.tree.Expr().ID())
	f := finder{}
	f.visit(x.tree.Expr(), x.tree.GetType(x.tree.Expr().ID()).Kind() == types.BoolKind)
	for _, e := range f.found {
		n.conditions = append(n.conditions, &condition{
			at: x.source.node(x.tree, e), text: written.text(e.ID()), node: valueNode(e),
		})
	}
	return n
}

// branches returns the expression's branches.
func (n *notes) branches() (out []Branch) {
	b := Branch{Rule: n.rule, Kind: n.kind, Part: n.part, At: n.at, Text: n.text, Want: "run", Hit: n.ran.Load()}
	if len(n.conditions) == 0 {
		return []Branch{b}
	}
	for _, c := range n.conditions {
		b.At, b.Text = c.at, c.text
		b.Want, b.Hit = "true", c.met[1].Load()
		out = append(out, b)
		b.Want, b.Hit = "false", c.met[0].Load()
		out = append(out, b)
	}
	return out
}
