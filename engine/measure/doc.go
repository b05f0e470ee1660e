// Package measure has the words in which sources of measurements are asked and answer:
// what is measured, of whom, by which query, over which time, and why there is no
// answer.
//
// Providers (providers/prometheus, providers/datadog, providers/kube/usage) are
// [Source]s; package gather asks them and hands what comes to package snapshot, which
// keeps it on disk. Package fill puts it where specs say "unknown".
//
// The package asks nobody, knows no clock, and guesses nothing: where a source has no
// answer there is a [Failure] with its reason, never a zero.
//
// # Rules that every source keeps
//
//   - It asks for grouped answers: one query brings all services, by a label. A query
//     for a single service is the exception ([Query.Only]).
//   - Times are those of the request's grid: From, From+Step, … before To. A point
//     stands for the Step that begins with it.
//   - A gap stays a gap. What is no finite number, is negative, or is not in the kind's
//     unit is left out and counted, or the answer is refused where too much of it is so.
//   - It never holds more than [Limits.Bytes] of an answer. A larger one is cut into
//     shorter stretches of time, and at a single step given up as [TooLarge].
//   - It ends when its context does, also in the middle of a body.
//   - No secret is in an error, a warning, or anything else that it returns.
//
// # Decisions
//
// Kinds are fixed, six of them, rather than any name a workspace likes: each has a
// unit, and what is done with it in a decision is code. A source in another unit is
// converted by its query, where people can read it.
package measure
