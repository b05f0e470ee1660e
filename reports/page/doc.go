// Package page makes reports for a browser: one file that holds everything it
// shows, opens from a disk or an attachment, and asks nobody for anything.
//
// Package reports fills the values of this package with text that is ready to be
// shown, and hands in a writer. A page never computes, formats no number, knows no
// service and no money, and reads nothing; charts come from package chart.
//
//	page.go        the frame: head, security policy, style and script
//	evaluation.go  the page of evaluate, written service by service
//	plan.go        the page of a plan
//	profile.go     the page of one series, and its drawing alone as an SVG file
//	month.go       the page of a month's cost, in English and Japanese (month_words.go)
//	asset/         templates, style sheets, script
//
// # What every page keeps
//
//   - No request: the policy in its head allows the one style sheet and the one
//     script that it carries, by their digests, and nothing else. No style
//     attribute, no event attribute.
//   - Names of strangers are text: html/template writes all of it, and control
//     characters become "?" on the way out.
//   - All of it can be read without the script, which only sorts, searches and
//     folds; with a keyboard; on a phone; on paper; on a dark screen.
//   - Colour never stands alone: a number, a sign or a word says the same.
//
// # Adding a page
//
//   - its values and its writer in a file, its template in asset/
//   - its function in package reports, which fills the values
//   - its cases in the browser tests of package reports
//
// # Adding a language to the page of a month
//
//   - its words in month_words.go, and its name in [Languages]
//   - its sentences beside those of view_browser_month_japanese.go of package reports,
//     and what the engine says in view_browser_month_phrase.go
//   - tests then say which words are missing
//
// # Decisions
//
// The page of a month answers before it shows: how much, more or less than planned,
// why and what to do stand above all drawings, and fit the first screen of a laptop.
//
// A bridge whose steps are small beside its sums begins near them, with a break in the
// bars and a sentence that says where: from zero on, steps of one per cent would be
// hairlines. Where they can be seen from zero on, it begins there.
//
// What a service's cost consists of opens above the table, as reasons do: without a
// script, and without a second table of a thousand services below the first.
//
// The engine gives its reasons in English and keeps them in reports that are pinned. A
// page in another language reads them again, sentence by sentence; one that is not
// known stays English and says so in its lang attribute, so that it is read aloud
// right. Reasons as data, with the words at the end, were the other way; then each format
// would need the words of each stage, and a pinned report those of its time.
//
// Details stand below the matrix, not between its rows: the matrix is looked at as
// a picture, and rows of text would tear it.
//
// Pages are written whole, when all services are decided: their counts stand at
// the top. What waits is what is written, some ten kilobytes a service; so charts
// are left out above a number of services, details above a larger one, and the
// page says so. Above [MostServices] there is no page: no browser scrolls it.
//
// A plan's page shows pictures before tables: with a hundred moves the table would
// push everything else out of sight.
//
// Reasons against a place are popovers: they open with a click, a touch or a key,
// without a script, and above the table instead of in it, which would tear it.
//
// No framework and no chart library in the browser: a hundred lines of script do
// what is asked of it, and a page must open in ten years.
package page
