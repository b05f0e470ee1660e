// Package share divides the costs of services among the sites' views of them, so that
// the floor of a problem with views is high. Package optimise asks it for every set of
// prices; it never looks at capacities, and knows their prices only as costs.
//
// # What is divided
//
// A view's cost of a pair is, by level, what the one costs whatever the other does, and
// corners: terms −D·y·z, where y says that the one service has some level or a higher
// one and z says so of the other ([place.View], package relax on forms). A corner is
// never below −D·t·y − D·(1−t)·z for any t from 0 to 1, and equal where both choose
// alike. So with a t for each corner (a [Mix]) the services choose alone, and
//
//	Σ over services of min over options of [ cost + Σ parts of corners ]
//
// is a floor. No other shares give a higher one than the best mix does: a view's cut is
// as large as the flow through its corners, and t is that flow.
//
// # Decisions
//
// Corners are visited one by one, each set to where both services are equally near to
// changing their minds: every such step keeps the floor or raises it (as the averaging
// of min-marginals does: V. Kolmogorov 2006, A. Globerson and T. Jaakkola 2007). In
// place of this the shares were coordinates beside the prices, in one model of planes:
// 200 services on three sites have some thousand of them, and after 2,000 planes the
// floor was still 8 % below the cost.
//
// The steps may end below the best mix, where no single corner helps any more. To round
// the minimum off with a temperature avoids that and takes ten times as long; on fleets
// of 200 services both ended at the same floor.
//
// All numbers are integers: then the floor of a mix is exact, and no cut is needed to
// know it. Cuts took half of the time of a search; now whoever checks the proof makes
// them.
package share
