// Package change says what one change of a workspace brings: two sides, each checked and
// placed, are compared, and only what differs is told. `berth check --against` and
// `berth policy diff` run it; reports render what it finds.
//
//	side.go      one side: a workspace, its rules, where its services go, what was found
//	edit.go      what somebody wrote differently, block by block
//	field.go     and attribute by attribute
//	compare.go   two sides → Change (change.go)
//	why.go       why a service is where it is now
//	finding.go   findings that are new, mended, or were there before
//	money.go     what products cost a month, before and after
//	effect.go    what the edited rules alone do to the whole fleet
//	begin.go     a search that begins with the earlier side's placement
//	settle.go    two placements made alike wherever that costs nothing
//	fewest.go    and the fewest moves of services that nobody edited
//	trial.go     whether a placement may be carried out
//
// The package reads no files and asks no clock. It decides nothing but which of two
// placements of equal cost is shown.
//
// # What is no change
//
// Blocks are compared by what they say: comments, the order of blocks, the names of files
// and how a number is written (1000m or 1) are no edits. A service that inherits an edited
// value of its class is not edited; the class is. Where nothing is edited, nothing can
// differ, and no plan is made to find that out.
//
// A plan is one of many placements within a hair of each other, and a search may end with
// another one because of an edit far away. So both placements are settled before they are
// compared (see [Settle]): a service is shown to move only if it would cost something to
// leave it where it was. Services that nobody edited are held to more: they move only as
// far as the plan would not be as near to the best as it has to be without them, so moves
// that together save less than the gap of a search (0.01 % of the fleet's cost) are not shown.
//
// # Decisions
//
// Findings are told apart by rule, subject and moment, not by line or text: a finding that
// says another number today is the one of yesterday.
//
// Values are compared as they were read, by reflection over the words of the language,
// rather than by a method for each block: a word that is added to the language is
// compared without anybody thinking of it.
package change
