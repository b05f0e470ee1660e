// Package archive keeps monthly reports: one file a month, with a digest, so that the
// same month prints the same next year though prices, bills and specs have moved.
//
// The command `berth report` writes such a file once (--pin) and prints from it ever
// after; package month reads those of earlier months as its history. A file holds the
// whole of a [month.Report], and with it what the report depends on: digests of its
// inputs, rates, and the rules by which money was given to somebody.
//
// The package opens no file and computes no figure. What does not add up is neither
// written nor read.
//
// # Decisions
//
// The digest is of the report as JSON without spaces. A digest of the file's bytes,
// as plans have, would refuse what a checkout with other line ends made of it, and
// archives live in repositories for years. It is a check against accidents; who must
// not be able to change a report is a matter of the repository that keeps it.
//
// The file is indented: a report that was made again is reviewed as a diff of lines.
//
// Members that this version does not know are refused rather than dropped: a report
// printed without them would not be the one that was kept.
//
// Reading checks that sums add up, too, though the digest is right: other tools write
// JSON as well, and a report that contradicts itself is worth less than none.
package archive
