package focus

import (
	"time"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// Charge is which of a pool's rows one is.
type Charge string

// The charges of a pool.
const (
	// Purchase is the machines themselves, when they are paid.
	Purchase Charge = "purchase"
	// Capital is their cost while they live; Running is power, upkeep and administration.
	Capital Charge = "capital"
	Running Charge = "running"
)

// Row is one row of FOCUS about owned machines.
type Row struct {
	Charge Charge
	// Kind is whose the line of the report is: [ledger.Compute], [ledger.Idle],
	// [ledger.Spare] or [ledger.Unallocated]; "" for a purchase.
	Kind ledger.Kind
	// Site and Pool are the machines; Service, Product and Team are who used them, ""
	// for nobody.
	Site, Pool, Service, Product, Team string
	// Nodes are how many were bought, of a purchase.
	Nodes float64
	// From and To bound what is charged, BillFrom and BillTo the month.
	From, To, BillFrom, BillTo time.Time
	// Billed and Effective are in the workspace's currency.
	Billed, Effective money.Amount
	// Units are what the row's part of the pool is measured in: core-hours with memory
	// at what it is worth. Of a purchase they are those of the whole life.
	Units float64
	// CoreHours are of cpu; what nobody used has none.
	CoreHours float64
}

// unused tells whether a row is of what nobody used.
func (r *Row) unused() bool { return r.Kind == ledger.Idle || r.Kind == ledger.Spare }
