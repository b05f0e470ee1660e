// Package score decides where a service should run: it lists the options, asks
// the constraints which are allowed and the policies how good they are, and says
// how sure the answer is where inputs are unknown. Commands and reports read its
// [Decision]; the fleet optimiser starts from it.
//
// The way of a service through the package, one file a step:
//
//	input.go     what is known and unknown of it, as inputs with ranges (prior.go)
//	subject.go   the service with its inputs: demand.go, job.go, call.go, site.go
//	load.go      inputs → cores and memory         flow.go  inputs → traffic
//	point.go     one option at one point of the inputs → policies.Vars
//	matrix.go    Vars × policies → scores, violations and reasons
//	decide.go    the winner at the typical point (glance.go: no more than that)
//	bound.go     one option over a box of inputs → lowest and highest score
//	             (vary.go, interval.go; ruling.go keeps what cannot change)
//	prove.go     whether the winner is firm
//	settle.go    which measurements would make it firm   cover.go  and a whole fleet
//	flip.go      which single value would change it      whynot.go what is against an option
//
// The package does no I/O and holds no state; a [Fleet] may be used by many
// goroutines.
//
// # What unknown means
//
// An unknown input has a range (prior.go): what a person wrote ("10G..2T"), or
// the stated range of its kind. A decision is firm when no value within the
// ranges changes it. That is proven, not sampled: over a box of inputs every
// quantity has a lowest and a highest value, every rule is evaluated at all
// combinations of lowest and highest of the quantities it reads, and a box that
// does not decide is cut in two, up to a limit. The proof assumes that a rule is
// monotone in each quantity it reads, between the ends of a box; all standard
// rules are. When the limit is reached the answer is "needs data": firm is never
// claimed without proof.
//
// # Decisions
//
// Corners of the unknown inputs alone were the first design. A hybrid can win in
// the middle of a range and at no corner, so corners can claim firm wrongly; and
// a service with twenty unknown calls has a million of them.
//
// A call between two services counts for both: moving either end makes it cross.
// Money of such a call is therefore in two bills, and sums over services count
// it twice; the plan counts it once.
//
// The free cores of a site are what its pools say (in_use), not what other specs
// add up to: so a new service never changes another's score, and machines that
// run things berth does not know of are counted.
//
// Unseen calls (calls = "partial") may lead to where the service runs today, to
// the reference site, and to on-prem sites linked to it: nothing is known that
// would exclude one of them.
package score
