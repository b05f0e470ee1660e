// Package reports writes what the engine found, for people and for machines. The
// commands build a model of this package from the engine's values and hand it to
// a writer; a writer renders and never computes.
//
//	model_*.go    the model: plain values, with their JSON names
//	build_*.go    engine values → model
//	view_*.go     model → a document of headings, paragraphs, lists and tables
//	text.go       document → a terminal       markdown.go  document → Markdown
//	json.go       model → JSON                 csv.go       model → rows for a spreadsheet
//	comment.go    document → Markdown that fits a comment on a change
//	junit.go, sarif.go, codequality.go, github.go
//	              what CI systems read; view_check_*.go and view_trial_junit.go fill them
//	view_browser*.go  model → the values of a page for a browser (package page)
//	plot.go       numbers → dots of braille, for the drawings of a terminal
//
// The package reads the engine and nothing else: no files, no clock, no
// environment. Width and colour are given to it. Same model, same bytes.
//
// Names and reasons come from specs, which may be a stranger's: every writer
// cleans control characters, and Markdown and HTML escape what would be markup.
//
// # JSON
//
// Each document names its schema, as in "berth.evaluate/1"; the number changes
// when a field is removed or means something else, not when one is added.
// Amounts of money are decimal strings, scores numbers of at most six digits
// after the point. schema/ holds the JSON Schemas of evaluate, check, change,
// test, measure, profile, a month and what differs between two.
// What happens while a plan is carried out is one "berth.event/1" a line, and the last
// line, whose member what is "result", says how it ended.
//
// # Adding a format
//
//   - one file that renders a document (or the models, for a machine)
//   - its name in Formats and its case in page (format.go)
//   - its cases in the tests of each view, and a line in CHANGELOG.md
//
// # Adding a report
//
//   - model_, build_ and view_ files, a Write function, and its schema's name
//   - tests in all formats
//
// # Decisions
//
// Text and Markdown share one document, so that a fact cannot be in one and
// missing in the other. Templates for each were the other way; they drift.
//
// Evaluate writes service by service while decisions are made: a fleet of
// 100,000 services must not wait in memory. So widths of columns are taken from
// what is known beforehand, the names in the workspace, and not from the rows.
//
// A format for a CI system is proved by what reads it: programs of others, from npm, are
// pinned in testdata/consumers and installed by "make consumers"; tests ask them what
// they understood. Goldens alone would prove that a mistake stays the same.
//
// JUnit has no attributes for files and lines, which GitLab would show: Jenkins' schema
// refuses them. The words of a failure have the place. A finding that does not refuse the
// run is a skipped case with its words, so that a red case and the exit code agree.
//
// A comment quotes what strangers write, and forges act on comments: names of people get
// mail, lines that begin with a slash are commands. So nothing quoted begins a line, and
// a space of no width stands where a call, an issue or a link would begin.
//
// A month's amounts are of one currency, which its document names once: each is a string
// of digits, not an object as in other documents. A thousand services have some ten
// thousand amounts, and a program that adds them up wants a number beside a name.
//
// A CSV cell that a spreadsheet would run begins with an apostrophe, after a semicolon
// within it too: a spreadsheet set up for Europe begins a cell there whatever the file's
// separator. Quoting alone does not help, since quotes are taken off before a cell is
// looked at; leaving such characters out would make two names one. Numbers of ours are
// left as they are, with all their digits, a minus sign among them. There is no mark of
// the encoding at the beginning: programs take it for a part of the first name. Nothing
// planned is an empty cell, since 0 would say that a plan was there.
//
// A month's bridge is drawn with bars for steps and lines for levels, on the part of the
// scale where something happens: steps beside bars that begin at zero are too thin to be
// seen, and a bar that begins elsewhere misleads.
//
// Rules to paste stand in a comment as code, which is left as it is: a space of no width,
// which keeps names from being called, would be copied along.
//
// A page for a browser is not made of the document: a matrix to be looked at, sorted
// and unfolded is another thing than a text that is read from its beginning. Its
// sentences are those of the document, from the same functions.
//
// The load of a service is drawn in a terminal with braille dots, eight a character: blocks
// have a third of their detail, and pictures by escape codes are shown by few terminals.
// A page and an SVG file draw the same steps of time, so that all show the same peaks.
//
// On a narrow terminal columns are left out, the least telling first, and named
// below the table. Wrapped rows cannot be read.
package reports
