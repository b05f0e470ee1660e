// Package drain empties nodes: it keeps new pods away from them and moves those that are
// there to other nodes, by evictions alone, before a provider changes or removes the
// machine below.
//
// The drivers of providers/k0s and providers/gke call [Node] or [Nodes] before each
// change that a pod would feel, and [Uncordon] after it. A node that cannot be emptied
// is given back as it was found, and the reason names each pod: a [*Blocked].
//
// An eviction is the one way in which a pod leaves. It is refused where a budget
// (PodDisruptionBudget) would be broken, and it names the UID of the pod that is meant.
// The package never deletes a pod, never touches a claim or a volume, never lifts a
// budget, never waits without an end, and never makes a node schedulable that somebody
// else has closed.
package drain
