// Package survey reads a live cluster: its workloads as specs of services, its nodes as
// a site. `berth import kubernetes --context` uses it.
//
// [Read] lists what [Kinds] names, page by page, and keeps of each object what a spec is
// made of; [Seen.Services] makes specs of the workloads (package manifest does, as of
// manifests), [Seen.Site] makes the site of the nodes.
//
// The package only lists and gets. It never writes, never watches, never reads a Secret
// or what a pod prints, and never writes a value of a ConfigMap anywhere. [Role] is the
// role that it needs. A kind that the identity may not list is left out and named in
// [Seen.Missing]; what would have been known by it is unknown then, not nothing.
//
// # Decisions
//
// The objects go through providers/manifest as JSON, so that a cluster and the
// manifests that made it become the same specs. Objects are slimmed as they are read:
// 10,000 workloads are some 40 MB then, where a whole list of them is 300 MB.
//
// A list whose continuation expires (410) is begun again, up to three times. Going on
// with the new continuation that the server offers would mix two states of the cluster.
//
// Nodes are grouped by the label that the cluster's maker gives its pools (GKE, EKS,
// AKS, kops, Karpenter and others), and without one by their shape, taints and machine
// type. Of nodes of one pool that differ in size the smallest counts, so that what fits
// the pool fits each of its nodes.
//
// What daemon sets take of a node is counted by their requests where their selectors
// and tolerations let them onto the pool. What pods ask for beside them is `in_use`: by
// requests, as the scheduler counts, not by what is used at the moment.
//
// What the metrics API tells is one moment. It is no profile and becomes no number of a
// spec: it says how far requests are from use right now, in a note.
package survey
