// Package bridge explains the difference between two ledgers as a sum of effects in a
// fixed order: price at planned volume, volume, placement, commitment, idle,
// unallocated, late rows, rounding.
//
// Package month uses it, for a plan against what happened and for one month against
// another. It prices nothing, and never looks at anything but the two ledgers.
//
// # The arithmetic
//
// For one service and one kind of line, over sites s, let q0 and q1 be the quantity
// planned and actual, p0 and p1 the amount over the quantity, Q0 and Q1 the sums over
// sites, s0 and s1 a site's share of them. Then
//
//	price     = Σ q0·(p1 − p0)
//	volume    = (Q1 − Q0)·Σ s0·p1
//	placement = Q1·Σ (s1 − s0)·p1
//
// where p1 is p0 on a site that was not used, and s0 is s1 where nothing was planned.
// The three add up to the difference of the amounts. This is the usual split of a
// variance in price and quantity, with the mix of sites as a third part.
//
// Lines of commitments, of idle and spare machines, of nobody, and of earlier months
// have an effect each. What is not counted in a quantity (a fee, a support charge) is
// price where both sides have it, and volume where one of them has nothing at all.
//
// # Decisions
//
// Sums are made of fractions (math/big), not of decimals that end after so many digits:
// the three effects then add up before they are rounded, whatever the quantities are,
// and "rounding" holds rounding alone. Each effect of a service is rounded to six
// digits, as shares of money are.
//
// One order of effects is a choice: price at planned volume first is what a buyer
// controls with a supplier, and what is left is what the own use did. Shapley's mean
// over all orders was the alternative; nobody can redo it by hand.
package bridge
