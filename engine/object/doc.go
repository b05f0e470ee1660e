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
//
// # Decisions
//
// What an apply would change is worked out with the library that API servers merge
// with, over the schema that Kubernetes publishes, not by a dry run: one LIST and a
// comparison cost a third of a dry run of each object. Tests hold the result to the
// answers of a real API server, recorded in testdata.
//
// Defaults are told from differences by a table ([Differences] of an object that berth
// has just made would otherwise name thirty fields: a server notes its defaults as
// those of whoever creates). The alternative, the defaulting code of Kubernetes itself,
// is in no module made to be imported. What the table lacks costs a needless write.
//
// The schema is read when first needed and kept in a variable of the package, and so
// are the few sets of fields that never change: they are constants that the language
// cannot write as such.
//
// # What it does not see
//
// Fields that a manager owns in another version of a kind are taken to have the same
// names in ours; for an autoscaler in v1 that is not so, and a conflict about its
// metrics is found by the server alone. Argo CD before 3.0 marks its objects by the
// label app.kubernetes.io/instance, which half of all charts set too: it is not taken
// for a mark. Fields of a Kubernetes newer than the schema are neither compared nor
// written.
package object
