// Package object knows the objects of a cluster as values: what they are called,
// which bytes stand for them, whose they are, and in which fields two of them
// differ.
//
// Everything that carries a plan out speaks of objects in these words: what a
// service's manifests make, what a plan's file keeps by content, what a cluster
// answers. An object is JSON as the API serves it; nothing here knows Go types of
// Kubernetes but through their published schema.
//
// The kinds that berth reads and writes are a closed list ([Kinds]): what is not on
// it (roles, definitions of custom resources, webhooks) is refused when a plan is
// made, because no identity that only runs services should hold the rights to write
// it.
//
// The package never talks to a cluster.
package object
