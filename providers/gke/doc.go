// Package gke makes, changes and observes clusters of Google Kubernetes Engine, through
// its API.
//
// The command that makes a plan asks it for three things: what the specs order of a site
// ([Order]), what is there ([Client.Observe]), and the steps from the one to the other
// ([Steps]). The command that carries the plan out drives those steps by [NewDriver],
// from the plan's file alone. [Client.RESTConfig] tells how a cluster's own API is
// reached; objects on it are providers/kube's.
//
// A cluster or pool that berth did not make is never removed and never recreated. A pool
// is emptied by evictions alone (engine/drain) before it goes. An Autopilot cluster has
// no steps of pools. The package never reads a kubeconfig, and keeps no token.
//
// # Operations
//
// Each change is an operation at Google, with a name. Before a step asks for one it looks
// at those that run: its own from before a crash is waited for, and so is a foreign one
// (an automatic upgrade, a repair, maintenance), by name and not longer than the step
// may take. A change whose answer was lost is never repeated blindly: what is there and
// what runs is read first. The quota of API calls is waited for; an empty stock and the
// quota of machines end the step, named.
//
// # What was run
//
// All of it ran against a double of the API alone (providertest/gkefake), which keeps
// clusters, pools and operations and fails in the ways that Google documents; nodes,
// drains and roles ran on real control planes behind it. Nothing here has met Google's
// own servers. What Google says when stock or quota is lacking was taken from its
// documents and from errors that people have published.
//
// # What berth leaves to Google
//
// When a pool shrinks, Google chooses the nodes that go and empties them: the API takes a
// number and no names, so that there is nothing berth could empty before. A pool on which
// pods are that nothing would make anew does not shrink. When a pool's version changes,
// Google replaces its nodes. Both say so in the plan.
//
// # What is not compared
//
// Patch versions (the release channel moves them), the number of nodes of a pool that
// scales itself, labels that Google sets, and whatever the specs leave open.
//
// # Decisions
//
// The API has no number of nodes: initialNodeCount is what a pool was made with. Nodes
// are counted on the cluster ([Seen.Count]), and a pool of which nobody could count them
// is not resized. The other way, sizes of instance groups, would need rights on Compute
// Engine.
//
// A machine type, disk, service account or way of buying changes by a new pool, a drain
// and a removal, though UpdateNodePool would take some of them: it would recreate nodes
// with evictions that stop asking budgets after an hour. A version is changed by it all
// the same, one node more at a time: Google's own upgrades do the same to every pool of
// a release channel, and a new pool for each would be the larger disturbance.
//
// A new cluster has that endpoint open which the specs name, and its public address only
// where it is that one. It is put into the channel "regular" where the specs name none:
// the API would leave it without one, and nobody would upgrade it.
//
// The client's own retries are off. They repeat what may have happened, and count
// against nobody's deadline.
//
// The client library of Google (cloud.google.com/go/container with gRPC) was taken
// rather than REST calls by hand: it has the types of all fields and the credentials of
// every environment, workload identity federation included.
package gke
