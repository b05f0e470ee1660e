// Package expect makes the ledger of what a plan expects a month to cost, by the rules
// by which package allot shares what it did cost.
package expect
