// Package expect makes the ledger of what a plan expects a month to cost, by the rules
// by which package allot shares what it did cost.
//
// The command that plans calls [Make] and keeps what it returns in the plan's file; the
// monthly report reads it back with [Month]. So a month is held against what was
// expected when the plan was made, though prices, specs and machines are others now.
//
// # What is in it
//
//   - rented machines, disks, fees, licences and traffic: the lines of the plan's own bill
//   - owned machines: by the same code as the month's bill of them (package pool), used as
//     the plan wants them used, with idle and spare machines; what others use of them
//     today (in_use) is expected to go on, and belongs to nobody
//   - commitments as their blocks price them, shared by planned use; what is used above
//     them is shared by what each service uses
//   - cluster fees, links and storage that are paid whatever runs there
//   - what shared services pass on
//
// It prices nothing itself but the parts of a node pool, which differ in how they go
// with the month: power by its hours, capital until the end of the machines' life, all
// else by the month.
//
// # Decisions
//
// The lines are in the plan's file, not worked out anew when the month is over. A
// workspace that has changed since would move what was planned with what happened, and
// no difference of price would ever show.
//
// Power of owned machines is that of machines in full use, as in the month's bill of
// them. The plan itself counts the power that a decision changes; both cannot be one
// number. What is compared is counted alike on both sides.
//
// What services pass on is worked out for a month of 730 hours and is the same every
// month: it adds up to nothing, so no total changes.
package expect
