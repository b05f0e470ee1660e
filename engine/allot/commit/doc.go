// Package commit shares what was bought for a term: the owner's use is covered first,
// what is left covers others in proportion to their use, and what nobody used is the
// owner's. Package allot shares what bills charge for commitments, package expect what
// their blocks declare.
//
//	covered(owner)  = min(covers, the owner's use)
//	covered(others) = min(covers − covered(owner), the others' use), in proportion to it
//	unused          = covers − covered(owner) − covered(others)
//
// The cost of the month is split by the same numbers. An owner that is a product or a
// team has several services: its part is shared among them in proportion, too. Without
// an owner everybody is an other. Use is counted in core-hours; what a commitment has of
// memory goes along with its cores. The package never prices use.
//
// # Decisions
//
// A whole month is covered at once, not hour by hour: bills and measurements give a
// month's sums by service. Use that swings through the month is so covered somewhat more
// than hour by hour. The other candidate, the hours of a plan's profile, would share out
// a real bill by what was only expected.
package commit
