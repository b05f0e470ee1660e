// Package price turns what a service uses into money, on-prem and in the cloud
// by rules that can be compared. engine/score asks it for the bill of each
// option; reports print the bills line by line.
//
// A [Tariff] is made once from a workspace: every price in the workspace's
// currency, per core and GiB of memory and month. A [Bill] is lines of quantity ×
// unit price, each rounded once, and their exact sum. The package never guesses
// a price: what is missing is an error that names machine, disk or site.
//
// # On-prem
//
//	capital = (purchase − residual) / life, while in_service + life is after as_of, else 0
//	power   = power_max × PUE × 730 h × electricity
//	admin   = administration (hours a month) × hourly_rate ÷ nodes
//	node    = capital + power + upkeep + admin  (fully loaded)
//	node    = power                             (marginal: the rest is sunk)
//	core    = node × nodes/(nodes − spare) ÷ (cpu − reserved + (memory − reserved)/ratio)
//	GiB     = core ÷ ratio
//
// A service is charged for what must be kept for it: the 99th percentile of its
// use, never less than its minimum of replicas.
//
// # Cloud
//
//	core = machine ÷ packing ÷ (cpu + memory/ratio), GiB = core ÷ ratio
//
// A service is charged for its mean use, never less than its minimum of replicas
// at any time.
//
// # Hybrid
//
// A base of b cores is kept on-prem, the load above it runs in the cloud. The
// money is convex in b, and the best b is the newsvendor's quantile: the
// smallest b with share{load > b} ≤ core on-prem ÷ core in the cloud (Arrow,
// Harris and Marschak, 1951), moved to the whole replicas beside it. Each half
// keeps the minimum of replicas.
//
// # Decisions
//
// Power is charged at power_max: what is reserved must be able to run. Charging
// mean use instead would make on-prem up to a tenth cheaper; the bill would then
// depend on the neighbours of a node.
//
// ratio is how many GiB cost as much as a core. It is the cloud book's
// (default 7.46, the ratio of e2's own core and memory prices) and is used
// on-prem as well, so that both sides split a machine alike.
//
// On-demand machines cost 730 × the hour where the hour is known. The list's
// month may hold a discount for machines that run all month, which elastic
// capacity does not get.
//
// Tiers of traffic are walked by the service's own volume. Letting the total of
// the workspace choose the tier would be closer to the bill and make every
// service's score depend on all others; the plan and the report see the total.
//
// The monthly price of a link is paid whatever runs where, so no service is
// charged for it.
package price
