// Package scenario asks of a plan what becomes of it when things turn out otherwise:
// prices, traffic, a pool that is down, a link that costs more. Which services keep
// their place in nearly all of that, and which are a coin's flip?
//
// Command plan calls it with --scenarios. The package never changes a plan; it solves
// the same fleet again in each case, beginning from the plan.
//
// # What counts as kept
//
// A service keeps its place in a case when the case's plan puts it on the same sites,
// or when putting it back there fits and costs no more than the gap that the search
// allows: a difference smaller than what is proven is no reason to move. How many
// replicas a split keeps is not its place, and each case may split anew.
//
// # Decisions
//
// A case varies one kind of thing, the four kinds by turns: a person can then say what
// a service depends on. Drawing everything at once covers more ground and explains
// nothing.
//
// Factors are drawn evenly on a logarithmic scale: half and double are equally far.
package scenario
