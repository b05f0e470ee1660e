// Package reach says what a condition can come to, before it is ever evaluated: whether
// there are values at all for which it is true, or false. Package policies asks it of
// every rule, because a rule whose condition can never be true is green always and
// nobody sees that it checks nothing.
//
//	world.go     what is assumed of the values that a condition reads
//	truth.go     and, or, not, ?: — what must be so for a condition to be true, or false
//	compare.go   comparisons narrow numbers, texts and their order
//	number.go    what a number can be: a span, and arithmetic on spans
//	span.go      the span itself
//	text.go      what a text can be: one of some, or none of some
//	loop.go      all() and exists(), element by element
//	name.go      one name for what always has one value
//
// [Can] is right where it says no, and says yes in doubt: it must never call a rule
// dead that is not. The package evaluates nothing, reads nothing, and knows of no rules.
//
// # Decisions
//
// The condition is asked backwards: which assumptions make it true? "And" narrows the
// assumptions, "or" branches them, and where none is left the condition is never true.
// A solver of formulas (SMT) was the other candidate: it would find more, such as sums
// of many fields that contradict each other, and would be a second language to trust and
// a program to ship. What people get wrong is simpler: a bound turned round, a text that
// is two things at once, a condition that its own when rules out.
//
// Whatever is not understood counts as a value of its own, known by how it is written:
// the same expression has the same value in one evaluation, so x.matches('a') and
// !x.matches('a') exclude each other although nobody knows what either comes to.
//
// A condition can fail instead of being true or false. A failure is no answer, so it is
// left out of sight, but for one thing: && and || may have an answer although one side
// fails, and so nothing is learnt of a side that was perhaps not needed.
package reach
