// Package month is the monthly report: what each team, product, service and site cost,
// planned and in fact, why they differ, and what should be done about it.
//
// [Make] works it out of two ledgers (package ledger), what they came from, and the
// months before. Commands read the files, package archive keeps a report, reports
// render it. A [Report] holds everything that any format prints, so that a pinned one
// prints the same bytes next year.
//
// The package reads no file and no clock.
//
// # The way of a month
//
//	make.go        both ledgers, and what neither side can know left out of both
//	axis.go        sums along every axis, cells of teams and sites
//	difference.go  from planned to actual (package bridge), and who made the difference
//	state.go       how final it is; the months before
//	unit.go        what requests cost, and budgets
//	payback.go     what moves have paid back, month after month
//	ahead.go       the next three months
//	flip.go        decisions that this month's numbers change
//	compare.go     two months beside each other
//
// # What is counted how
//
// Reconciled is a month of which every bill reaches the end, no row is bad, and the time
// in which bills may still grow (close) is over.
//
// A flip is a service that an evaluation would place otherwise now than when the plan was
// made, and otherwise than the plan does. It is decided by this month's measurements, at
// the prices of the workspace; rented machines are as many times as dear as a core-hour of
// them was against the plan, at what was planned to be used. Owned machines need no such
// factor: what they cost follows from the workspace on both sides. Waiting costs what a
// month saves until servers could be there (lead_time), or three months.
//
// A move has saved in a month what staying would have cost less what the month did cost.
// Staying is what the plan expects of the service and what the move was to save, less
// the work it takes more, at this month's volume of core-hours. A report keeps that number,
// so that the next ones go on with it under other plans.
//
// The next months are bills by their days (package forecast, which chooses by the weeks it
// held back), or by the mean day of the month where they are too few; and owned machines
// by the days on which they are in service and their capital ends. The band holds four of
// five months by what looking so many months ahead was wrong by before; there is none
// until that could be tried ten times.
//
// # Decisions
//
// What a plan expects of a site without a bill, besides its owned machines, is left out of
// both sides and told: a difference that only says that nobody has the bill would stand
// under volume every month.
//
// Savings follow the plan's own arithmetic, in which a machine that stands anyway costs a
// service its power alone. Full costs, as the ledger has them, were the alternative: a move
// to idle machines would then never pay, though the bill falls.
package month
