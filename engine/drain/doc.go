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
//
// # How it goes
//
// First all pods are looked at, and nothing is touched where one cannot go: nothing would
// start it elsewhere, its files would be lost, its budget never lets anything go, or two
// budgets select it. Then the node is closed, with a mark ([Annotation]) in the same
// request, and its pods are evicted; those that a budget holds are asked for again until
// it lets them. What the pod of a DaemonSet or of the node's own folder does there is not
// the cluster's to move: it stays.
//
// # Decisions
//
// What a budget never allows is found by its status: it wants as many healthy pods as
// there are to be. To wait for such a one, as kubectl drain does, ends at the limit every
// time; ten minutes earlier the node need not be closed at all. What it does not allow
// just now is waited for.
//
// Files of an emptyDir are lost with the pod, so a pod says by the annotations of the
// cluster's autoscaler that they may be, or the options say so for all. They count for
// nothing in memory and in the namespace kube-system: every k0s cluster has a metrics
// server there with an empty folder, and nobody could upgrade a node.
//
// Whether berth has closed a node is told by a mark on the node, not by what this process
// remembers. A run that is killed after the request leaves a mark, and the next one takes
// the node for its own. The patch tests the version of the node, so that whoever closes it
// at the same moment is seen.
//
// The node is listed again and again, where kubectl lists it once: a pod that was on its
// way when the node was closed would run into the change. But who tolerates closed nodes
// comes back for ever, as operators of networks do. Such a pod is evicted once, its
// successor stays.
//
// Evictions go one after another. An API server takes a tenth of a second for each, where
// a read takes five milliseconds: a node of 100 pods that end at once is empty after 10
// seconds (2 cores, control plane 1.37 on them, fake nodes; kubectl drain takes 20, for
// it holds itself back). Several at a time would be quicker. But most pods take longer to
// end than all to be asked, and a crash between two requests is easier to think about
// than one between sixteen.
//
// A run of a Job is evicted like any other pod, and its Job counts that as a failure
// unless its podFailurePolicy says otherwise. To wait for its end would be kinder and has
// no bound. Several pods of one owner go at once where no budget says otherwise: budgets
// are how an owner says it.
//
// # What it does not see
//
// Whether the other nodes have room: the pods wait, a budget holds the others, and the
// limit ends it. Volumes without an affinity that lie on a node all the same (a plain
// hostPath volume). Volumes of a zone in which no other node stands.
package drain
