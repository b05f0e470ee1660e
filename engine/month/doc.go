// Package month is the monthly report: what each team, product, service and site cost,
// planned and in fact, why they differ, and what should be done about it.
//
// [Make] works it out of two ledgers (package ledger), what they came from, and the
// months before. Commands read the files, package archive keeps a report, reports
// render it. A [Report] holds everything that any format prints, so that a pinned one
// prints the same bytes next year.
//
// The package reads no file and no clock.
package month
