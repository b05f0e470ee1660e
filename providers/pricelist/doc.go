// Package pricelist turns the public list of Google Cloud prices that the
// Cyclenerd cost calculator publishes into a price book of berth, and shows and
// compares price books.
//
// [Read] reads the list, [List.Book] takes one region out of it, [Write] writes
// that as HCL. `berth prices import` joins the three; `berth prices show` and
// `berth prices diff` print what [Show] and [Diff] return. An architect then
// keeps the written book in the workspace, where each later figure names its
// source and date.
//
// The package never fetches a list, never rounds a price, and never fills in a
// price that the list does not have: what is missing is left out and said. A
// list is somebody else's file, so everything odd in it is counted and named in
// the [Report] ("traps") instead of being put right in silence.
//
// # Adding a price
//
//   - the word in the language (engine/spec), if it has none yet
//   - a field in list.go, its reading in read_compute.go
//   - its line in write.go, in the order of the language
//   - its column in show.go and its line in diff.go
//   - a value in the small list of fixture_test.go
//
// # Decisions
//
// A price is taken from the digits in the file. Decoding into structs was the
// other way; the YAML library then goes through float64, and 251.0199024 is no
// longer what the list says. So the file is decoded into nodes and read by hand,
// which also gives each mistake its line and column.
//
// on_demand is the list's month, hour its hour, also where the month is not 730
// hours: the difference is the discount for steady use, which a node that runs
// all month gets. The report and the book say how large it is. To compute one
// from the other would have hidden that.
//
// The list names no currency. Its maker takes the prices of Google's catalogue in
// US dollars, so that is what a book says.
//
// The tiers of egress are counted in TiB ("1-10" is from 1 TiB to 10 TiB), since
// Google's own tiers begin at 1,024 and 10,240 GiB. Tiers in which traffic gets
// dearer with volume are kept as they are and warned of: they are on the list.
//
// A price of exactly 0 is taken as missing. Nothing that this list holds is free,
// and a 0 that slips into a comparison wins it.
//
// Machines are written by family, then by cores, memory and name: a person picks
// a family first and a size second. By name alone, e2-standard-16 stands before
// e2-standard-2; by size alone, the families are torn apart.
//
// Limits stand before the YAML parser (limits.go), because its time on a hostile
// file can grow with the square of the file. Anchors and aliases are refused: a
// price list has no use for them.
package pricelist
