// Package gather asks sources for what a snapshot lacks and writes what comes, day by
// day: it is the work of `berth measure`.
//
// The command makes a [Block] of each metrics block, hands in a [Store], and prints the
// [Result]. The package knows measure.Source and nothing of servers; it opens no file,
// has no clock, and never asks for a day twice that was read to its end.
//
// # What is missing
//
// Days are those of UTC. Of each query a snapshot remembers by day what was asked (a
// digest of text, labels, step, names and address) and until when. Asked for is
//
//   - a day of the window that was never read, or was read by another query;
//   - of the day that was not over yet, what came since;
//   - all days of a query that never had a point: its tenant or label may have been
//     wrong, and an empty answer costs little;
//   - all days of a source whose answers had the name of a service that the workspace
//     has now and had not then: its series were left out.
//
// The first day of a window is read from its midnight on, so that every day but the
// last is whole and stays as it is.
//
// # What is kept when something ends early
//
// Days are read from the newest to the oldest, and a day is written when all its
// sources have answered or failed. After each day progress.json, an index like that of
// the snapshot, says what is there; index.json is replaced at the very end. Files have
// their digests in their names and never change, so whoever reads meanwhile, or after a
// kill, has the old snapshot as a whole, and the next run goes on from progress.json.
// Files that no index names are taken away at the end of a run.
//
// # What failures do
//
// A query that fails leaves its day as it was: unread, to be asked for by the next run.
// A source that is down, refuses us or limits us is asked no more in this run; a query
// that is slow, wrong or too large is asked for no other day; one whose answers are
// nonsense or incomplete is given three days to do better. No other source and no other
// query is touched. What a source hands out before it fails counts as not there.
//
// A query that was changed has no rows in the snapshot until it has answered; but what
// the one before it gave of a day stays in the day's file until then. So a slip in a
// query costs nothing once it is mended, though the server may have forgotten the days.
//
// # Decisions
//
// Newest first. With the oldest first an interrupted measurement would end weeks ago,
// and everything that it measured would be too old to be used.
//
// All sources of a day, then the next day. Each source at its own pace would be faster
// where one is slow, and would hold as many days in memory as the slowest is behind:
// 100 MB each for 10,000 services. A source's deadline bounds what the others wait.
//
// One query of a source at a time. Metrics servers are shared with those who are paged
// by them; a measurement that takes a minute longer hurts nobody.
//
// Names of files that change with their content, rather than one name that is written
// over. Two files cannot be replaced at once, and between the two renames a snapshot
// would be of two minds.
//
// Names are applied before points are kept, so readers need not know them. Other names
// make another query, and its days are read anew. Series of other services are left
// out: a company's server has ten thousand services where a workspace has thirty, and
// the snapshot may lie in git. Their names are kept, which is how a service that is
// added later is noticed.
//
// An answer of which the server itself says that it is partial counts as a failure. A
// sum that lacks half of its parts looks like a quiet service.
//
// Days outside of all windows go. Where windows differ, a day stays as long as one
// window has it, with all that was read of it. A window that somebody asks for once
// takes no day away: the server may not have it any more.
package gather
