// Package baseline holds other ways to place a fleet, so that a plan can be seen
// beside what it is to be better than: everything in one place, each service by its
// own cost, a greedy choice, a local search, a genetic algorithm.
//
// A plan prints them, and the benchmarks compare the optimiser with them on the same
// problem. They are as good as such methods are when done with care; none of them
// knows a floor, and none packs pods. The genetic algorithm is the only one that
// draws chance, from a seed that it is given.
//
// # Decisions
//
// Baselines move on the same [improve.State] as the optimiser's own repairs. What
// they lack is not speed but prices: they see what a move saves and what it uses,
// not what its use is worth to others. A slower state of their own would flatter the
// optimiser.
//
// The genetic algorithm is NSGA-II (Deb et al., 2002) with 10 placements and 100
// generations, the setting that the Atlas paper on hybrid cloud migration reports,
// with cost and overload as its objectives. Its first generation mixes the cheapest
// and the least using option of each service in ten proportions instead of drawing
// options blindly: with blind ones it hardly ever finds a placement that fits. It
// does not start from the greedy placement, which it would only hand back.
package baseline
