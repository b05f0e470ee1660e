// Package bundle climbs a concave, piecewise linear function of many prices: the
// floor that a relaxation gives for them. Package optimise uses it for every floor
// that it proves; it never knows what a price is of.
//
// The function is known only through an [Oracle]: for a point its value there and a
// plane that touches it and lies nowhere below it. Planes are collected in a [Model];
// each step goes to where the lowest plane is highest, less a penalty for the way
// from the best point so far (the centre):
//
//	maximise over λ in the box   min over k of (const_k + slope_k·λ) − |λ − centre|² / (2·step)
//
// (proximal bundle method, Lemaréchal 1978, Kiwiel 1990). If the function gains a
// tenth of what the model promised, the centre moves; else the model has a new plane
// and knows better.
//
// The inner problem is solved through its dual, weights on a simplex of planes
// (master.go). The weights are what branching and diving read: the planes'
// minimisers, averaged by weight, are an optimum of the linear relaxation.
//
// # Decisions
//
// The inner problem is solved exactly, by Newton steps on the planes in use.
// Exchanging weight between two planes at a time is simpler, took ten times as long,
// and where it stopped early the climb stopped with it.
//
// The step grows where the model promises next to nothing while the averaged slope
// is not zero. To shrink it there, as is common, ends with all weight on one plane:
// then the average is one minimiser and says nothing about where to branch.
//
// Planes are values that are never changed, shared by pointer between the nodes of a
// search: a child starts from those planes of its parent that still hold.
package bundle
