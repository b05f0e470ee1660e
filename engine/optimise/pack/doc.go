// Package pack puts the pods of a placement onto nodes: that the sums of a pool have
// room does not say that whole pods find a node.
//
// The search in package optimise ends with a placement that packs, and lowers its own
// capacities by [Limits] where one does not; a plan carries the [Packing], so
// that everybody can see it holds ([Packing.Verify]) without trusting how it was
// found. The package never moves a service, and a packing that it does not find may
// still exist, unless the [Lack] says that it is proven.
//
// # The way it packs
//
//	island.go  pools that share pods           slot.go    which slots share an assignment
//	fill.go    attempt after attempt           way.go     ways to make one
//	even.go    spreading small pods            settle.go  exchanges that let in what is left over
//	bench.go   nodes and what stands on them   weigh.go   which resource counts how much
//	bound.go   reasons why none exists         tighten.go limits for the search
//
// Pools that share pods belong together; each such island is packed on its own.
// First all services at their peaks at once, which is one assignment for the whole
// week. Where that fails, hour by hour, the fullest first: an hour that needs at
// most what another needs of everything takes over that one's assignment, hours that
// leave room get one together, and every other one begins with what stood before.
//
// One attempt takes the pods in a descending order and gives each the first node
// with room, the node that it leaves the least room on, or the one with the most
// room. What is left over then is let in by exchanges of pods.
//
// # Decisions
//
// Heuristics, not a search for the exact packing: the pods of a fleet are small
// beside its nodes, and a loss to packing is told as its own part of a plan's gap.
//
// Where nodes get full, pods are spread and exchanged. Descending orders alone use the
// small pods up early, so that the last nodes hold pods that ask for much of one
// resource: on a thousand services they left 2.5 % of the cores without a use, of
// which the exchanges leave none. Filling node by node with the best subset of pods
// (minimum bin slack: J. N. D. Gupta, J. C. Ho, A new heuristic algorithm for the
// one-dimensional bin-packing problem, 1999) looks at far more of them for the same.
//
// Proofs that no packing exists are kept to what a reader can follow: a pod larger
// than every node, a sum above a sum, more big pods than nodes.
//
// Pods may stand elsewhere in each hour. Replicas come and go with the load anyway;
// asking for one assignment that all hours are parts of would refuse placements
// that clusters run.
package pack
