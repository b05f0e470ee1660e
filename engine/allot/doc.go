// Package allot gives everything a month cost to whoever owns it, by declared rules:
// bills, owned machines, commitments, shared services. It makes the actual ledger, which
// package month holds against the planned one; commands read the bills it is handed.
//
// Each part has a package: assign gives rows of bills to services, pool prices owned
// machines and shares them by use, commit shares what was bought for a term, share
// passes the cost of services on to others. What no rule gives to anybody stays a line
// of its own; nothing is spread in silence.
//
// # What adds up
//
// Every row of a bill goes to one line, in the bill's own currency; each line is
// converted once, by the declared rate, without rounding. So the lines add up to the
// bills and the owned machines to the last digit, along every axis; [Make] proves it of
// every month and rather fails than tells a total that does not. A currency without a
// rate is an error, as is a bill that was not read.
//
// In the view [Amortised] all amounts are effective cost, in [Purchase] billed cost:
// which of them is asked once, in one function.
//
// # Which line a row goes to
//
//   - a charge of an earlier month: Late, of its owner
//   - use that a commitment covers: Committed, of its user; what nobody used: Unused, of
//     the commitment's owner, as is what was paid for it
//   - a row without an owner: Unallocated; of what OpenCost says nobody used: Idle
//   - else Compute (with memory), Storage, Network or Other; taxes are Other
//
// [Result.Nobody] tells all that has no owner, late and unused rows too, each with a
// rule that would give it one.
//
// # Quantities
//
// A line is counted where a plan counts it in the same unit and the bill counts all of
// it: then price and volume can be told apart. What rented machines did is measured; a
// GB, which is 10^9 bytes or 2^30 by whose bill it is, counts as neither.
//
// The package reads no files and knows no prices but those of rates and owned machines.
//
// # Decisions
//
// A commitment that the workspace declares covers its owner's use first, also where the
// bill says that it covered somebody else's: providers cover whichever use comes first
// in the hour. Who is covered in place of another hands over what it paid on demand.
// Use counts by list price there. A commitment nobody declared stays where the bill
// puts it. The other candidate, to believe the bill always, makes teams pay for each
// other's commitments, or ride on them, by chance.
//
// Of a bill that takes commitments off as credits and bills them apart (Google Cloud)
// what is billed apart is shared here by the measured use of cores; the credits stay
// where the provider put them. Its own setting "prioritized attribution" puts them with
// the owner.
//
// Sums are kept in the bills' currencies and converted at the end, which is the same to
// the last digit and a thousand times less work than converting rows.
package allot
