// Package optimise searches for the cheapest placement of a whole fleet and proves
// how near to the cheapest it is. Commands call [Solve]; a plan's file carries the
// [Result] with its proof.
//
// The package trusts its own searching with nothing: whoever wants to know whether a
// floor holds recomputes it from the tree of the result, which says how the space was
// split and which prices prove the floor of each part.
//
// # The way of a search
//
//	axis.go       prices as points              probe.go     the floor at a point
//	view.go       the same with more than two sites
//	root.go       the best prices of the whole problem, placements beside
//	worker.go     the floor of one part         node.go      parts, and the tree they make
//	candidate.go  which services to split       pseudo.go    what splits gained before
//	branch.go     trying splits, making one     settle.go    parts of one placement
//	neighbour.go  better placements near the best one        fragment.go  a problem of few free services
//	                                                        fragment_view.go  and its sites
//	keep.go       the best placements, in sum and packed
//	tighten.go    a placement that packs, once splitting has ended
//	search.go     rounds of tasks, and when to stop          result.go    what is returned
//
// # Decisions
//
// Goroutines work in rounds: what a task of a round finds is seen by others only in
// the next round, and taken over in the order of tasks. So the result depends on no
// timing and on no number of cores. A shared queue would keep the cores a little
// busier and give another plan on every run.
//
// Effort is counted in what cuts look at, and is the usual reason to stop; a deadline
// comes with the context and makes the result depend on the machine, so the result
// says that it did.
//
// The floor of a part is raised by few evaluations with long steps, nearly the cutting
// planes of Kelley: what a part's parent knew is nearly all there is to know. Short,
// careful steps took up to ten times as many parts.
//
// Better placements are searched by the same splitting, in small problems in which
// most services stay where they are. Annealing and tabu search were tried in a
// prototype and found less.
//
// Splitting knows nothing of packing: it looks for the cheapest placement that has
// room in sum, as its floor does. Only what it ends with must pack, or else placements
// near it are searched for in capacities that are lowered where pods found no node.
// Packing every placement that splitting finds took two thirds of the time, and
// capacities that are lowered once for all hide the better placements.
//
// With more than two sites the shares of the views are no coordinates of a model: they
// are found anew for every prices (package share), from those of the part's parent. So
// prices of capacity alone are searched, as with two sites.
//
// The proof holds prices only for leaves: floors of inner parts follow. Flows, which
// would spare a checker its own cuts, would make a plan of a thousand services a
// hundred times as large.
package optimise
