// Package reimport merges what is imported again with what people changed by hand
// since: three sides, the last import, the folder as it is, and the new import.
//
// Every import of `berth import` that writes into a folder goes through [Merge]. The
// package works on texts in memory; the command reads and writes the files, shows the
// difference and asks.
//
// What is merged are attributes and blocks, each by its name and labels:
//
//	last import   folder     new import    becomes
//	a             a          b             b, told as taken
//	a             hand       a             the hand's, silently
//	a             hand       b             the hand's, told as a conflict with both
//	–             –          b             b, told as added
//	–             hand       b             the hand's, told as a conflict
//	a             –          a             nothing: who took it out meant it
//	a             –          b             nothing, told as a conflict
//	a             a          –             a, told as gone; with Prune nothing
//	a             hand       –             the hand's, told as a conflict
//
// A block with a name (a service, a call) that is gone stays until it is pruned; an
// attribute, or a block without a name, that is gone from a block which is still there goes
// as any other change comes. Where nothing of the last import is left in the folder it
// counts as none: whoever took out all of it and imports again wants it back.
//
// It never loses a comment of a person, never reorders, and never touches a byte of a
// block in which nothing is taken over.
//
// # Decisions
//
// The merge is of attributes and blocks, not of lines: a line-wise merge calls it a
// conflict when two neighbours change on two sides, and none when both sides add the same
// service. What is taken over is spliced into the hand's text as bytes; writing the file
// anew from its values would lose layout and comments.
//
// Files are searched for blocks, not blocks kept to files: people split services.hcl by
// team, and a later import must find them.
//
// The last import is kept in the folder (the command does so) rather than worked out of
// git: a folder need not be in git, and what was imported is not what was committed.
package reimport
