// Package drift tells how clusters differ from what a plan left there, object by
// object and field by field, and whether what the plan counted with still holds.
//
// The command that shows a status uses it. The package reads values that were handed
// to it; it never talks to a cluster, and never decides that anything be done: the way
// back is a new plan.
//
// # Decisions
//
// A field is compared only where the plan wrote it. Labels that a person adds, the
// number of copies that an autoscaler sets, status: all of that is nobody's drift.
//
// A plan that others came after is not compared at all: each of them may have changed
// what this one left, and to tell a person's change from a later plan's would be a
// guess.
package drift
