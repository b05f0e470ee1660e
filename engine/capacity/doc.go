// Package capacity says what owned capacity is worth: of the next core, GiB and node
// of each pool, whether a node pays back, when a pool runs out, and how many nodes
// sharing saves.
//
// Command capacity calls it; reports print it. The package never buys anything and
// never looks at how a server is got: only at its price and its lead time.
//
// # What a node is worth
//
// The fleet is placed again with one node more. What the optimum falls by lies between
// floor(now) − cost(more) and cost(now) − floor(more), because each optimum lies
// between its floor and its cost: that is the interval told. The multipliers of the
// capacity rows are not used for it: they are the slope at the margin, and a node is a
// step.
//
// A core or a GiB is one that others leave more or less of the pool: shared out evenly
// over its nodes, as what others use is, and with pods whole. So it is a step as well:
// with a little more on each node a whole pod fits where none did, and the amount can
// be many times that of the next core. Where one less leaves no placement, that is said
// instead of an amount.
//
// Every amount comes from planning anew, with the splits that are worth having then:
// else it would be a step between the splits that the plan has.
//
// # When a pool runs out
//
// Each service's demand grows by its own trend, day by day and compounded by the month
// (where nobody knows one, by the trend that evaluations and plans assume as well),
// with every service where the plan has it; of a split the base stays as it is, because
// it grows into the rented side. A demand that falls counts as level: room that may
// come free is no room yet. What others use does not grow: nobody measured it. The last
// day to order is the lead time before.
//
// # Decisions
//
// Bursting is priced at the day when servers bought today would run: by then demand has
// grown by the lead time, and the fleet is placed once with today's nodes and once with
// all the nodes there is room for. The alternative, adding up month by month, solves
// the fleet as often as there are months and tells a person one more digit.
package capacity
