// Package fleet turns a workspace into the integer problem of placing all its
// services at once, and keeps what a person needs to read the answer: which sites
// an option stands for, what its parts cost, what was left out and why.
//
// Package plan and its commands use it, in this order:
//
//	f, diags := fleet.Build(w, profiles, suite, fleet.DefaultOptions())
//	x := …                     // an optimiser solves f.Problem
//	f = f.Refine(prices, x)    // perhaps: better splits at the prices found
//	f.Describe(i, x[i]), f.Traffic(x), f.Judge(x), f.Total(x)
//
// It never solves anything, and has no rules of its own but that nothing crosses where
// there is no link: what an evaluation of a place refuses, [Fleet.Judge] refuses.
//
// The way of a workspace through the package, one file an idea:
//
//	site.go       sites in an order that their names do not decide
//	member.go     one service: replicas by hour, whom it talks to   held.go  and what binds it
//	group.go      services that must share their place are one
//	split.go      how many replicas a hybrid keeps                  refine.go, fill.go better ones  adopt.go those of another build
//	variant.go    a service at a place: its bill, hours, score      move.go  and the way there
//	way.go        a group at a place: an option of the problem
//	pool.go       owned machines    row.go  capacity by hour        tenant.go what others use
//	piece.go      what whole pods leave of it
//	commit.go     commitments       disk.go storage                 budget.go latency
//	tie.go        traffic between services as tables                view.go  and by site, toll.go what leaving one costs
//	assemble.go   all of it in integers                             unit.go  of a unit that fits
//	wide.go       without any rule  widen.go, widepair.go, widehold.go,
//	                                grow.go  and every rule as what it takes away  bound.go
//	describe.go   back to words     today.go  where things are      judge.go  by the rules again
//	total.go      the month's bill  share.go  who pays which part   expected.go  by site
//
// # What is money here
//
// Only what a decision changes is in the options: rented cores and memory by use,
// power that owned machines draw for use, disks, traffic, licences, what a site
// charges for a service. What is paid anyway is in [Fleet.Standing]. Both together
// are the month's bill. One-off costs of moving are in the objective, spread over
// the months of `amortise`, and in no monthly bill.
//
// # Decisions
//
// Money counts mean use from the load-duration curve, as the bills of an evaluation
// do, so that a service wholly in the cloud costs the same in both. Capacity counts
// whole replicas at the 95th percentile of each hour. Means by hour for money as
// well were the alternative; they lose what happens within an hour, and a hybrid
// would look cheaper than it is.
//
// Rules that read a neighbour's place are asked for each pair of places with every
// other neighbour left out, and the pairs they forbid are forbidden. This is exact
// for rules that hold call by call, as all of the standard ones do. A rule that adds
// up over calls (option.crossing_gib above a limit) can allow two neighbours one by
// one and forbid both: there is a warning, and [Fleet.Judge] asks about the whole.
//
// A hybrid whose neighbour is split otherwise counts as calling across, for the
// share that finds no copy on its side. An evaluation takes the neighbour's half on
// the same side as enough. The plan is the stricter of the two, because it moves
// what an evaluation takes as given.
//
// What would have to cross between sites without a link is forbidden even where the
// rule `unreachable` is switched off: it has no price, and a price of nothing would
// make two sites without a line the best neighbours.
//
// Splits are few and found in turns: first those that are cheapest at several prices of
// owned capacity, as an evaluation would choose them; then, with the prices that a
// solver found, the best at these and the one that fills the room. All numbers of
// replicas at once were tried on paper: tables of traffic grow with the square.
//
// Sites are in an order of size, not of name, so that renaming one changes neither the
// cheapest placement nor the floor.
//
// Scores see neighbours where they run today. A table of scores by pair would not be
// a sum over pairs.
//
// A service with traffic that nobody measured stays where it runs, and so does the
// other end of that traffic: whatever the volume is, it then crosses what it crosses
// today, and neither plan nor floor depends on it.
//
// Other tenants of owned machines are what in_use says less what the workspace's own
// services on the site need at their 99th percentile, the number that an evaluation
// frees for them.
package fleet
