// Package milp states a placement problem as a mixed integer linear program and has
// general solvers solve it: CBC, GLPK and HiGHS, each as a program of its own.
//
// Tests use it to hold the optimiser against solvers that share nothing with it, and
// the comparison program berth-bench prints them side by side. Nothing that ships
// imports it, and it never installs a solver: one that is absent is told as absent,
// with the command that installs it.
//
// # The model
//
// For a service with options 0 to k there are binaries y1 ≥ y2 ≥ … ≥ yk, where yl
// says "option l or a later one"; a cost by option is then a constant and one
// difference for each binary. A pair's cost table is taken apart the same way in two
// directions: what is left beside constants and differences is for each (a, b) a
// product of two binaries, weighted by the table's corner
//
//	D(a,b) = V(a,b-1) + V(a-1,b) - V(a,b) - V(a-1,b-1)
//
// Where D is positive (the table is Monge there), -D·y·z = D·w - D·y with w ≥ y - z
// and w ≥ 0. Where it is negative, w ≥ y + z - 1. Either way one row for a corner,
// and the relaxation is as tight as products of two can be made. Capacities are one
// row for a slot, purchases are continuous columns: with whole uses the cheapest ones
// are whole.
//
// Packing pods onto nodes is left aside, as in [enginetest.Best].
//
// # Decisions
//
// Text in LP format, not a binding to a library: bindings need a C compiler, and a
// file can be looked at and given to a solver by hand.
//
// Solvers count in floating point and hold rows to a tolerance. Their placement is
// therefore read back and priced with [place.Problem.Cost], and what it breaks is
// looked up too; their bound is taken as they print it, so that comparisons need the
// slack of [Slack].
package milp
