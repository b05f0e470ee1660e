// Package step has the words in which a plan says how it is carried out: stages,
// one after another, of steps that may run side by side.
//
// Package rollout makes them from a plan and from what the clusters hold; the
// plan's file keeps them ([Work] is its member "work"); package apply does exactly
// them, or stops. A step names the very object it is about, by its UID, and the
// content it expects and leaves, by digest; the contents lie beside the plan's
// file ([object.Bag]).
//
// The package has no behaviour but checks of shape: what a step means for a cluster
// is written once, in package apply.
//
// # Decisions
//
// Stages are a total order, not a graph. A graph would let one slow service hold
// up fewer others; but a person who reads a plan, a record that says how far it has
// come ("stage 12"), and a check of the history against it are all simpler by an
// order of magnitude, and within a stage everything still runs side by side.
package step
