package reach

import "cel.dev/cel-go/common/ast"

// Condition is a checked expression that comes to true or false.
type Condition struct {
	Tree *ast.AST
	// Part is the part of the tree that is meant, nil for all of it.
	Part ast.Expr
	// Not says that it is given to be false; of no meaning where it is asked for.
	Not bool
	// Field says what a node reads, and false where it reads no field.
	Field func(ast.Expr) (Field, bool)
}

// Field is what is known of a value before anything is evaluated.
type Field struct {
	// Name is the same wherever the same value is read.
	Name string
	// Optional tells that it may be absent. Reading it then fails; has() asks.
	Optional bool
	// OneOf are the only texts it can be, nil for any.
	OneOf []string
	// Least and Most bound a number, nil for no bound. A number is never NaN.
	Least, Most *float64
}

// root is the expression that is meant.
func (c Condition) root() ast.Expr {
	if c.Part != nil {
		return c.Part
	}
	return c.Tree.Expr()
}

// What one question may take. Beyond, the answer is yes.
const (
	mostSteps  = 5_000
	mostNodes  = 2_000
	mostWorlds = 64
)

// Can tells whether a condition can come to want where all the given ones are true, or
// false where they say Not. It says yes in doubt.
func Can(c Condition, want bool, given ...Condition) bool {
	s := &search{names: map[ast.Expr]string{}}
	if s.tooLarge(c) {
		return true
	}
	worlds := []*world{nil}
	// Twice, because what stands first is narrowed by what comes later.
	for range 2 {
		for _, g := range given {
			if s.tooLarge(g) {
				continue
			}
			worlds = s.narrow(g, !g.Not, worlds)
		}
		worlds = s.narrow(c, want, worlds)
	}
	return len(worlds) > 0
}

// search is the work on one question.
type search struct {
	// of is the condition that is looked at.
	of Condition
	// names are those of nodes seen.
	names map[ast.Expr]string
	// scope are the variables of the loops around.
	scope []loopVariable
	steps int
}

// tooLarge tells whether nothing is to be asked of a condition.
func (s *search) tooLarge(c Condition) bool {
	n := 0
	ast.PreOrderVisit(c.root(), ast.NewExprVisitor(func(ast.Expr) { n++ }))
	return n > mostNodes
}

// narrow returns the worlds of some in which a condition comes to want.
func (s *search) narrow(c Condition, want bool, worlds []*world) (out []*world) {
	s.of = c
	for _, w := range worlds {
		out = append(out, s.hold(c.root(), want, w)...)
	}
	if len(out) > mostWorlds {
		return worlds
	}
	return out
}
