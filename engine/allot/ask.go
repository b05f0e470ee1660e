package allot

import (
	"berth.dev/engine/allot/assign"
	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
)

// Ask is what a bill of the workspace is asked for: the keys of its rules, and those by
// which what they leave out is told apart. Who reads it adds the files. [Make] takes an
// answer to this question alone.
func Ask(w *spec.Workspace, b *spec.Bill, from, to bill.Month) (bill.Ask, error) {
	zone, err := Zone(w)
	if err != nil {
		return bill.Ask{}, err
	}
	by := b.Month.Or(bill.ByInvoice)
	if b.Kind.V == bill.OpenCost {
		by = bill.ByCharge // it has no invoices
	}
	return bill.Ask{
		Name: b.Name, Kind: b.Kind.V, Table: b.Table.V,
		From: from, To: to, By: by, Zone: zone,
		Keys: assign.Keys(b), Currency: b.Currency.V,
	}, nil
}
