// Package rule checks rows of cost against the requirements of FOCUS, as its working
// group publishes them: a JSON file of rules, each with a check that a program can run.
//
// Tests of providers/focus hold what berth writes against them, and focus.Judge does the
// same for whoever has the file. [Load] reads the file, [Check]
// runs every rule of it over a [Table], and the [Report] says of each rule what came of
// it: held, broken, or why it does not apply. The package knows no rule by itself, prices
// nothing, and changes no row.
//
// # What a rule is
//
// A rule has a text ("BilledCost MUST NOT be null."), a keyword (MUST, SHOULD, MAY …), a
// requirement (CheckNotValue of BilledCost and null) and a condition, which says in which
// rows the requirement counts. Rules with parts are true where their parts are; the parts
// count in the rows of their whole alone. A rule with criteria ("provider supports
// capacity reservations") counts for providers that meet them.
//
// # Decisions
//
// A null is no value: a row whose ChargeClass is null does not have the ChargeClass
// "Correction". Run as SQL, as the published validator does, the comparison is null and a
// condition by it never holds, so that rules which everybody should keep are never asked.
//
// What the model itself gets wrong is told and not run: a requirement that demands the
// opposite of its text, and a condition that no reader of the file can understand. Such
// rules are found by their form, and not by a list of their names, so that a mended model
// needs no new berth.
//
// Numbers are compared as exact fractions, times as texts of one form: a product that
// matches to sixteen digits alone is found.
package rule
