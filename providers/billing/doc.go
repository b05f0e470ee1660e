// Package billing is what all readers of bills have in common: when an answer is refused,
// how an answer is told from another one, and what is said where no reader was built in.
//
// The readers are below it, package duck for files and its own tables, package bigquery for tables there;
// package query writes the SQL of both. Commands use it. It reads nothing itself, and
// never changes an answer.
//
// # Decisions
//
// Readers count bad rows and leave the verdict to [Check]: so every engine refuses by the
// same rule, and "berth report bills" can still show what a refused bill has.
package billing
