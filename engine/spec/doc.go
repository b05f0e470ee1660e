// Package spec reads the workspace language: a folder of HCL files, or HCL's
// JSON form, into a [Workspace]. Everything after it works on that value and
// never sees syntax trees.
//
// [Parse] is strict and collects: unknown words, wrong units, references that
// lead nowhere, impossible combinations, all of a folder in one list with place
// and advice. A workspace with errors is still returned, as far as it goes, for
// editors; commands stop.
//
// The vocabulary is the structs of model.go, product.go, service.go, rollout.go, report.go and rule.go:
// a field's `hcl` tag is the word, its `as` tag the form, `need` says that it must
// be there. The decoder, the suggestions and `berth init`'s checks follow the tags.
//
// Tests of rules stand beside the specs in files of their own, *_test.hcl, and are read
// by [ParseTests]: their vocabulary is test.go, with the words of a workspace for worlds
// (testworld.go lays one over another). Package trial runs them.
//
// The package never reads files but through an fs.FS it was given, never asks a
// clock, and never evaluates expressions of policies.
//
// # Adding a word
//
//   - a field with tags and a doc that gives its unit and default
//   - a form in kinds.go, if no present one fits
//   - a rule in check_*.go, if it can contradict another word
//   - a line in testdata/whole.hcl and whole.hcl.json, a case beside the rule's
//     test, and a line in CHANGELOG.md
//
// # Decisions
//
// The decoder walks structs by reflection rather than using gohcl: gohcl keeps
// no origins, stops at the first wrong type, and knows no units. hcldec was the
// other candidate; its specs would repeat the structs.
//
// Literals are read from the syntax tree, not evaluated: nothing a file says is
// ever computed. A scanner runs before HCL's parser (limits.go, scan.go), because
// the parser's recursion on hostile input kills the process and cannot be
// recovered. HCL's own lexer was the other candidate: it never disagrees with
// the parser, but makes a hundred bytes of tokens of each byte before anything
// can be refused, and reads on after an unclosed text or comment in ways that no
// person means. The scanner refuses those, and a fuzz test holds it against
// that lexer.
//
// A file that has mistakes of syntax is decoded as far as HCL understood it, and
// what may have been lost is not reported as missing: one forgotten bracket must
// not look like a hundred unknown names.
//
// Mistakes are capped, a thousand a file and ten thousand a workspace, and the
// rest are counted: nobody reads more, and a hostile folder must not fill the
// memory with them.
//
// A column counts characters as a reader sees them (grapheme clusters), as HCL
// does. Counting code points was the other candidate; under decomposed accents
// and emoji the marks would stand beside what they mean.
//
// What a test changes is laid over the blocks as they were written, before anything is
// inherited: a service that is given another class has that class's words. Laying it over
// the finished workspace was the other candidate; a changed class would have changed no
// service.
//
// Inheritance is by attribute, the most specific block first. Lists replace each
// other; only calls and volumes, which have names, add up. A merge of lists was
// tried on paper and made "which capabilities does it need" unanswerable
// without reading four files.
package spec
