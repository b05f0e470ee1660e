// Package verify checks a plan's file: that everything the plan claims follows from
// the numbers in the file itself. It trusts nobody: neither the program that made
// the plan nor any package of this module. It imports the standard library alone and
// shares no code with the solver, so that a mistake there cannot hide here.
//
// The command "berth verify" prints its [Report]. The package never reads a folder,
// a clock or the network, and never looks for a better plan.
//
// # How to read it
//
// Each file proves one claim, in the order in which [Check] runs them:
//
//	bytes.go      the file is the one way to write its content, and has its digest
//	shape.go      every index, length and sign is in range
//	sizes.go      no sum leaves 61 bits, so 64 bits are enough from here on
//	told.go       what is listed for people refers to what exists; words.go has the
//	              names and words that say more than that
//	expected.go   what a month is expected to cost is written in numbers, for services
//	              and sites that exist
//	services.go   the services' parts add up to the options' costs
//	placement.go  the placement keeps every capacity and every rule
//	cost.go       it costs what the plan says
//	packing.go    its pods find room on whole nodes, in every slot of the week
//	floor.go      no placement is cheaper than the floor: a walk of the proof's tree
//	baselines.go  the other plans cost what is said
//	waves.go      no intermediate state breaks a capacity or a rule; budget.go says
//	              what a group's own budget needs in one
//
// The floor is the part that needs thought; it stands on four files more: narrow.go
// (options that rules leave no partner), leaf.go (one leaf's inequality), chain.go
// (from tables to a sum over yes-or-no variables) and flow.go (the least of that sum).
//
// # Why the floor holds
//
// Let x give every group one option. Any x that keeps the capacities satisfies
// use ≤ capacity + bought in every slot, hence for prices λ ≥ 0
//
//	cost(x)  ≥  cost(x) + Σ λ·(use(x) − capacity − bought)
//
// and the least of the right side over all x, fitting or not, is a floor of the
// cheapest plan that fits. The right side has no capacities any more; it is a sum
// over options and pairs of options. A tree that divides the options of one group
// after another covers all placements by construction, and the least bound of its
// leaves is a floor of everything.
//
// The least is found by a maximum flow, but the proof does not need the flow to be
// the largest one: any flow within the arcs' capacities gives a floor (flow.go says
// why in three lines). So a mistake in the flow's search could refuse a good plan;
// it could never pass a bad one.
//
// # Decisions
//
// A claimed floor below what the proof carries is accepted, because it follows; the
// report says by how much it is too modest.
//
// The work is limited by a count, not by a clock: the same file has the same result
// on every machine. A plan of 1,000 services with hundreds of leaves takes a small
// part of the default limit.
//
// Capacity in the waves includes what may be bought as firm units, as in the plan.
// A wave may leave a slot over its capacity only if it was so before the wave and
// the wave adds nothing to it; likewise with a forbidden pair.
package verify
