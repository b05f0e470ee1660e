// Package policies holds the rules by which services are placed and checked:
// policies, which score an option on one criterion, constraints, which forbid it, and
// checks, which must hold for services, products, teams, sites and the fleet. Rules
// are expressions in HCL files; the standard suite lies in standard/, a workspace
// adds, replaces and switches off rules by name.
//
// [Compile] turns a workspace's rules into a [Suite]. The decision matrix evaluates
// policies and constraints on [Vars], the values of one service and one option;
// `berth check` evaluates checks on [Facts], what is known of one subject. `berth
// policy vars` prints [Variables], [FactVariables] and [Functions].
//
// The package never reads files (the standard suite is part of the program),
// never asks a clock, and shows expressions nothing but values. Compiling the
// standard suite takes some milliseconds and is done by Compile alone, so a
// command that judges nothing does not pay for it.
//
// # What an expression may take
//
// Anybody may write a rule, so an expression is bounded (limits.go): its text,
// its nesting, its work, the size of its values, and a context stops it. A
// failure, a division by zero or a score outside 0 to 1, say, is a [RunError]
// that names rule, service, option and place; it never ends the process.
//
// # Adding a policy or a constraint to the standard suite
//
//   - standard/NAME.hcl with one block, its doc, and a because that gives numbers
//     with their units
//   - standard/NAME_test.hcl with its cases: what applies or forbids, what does
//     not, and the borders. `berth test --standard --cover --mutate` says which
//     branches they never take and which mistakes in the rule they would not notice
//   - a value that it needs and that is not there: a field of [Vars] with its
//     tags, filled by the decision matrix
//   - a line in CHANGELOG.md
//
// # Adding a check to the standard suite
//
//   - standard/NAME.hcl: what it looks at (over), how bad it is (severity), for which
//     subjects it asks (when), what must hold (require), and because, a sentence that
//     goes on after the subject's name, with numbers and their units
//   - severity "error" only for what must never be merged: everybody who runs `berth
//     check` without a word of configuration is stopped by it
//   - may_be_idle = true where it has a when: that a workspace has nothing of its kind
//     is no mistake there. A rule of a workspace says it rather not: a when that
//     applies to nothing is a typing error as a rule
//   - has() in when for what require reads and may be absent: a check that fails to be
//     evaluated ends the run with exit 1
//   - standard/NAME_test.hcl, as for policies
//   - a value that it needs and that is not there: a field of [Facts] with its tags,
//     filled by package check; oneof, least and most where it is bounded, for then
//     mistakes are found before the first run, and needs where it has to be computed
//   - a line in CHANGELOG.md
//
// # Adding a function
//
//   - a line in [Functions], with loops = true unless its work and its result are
//     at most as large as its operands together
//   - its declaration in environment.go, if the library does not have it
//
// # Decisions
//
// Rules are CEL, by its Go library. Rego was the other candidate: it is stronger
// at searching data and weaker at what is needed here, arithmetic with types
// that are checked before the first run. Go code would need a build for each
// company.
//
// The types come from struct tags by reflection, once, and each field is read
// by a function of its own. The library's own support for Go structs looks
// fields up by name at each read and has no has() for numbers.
//
// A whole number that meets a number with a point becomes one, in operators,
// conditions and calls: min(1, a / b), 1 - option.burst_share and
// option.elastic ? 1 : 0.5 are what people write. It is done when the rule is
// compiled, by wrapping the whole number in double(). More overloads of the
// operators were the alternative; the library does not allow them, and they
// would not help the condition. Dividing two whole numbers is refused, because
// 1 / 2 is 0 and nobody means that in a score.
//
// A condition that can never be true, or a requirement that can never be false, is an
// error and no warning: such a rule is green always, and a green run is believed. The
// same goes for a field compared with a text that it can never have. Package reach says
// what a condition can come to; it is right where it says never, and does not find
// everything. Rules are held against what the tags of [Vars] and [Facts] promise, so a
// tag must never promise too much.
//
// has() on a value that is never absent is refused rather than true: 0 GiB of
// calls is not the same as none known, and the rule would apply to everything.
//
// Only listed functions may be called, although the libraries have more. What
// can make a large value from small ones in one call is left out, since no limit
// can stop it in time.
//
// Expressions without loops run without a meter, which takes a third of the
// time; limits.go says why that is safe.
//
// Policies and constraints share their names, so that disable needs no kinds. A
// rule of a workspace with the name of a standard one must say replace = true:
// without, a typing error or a new release would change decisions unseen. A
// criterion block has no such word; with a standard name it stands in for it, as
// a workspace does that wants combine = "mean".
//
// Branches are noted by wrapping the nodes of conditions when the program is planned.
// The library's own record of an evaluation keeps one value a node, so it forgets all
// rounds of a loop but the last. A loop itself is watched by its result: wrapped, it
// could not be stopped by a context any more (cover_watch.go).
//
// Mutants are made in the tree as it was written, before types and the widening of
// numbers, and are checked anew, so that a mutant is always an expression that somebody
// could have written (mutate.go). What is left out: comparisons that mean the same for
// all numbers within the bounds of their variables, and mutants that read the same. An
// expression of a because is changed in its conditions alone.
//
// The context of an evaluation is a field of Vars and not a parameter of every
// method, since one Vars is one evaluation.
package policies
