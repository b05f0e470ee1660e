// Package pack puts the pods of a placement onto nodes: that the sums of a pool have
// room does not say that whole pods find a node.
//
// The search in package optimise accepts a placement only when it packs, and lowers
// its own limits by [Tighten] where it does not; a plan carries the [Packing], so
// that everybody can see it holds ([Packing.Verify]) without trusting how it was
// found. The package never moves a service, and a packing that it does not find may
// still exist, unless the [Lack] says that it is proven.
//
// # The way it packs
//
// Pools that share pods belong together; each such island is packed on its own.
// First all services at their peaks at once, which is one assignment for the whole
// week. Where that fails, hour by hour, the fullest first: an hour that needs at
// most what another needs of everything takes over that one's assignment.
//
// One attempt takes the pods in a descending order and gives each the first node
// with room, or the node that it leaves the least room on. Several orders are tried:
// which one wins depends on which resource is scarce.
//
// # Decisions
//
// Heuristics, not a search for the exact packing: the pods of a fleet are small
// beside its nodes, and a loss to packing is told as its own part of a plan's gap.
// Proofs that no packing exists are kept to what a reader can follow: a pod larger
// than every node, a sum above a sum, more big pods than nodes.
//
// Pods may stand elsewhere in each hour. Replicas come and go with the load anyway;
// asking for one assignment that all hours are parts of would refuse placements
// that clusters run.
package pack
