// Package place is the integer problem of placing a whole fleet at once: which
// options each service has, what each costs and uses by hour of the week, what two
// services that talk cost each other, and what there is room for.
//
// Package fleet writes it from a workspace, package optimise solves it, baseline
// holds other ways to solve it, and a plan's file carries it. The package itself
// never solves anything, and knows no money, no site and no policy: costs are
// integers in a unit that its maker chose, uses are integers in units of their
// block (thousandths of a core, MiB, pieces).
//
// The problem, for a placement x that gives every service one of its options:
//
//	minimise  Σ cost of x_i  +  Σ pair cost of (x_i, x_j)  +  what must be bought
//	so that   in every slot of every block: Σ use ≤ capacity + bought
//	          no pair of options is a forbidden one
//	          the pods of every pool can be put on its nodes
//
// # Chains
//
// With two sites the options of a service are listed in the order of their share
// on the first site, from 0 to 1: rented alone, then the ways to split it from the
// smallest base to the largest, then owned alone. In that order a pair's cost table
// is Monge and the problem without its blocks is one minimum cut. The order is a
// promise of whoever writes the problem that buys a good floor; where a table breaks
// it the floor gets weaker and stays a floor.
//
// With more sites there is no such order. Then [Problem.Views] says for each site
// how much of a service an option puts there, and the floor is made of one cut a
// site.
//
// # Decisions
//
// Integers, not floats: a floor that is to be checked by somebody else's program
// must be the same number in both. [Problem.Check] refuses a problem whose sums
// could leave 62 bits; it adds them up in 128 bits first.
//
// Capacity that can be bought (a commitment, machines by the hour) is part of a
// block instead of a service of its own: with x given the cheapest purchase is a
// formula ([Block.Buy]), and in the floor it only bounds the multipliers.
//
// Two services that must share their place are one service here; the alternative,
// an infinite cost, would make every sum a special case.
package place
