// Package pool makes a bill of owned machines: what each node pool cost in a month, and
// who used it. Package allot calls it with the use that was measured, package expect
// with the use that a plan expects, so that both sides of a report are worked out by
// the same arithmetic; providers/focus writes its outcome as rows of FOCUS.
//
// # What a pool costs in a month
//
//	capital        = nodes × (purchase − residual) ÷ months of life × share of the days
//	power          = nodes × power_max ÷ 1000 × PUE × hours × electricity
//	upkeep         = nodes × upkeep × share of the days
//	administration = administration (hours a month) × hourly_rate × share of the days
//
// Hours are the real ones of the month in the report's zone, from the day on which the
// machines came into service; the share is of the month's days since then, and for the
// capital until the end of their life. In the view "purchase" capital is nodes × purchase
// in the month of in_service and nothing in all others. Each part is rounded once, to
// four digits after the point, and their sum is the pool's cost.
//
// # Who pays it
//
//	offered = (nodes − spare) × (cpu − reserved) × hours      core-hours; GiB-hours likewise
//	units   = core-hours + GiB-hours ÷ ratio
//
// The share of spare nodes in the cost is a line of its own. Of the rest services pay
// their units ÷ the units offered, and what is left is the line of what is idle. Where
// more is used than offered nothing is idle, services share all of it by use, and a
// note says so. ratio is how many GiB cost as much as a core, as package price has it.
//
// A storage pool with a price costs that every month; it is a pool of its own and nobody's.
//
// The cost is always fully loaded: cost_basis decides where services should run, and
// not what was paid. The package never reads files, and never leaves a part out that
// nobody stated: that is an error which names the word.
//
// # Decisions
//
// A life of "60mo" ends 60 calendar months after in_service, and not 60 × 730 hours
// after it: so the months' capital adds up to the purchase less the residual.
//
// Power is counted at power_max, as package price does for plans: a bill that differed
// from its plan by another formula would explain nothing. Who knows what the machines
// really drew writes that as power_max.
//
// Services pay used ÷ offered of the cost, and not all of it by use: a pool that is half
// empty would make whoever stays pay for whoever left, and hide what is idle.
package pool
