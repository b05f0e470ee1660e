// Package improve turns any placement into a good one that fits: it repairs what a
// placement breaks, fills the room that is left, swaps services, shifts groups of them
// that belong together, and takes over the better parts of other placements.
//
// The search in package optimise calls it for every placement that a relaxation
// gives, thousands of times a plan; package baseline plays its own moves on the
// same [State]. It proves nothing, starts no goroutine and draws no chance: the same
// problem, placement, limits and prices give the same result.
//
// # The way it computes
//
// A [Board] is what can be laid out once for a problem; any number of goroutines may
// share it. A [State] is one placement on a board, for one goroutine. It keeps for
// every option of every service what the service would cost there beside its
// neighbours of now. So asking for a change of cost ([State.Delta]) is one
// subtraction, and only a move pays for the neighbours. Asking whether a move fits
// ([State.Fits]) looks first at the slot that refused the last time, because the
// same few hours are full for everybody.
//
// From cheap to dear: [State.Repair] and [State.Fill] for every placement,
// [State.Swap] and [State.Merge] for good ones.
//
// # Decisions
//
// A move fits when it makes nothing worse that is already too full, not only when
// everything has room afterwards. A state that breaks something can so be worked on
// with the same moves as one that does not.
//
// Capacity that can be bought is part of the cost and never refuses a move. Its cost
// is exact after every move; the alternative, a price that is settled after each
// round, got stuck where one service pays for a purchase and the next one uses it.
//
// Keys by which moves are ordered are floating point, costs and uses never are.
// Products in keys are converted explicitly, which keeps compilers from fusing them
// and results equal on all machines.
package improve
