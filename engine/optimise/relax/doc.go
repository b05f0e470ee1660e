// Package relax computes floors: numbers that no placement of a part of the space
// undercuts. It turns a [place.Problem] into minimum cuts, takes the capacities in by
// prices, and answers for any prices and any domains of the services.
//
// Package bundle looks for the prices whose floor is highest, package optimise splits
// the space. The package itself searches nothing, and its answers do not depend on
// what it was asked before: only its speed does, which is best where prices and
// domains change little.
//
// # What the floor is
//
// For prices λ >= 0 by block and slot, with x over the domains and cap, firm, over and
// use as in package place:
//
//	min over x of [ place cost + Σ λ·use ] − Σ λ·cap
//	  + Σ over blocks of FirmMax · min(0, Firm − Σ over slots of λ)
//	  + Σ over slots of blocks with Over of max(0, most − cap) · min(0, over − λ)
//
// where most is the largest use that the slot can have: for each service that of its
// option with the largest, added up, and the same for the pairs. Domains are first
// made consistent with the forbidden pairs ([Relaxation.Propagate]); where no pair is
// forbidden they stay as they are.
//
// The minimum over x is one cut: node k of a service says that its option is k or
// higher. What is not Monge in a pair's costs within the domains is left out, which can
// only lower the floor. Of forbidden pairs the cut has what they imply for ranges of
// options. The smaller the domains, the less is left out; nothing is where each has one
// option.
//
// # Sites
//
// With [place.Problem.Views] there is no order for one cut. Shares ν, of any sign, by
// view, service and level, split the problem into choices of single services, one cut
// for each view, and what the views leave of the pairs:
//
//	Σ over services of min over l of [ cost + Σ λ·use − Σ over views of ν(level of l) ]
//	  + Σ over views of min over levels of [ Σ ν + the view's pair costs ]
//	  + Σ over pairs of min over l, m of [ cost + Σ λ·use − the views' pair costs ]
//
// with the terms without x as above. A view's levels are those that the domains leave.
// The same without any view is the floor of a problem whose costs are so large that the
// sums of a cut could leave 62 bits.
//
// # Decisions
//
// Nothing is infinite in a sum: what domains leave out is forced in the cut, an option
// missing between two others ties two nodes. The alternative, a huge cost, would make
// floors inexact or overflow with many services.
//
// Prices that have changed are applied slot by slot, from a copy of the uses by slot
// that is made when a slot first gets a price: of all slots few ever do.
package relax
