// Package focus writes what owned machines cost as rows of FOCUS 1.2 (the FinOps Open
// Cost and Usage Specification), so that whoever adds up the bills of clouds can add up
// the own data centre beside them. `berth report focus` writes the file.
//
// [Rows] works out the rows of a month by the arithmetic of the report (package pool),
// [Write] writes them as CSV, [Check] adds them up again. The package reads no bills:
// that is providers/billing, which reads these rows, too.
//
// # The rows
//
// A node pool is a provider's service whose purchase is a commitment: the machines are
// paid once (a Purchase row in the month of in_service, as in_service and the end of
// life bound it) and cover their use from then on. For each who used the pool, for what
// nobody used and for the spare nodes there are two rows a month or day:
//
//	row        BilledCost             EffectiveCost          told by
//	purchase   nodes × purchase       0                      ChargeCategory Purchase
//	capital    0                      its part of capital    CommitmentDiscountStatus Used, Unused
//	running    its part of the rest   the same               CapacityReservationStatus Used, Unused
//
// where the rest is power, upkeep and administration. So the sum of BilledCost is the
// pool's cost in the view "purchase" and that of EffectiveCost the one in the view
// "amortised", to the last digit, and a service's EffectiveCost is its line of the
// report. What is told apart by a column of berth's own is x_Kind (compute, idle, spare,
// unallocated, purchase).
//
// Times are in UTC, as FOCUS wants them: October in Tokyo begins at
// 2026-09-30T15:00:00Z. Days are those of the report's zone.
//
// # What it does not say
//
// Storage pools are not in it; their price is a line of the report.
//
// There is no price list of one's own machines, so there are no unit prices and no SKUs:
// the columns ListUnitPrice, ContractedUnitPrice, SkuId, SkuMeter, SkuPriceId and
// SkuPriceDetails are left out, as FOCUS has it for providers without such a list, and
// ListCost and ContractedCost are the cost itself. There is no InvoiceId: nobody sends an
// invoice. Where residual is not 0, what is written off over the life is less than what
// was paid, and FOCUS has no row that says when it comes back.
//
// # Decisions
//
// Capital and running cost are two rows, rather than one of both: FOCUS wants a charge
// that a commitment covers in part to be split, so that BilledCost is 0 where it covers
// all.
//
// Days share a month's cost by their hours. What each service used on each day is not
// in the report; rows that looked as if it were would be invented.
//
// PricingQuantity counts the units by which the report shares a pool's cost: core-hours,
// with memory at what it is worth of a core. ConsumedQuantity counts core-hours alone.
package focus
