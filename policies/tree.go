package policies

import "cel.dev/cel-go/common/ast"

// Tree is the checked syntax tree of one expression, for who says a rule in another
// dialect. Numbers are widened in it already, and all() and the like are spelt out as
// loops. Nobody may change it.
type Tree struct {
	tree  *ast.AST
	names map[int64]string
}

// newTree returns the tree of an expression; the zero Tree where there is none.
func newTree(x *expression) Tree {
	if x == nil {
		return Tree{}
	}
	t := Tree{tree: x.tree, names: make(map[int64]string, len(x.reads))}
	for _, r := range x.reads {
		t.names[r.node.ID()] = r.variable.name
	}
	return t
}

// Present tells whether there is an expression: a check may have no when.
func (t Tree) Present() bool { return t.tree != nil }

// Root returns the whole expression.
func (t Tree) Root() ast.Expr { return t.tree.Expr() }

// Variable returns the name of the variable that a node reads or asks for with has(),
// as in "option.money"; "" where the node is something else.
func (t Tree) Variable(e ast.Expr) string { return t.names[e.ID()] }

// Trees returns the constraint's expressions.
func (c *Constraint) Trees() (forbid, because Tree) { return newTree(c.forbid), newTree(c.because) }

// Trees returns the check's expressions; when may be absent.
func (c *Check) Trees() (when, require, because Tree) {
	return newTree(c.when), newTree(c.require), newTree(c.because)
}
