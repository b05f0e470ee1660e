package change

import (
	"math"
	"time"

	"berth.dev/engine/check"
	"berth.dev/engine/money"
)

// Change is what one change of a workspace brings.
type Change struct {
	// Unread says why the earlier side could not be read, "" where it could. Then all
	// findings are new, and nothing else is compared.
	Unread string
	// Before and After are the days both sides are seen from.
	Before, After time.Time
	// Placed says what the places are: [check.Planned], or [check.Decided] where a side
	// has no plan. NoPlanBefore and NoPlanAfter say why.
	Placed                    string
	NoPlanBefore, NoPlanAfter string
	// Edits are what was written differently, by kind and name.
	Edits []Edit
	// Services are those that move, come or go, by name.
	Services []Service
	// Resplit are services that keep their sites and share their load otherwise, sorted.
	Resplit []string
	// Nowhere are services that a side has no place for, sorted. Their money is in no sum:
	// lines that they belong to are left out, and so is the total.
	Nowhere []string
	// Money are the lines of the month's bill that differ: products first, by name, then
	// what belongs to none. Total is the whole bill, also where it does not differ; nil
	// where it is not known.
	Money []Money
	Total *Money
	// New are findings that the change brings, Fixed those that it ends, both as a result
	// has them sorted. Refusing are those of the later side that were there before
	// and refuse every run all the same: errors of kind berth.
	New, Fixed []Finding
	Refusing   []Finding
	// Stay is how many were there before and still are, excused ones left aside.
	Stay int
	// Exceptions are those that came, went, changed or are over, by name.
	Exceptions []Exception
	// Effect is what the edited rules alone do; nil where no rule was edited.
	Effect *Effect
}

// How something differs.
const (
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
)

// Edit is one block that says something else than before.
type Edit struct {
	// Kind is the block's word, as in "service"; "series" for a file of measurements.
	Kind string
	// Name is empty for the workspace block.
	Name string
	// How is [Added], [Removed] or [Changed].
	How string
	// Fields are what differs, in the language's order; empty unless How is [Changed].
	Fields []Field
}

// Field is one attribute or block within a block.
type Field struct {
	// Path is the way to it, as in "replica.cpu" and "call user-db.sent".
	Path string
	// From and To are what was written, empty where nothing was or where it may be secret.
	// Of what is long there is only the part that differs.
	From, To string
}

// Service is a service that moves, comes or goes.
type Service struct {
	Name, Product string
	// How is [Changed] for one that moves.
	How string
	// From and To are options' names, empty where there is none.
	From, To string
	// Why says in a sentence why it is where it is now.
	Why string
	// Edited are the paths of what its own block says differently.
	Edited []string
	// Money is what it costs by itself a month.
	Money Money
}

// Placed tells whether the service has a place on each side that knows it: what it costs
// without one nobody knows.
func (s *Service) Placed() bool {
	return (s.From != "" || s.How == Added) && (s.To != "" || s.How == Removed)
}

// Money is one line of the month's bill.
type Money struct {
	// Product names it; else What says what it is, as in "traffic between services".
	Product, What string
	// Before and After are a month's. Where they are in different currencies they
	// cannot be compared.
	Before, After money.Amount
}

// least is by how much a line must differ to be one that does: less is what is lost
// where a plan counts in whole units.
const least = 0.005

// Differs tells whether the line differs at all.
func (m Money) Differs() bool {
	return !m.Comparable() || math.Abs(m.After.Sub(m.Before).Float()) >= least
}

// Comparable tells whether both amounts are in one currency; nothing is in any.
func (m Money) Comparable() bool {
	a, b := m.Before.Currency(), m.After.Currency()
	return a == b || a == "" || b == ""
}

// Finding is one finding with what became of it.
type Finding struct {
	check.Finding
	// Was says why it counts as new though it was there before, or as fixed though it
	// still is: "it was excused by NAME", "it was a warning"; empty otherwise.
	Was string
	// Doc says what the rule of a new finding is for; empty for others, and where there
	// is no rule.
	Doc string
}

// Exception is one exception that differs, or that is over.
type Exception struct {
	check.Exception
	// How is [Added], [Removed], [Changed]; empty for one that is over and was not edited.
	How string
}

// Effect is what edited rules do to the services as the later side has them, each judged
// by itself: under the rules before, and under those after.
type Effect struct {
	// Services is how many were judged.
	Services int
	// Moves are those decided otherwise, by name.
	Moves []Moved
	// New and Fixed are the findings that differ.
	New, Fixed []Finding
	// Weaker says which rules refuse less than before, whatever they find today, by kind
	// and name: "check images is of severity info", "constraint pin is gone".
	Weaker []string
}

// Moved is a service that rules decide otherwise.
type Moved struct{ Service, From, To string }
