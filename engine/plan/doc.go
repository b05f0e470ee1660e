// Package plan is the plan of a whole fleet: where every service goes, what that
// costs, the proof of how good it is, and the order in which the moves can be made.
// It joins what package fleet makes of a workspace with what package optimise finds,
// and writes both to one file that [berth.dev/engine/verify] can check without it.
//
// Commands make, read and compare plans; reports render [View]. The package never
// reads a folder, a clock or the network, and never moves anything.
//
// # The file
//
// A plan's file is canonical JSON: the members of an object in the order of their
// names, no space, whole numbers only, one newline at its end. Exactly these bytes
// are accepted. Its digest is the SHA-256 of the same bytes without the member
// "digest". See [File] for what it holds.
//
// A plan with steps has a second file beside it (plan.json and plan.objects): what
// the steps make and what they expect to find, each object named by its digest. They
// are read together ([ReadWithObjects]), and belong together to the byte.
//
// # Decisions
//
// The objects are not in the plan's file: most readers of a plan want none of them,
// and ten thousand objects are larger than all that is left. Their digests are in it,
// so one digest, and one signature, covers both files.
//
// The file carries the integer problem, not only its answer: cost, use, floor and
// rules then follow from the file alone, on any machine, with any program. The
// alternative, the digest of the workspace and a promise, proves nothing to somebody
// who has not the workspace. A thousand services take a few megabytes.
//
// The proof's tree is written as the list of its nodes in the order of a walk that
// takes the Then branch first, without references: so a file cannot hold a tree with
// a hole, a loop or a branch used twice.
//
// Struct fields stand in the order of their JSON names, so that encoding/json writes
// canonical bytes without a second pass; a test holds it.
package plan
