// Package wave puts the moves of a plan in an order in which they can be made: waves
// of moves, each made together, so that capacity and rules hold before, during and
// after every wave.
//
// Package plan writes its answer to the plan's file, package verify checks it without
// it, and commands print it. The package never decides where a service goes in the
// end, never puts pods on nodes, and never looks at time: how long a wave takes is
// not its business.
//
// # What holds
//
// While a wave is under way, what moves runs on both sides, and what it uses counts
// twice: the old use and the new. A service of which only one copy may run stops
// first; it counts, slot by slot, with the larger of both. What a pair uses of a
// budget counts with the dearest combination of old and new places of both ends. A
// budget that one service has for each request ([place.Block.Either]) is no room: a
// request is served on one side, so the larger of both sides counts, each with the
// dearest places of those it talks with. So
// counted, no hard block is used above its capacity and what may be bought for it,
// and no combination is a forbidden one. What is broken before a wave may stay as it
// is and not become worse: that is today's lack, which the waves can only reduce.
//
// A place that is no option any more (Start.Was) has no row in the tables of pairs:
// it forbids nothing there and uses nothing.
//
// # How
//
// First come moves that take nothing scarce, those that free most of what others
// wait for before the rest; then those that take scarce room. A slot is scarce where
// the moves still to be made need more room than there is. From the first move of a
// wave on, the next one is the one that talks most with those already in it.
//
// Where nothing fits any more, the order is tried again with the moves that took the
// missing room put later; then orders are tried one after the other, up to a limit;
// then a service is parked: it goes to another option for a while, and moves on when
// its place is free. What is still left stays where it is and is told with what
// blocks it.
//
// # Decisions
//
// A wave is a set without an order inside, not a list: those who carry it out may do
// so in any order and with any overlap. It costs more waves than a list would, and
// nobody has to wait for a signal between two moves of a wave.
//
// Only the state during a wave is checked: it holds both sides of every move, so the
// states before and after use no more of anything.
//
// The order is found by a rule and not as an optimum. The fewest waves are an NP-hard
// question (it holds bin packing), and a wave more or less is worth little to anyone;
// an order that exists and is not found would be worth more, so the search is spent
// on that.
//
// A service that is stuck never leaves today's place: parked and stuck would be the
// worst of both.
package wave
