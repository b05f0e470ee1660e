// Package month holds the program to two months that were worked out by hand:
// testdata/pixiv/month.md says what October and November cost, line by line, and tests
// here do all of it again.
//
// It has tests only; nothing imports it. The arithmetic is that of the document, done
// with exact fractions of math/big: nothing of it is the program's. Three things are
// held together so: the document with itself (each line is worked out again), the
// document with the files that it says it is of (bills, use, specs), and the document
// with what the program prints.
//
// # Decisions
//
// The document is what is tested, and not a table in Go that says the same: a reader
// who redoes a line must be redoing the one that the program is held to.
package month
