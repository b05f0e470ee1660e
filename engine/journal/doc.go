// Package journal writes down on a disk what a run is about to do and what it has
// done, so that a run that was cut off leaves a trace that can be believed: a
// record is there whole or not at all. Package apply uses it.
//
// It is a cache of what the clusters' own records say (package record): without it
// a run still converges, only with more reading. It never holds the content of an
// object, and it does not lock: whoever uses a state folder holds its lock (package
// lease) first.
//
// A state folder holds
//
//	lock                    who works in it (package lease)
//	last                    the digest of the plan begun last
//	<16 digits>/journal     the journal of the plan with this digest
//	<16 digits>/plan.json   and whatever else was Put there, whole
//
// # Decisions
//
// A record is a line: a CRC-32C, where the line begins, up to where the file was
// known to be on the disk when the line was written, the length of the record, the
// record as JSON. A disk that loses its power may keep later bytes and lose earlier
// ones, so bad bytes in the middle do not prove damage by themselves. The third
// member decides: when a later line says that the bad place had been synced, the
// disk has broken its word and the journal is refused; otherwise the bad place was
// never promised, and it is cut with all that follows. The second member keeps lines
// from being removed, doubled or swapped unseen.
//
// Appending does not sync. The intents of a whole stage are appended together and
// synced once, before the first request of the stage; what a step has done is not
// synced at all, because a lost "done" costs one read and a lost intent could cost an
// object that nobody knows of. For 1,000 steps that is one sync in place of 1,000
// (BenchmarkIntents: 1.6 ms against 311 ms, with the disk that it was written on).
//
// After a write or a sync has failed nothing more is appended. What the disk holds is
// unknown then (after a failed fsync Linux calls lost pages clean), and the one who
// knows how to find out is the next Open.
package journal
