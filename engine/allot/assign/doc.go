// Package assign gives the rows of a bill to services, products and teams by the rules
// of its bill block. Package allot calls it for every row of every bill.
//
// The assign blocks are asked first, in the order they are written: the first whose
// values all match has the row. Then the keys in names, in their order: the first whose
// value is the name of a service. A row that nothing takes belongs to nobody; it is told
// by the keys that could have given it to somebody, with a rule that would.
//
// A value matches as a whole, letter case and all; "*" stands for any characters, none
// included; "" matches a row that has no such value. The package never guesses: a value
// that is nearly the name of a service gives its row to nobody, and the advice says
// which service is near.
//
// # Decisions
//
// An advised rule names every key of names, the empty ones too, so that pasted as the
// last of its block it takes the rows it was advised for and no others. With the telling
// value alone it would also take rows that another key gives to a service.
//
// The pattern language is one character. Regular expressions were the other candidate:
// the dots in names of machines and projects would match what nobody means.
package assign
