package allot

import (
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// bought is a commitment as a bill has it.
type bought struct {
	// name is its short one, site where it is; declared is its block, nil for none.
	name, site string
	declared   *spec.Commitment
	owner      spec.Owner
}

// committed gives a row of a commitment to whoever used it, or to its owner.
func (s *sheet) committed(r *bill.Row, at place, amount money.Amount) {
	at.kind = ledger.Committed
	if r.Unused {
		at.kind = ledger.Unused
	}
	at.part = r.Commitment
	if !at.owner.Named() {
		if !r.Unused {
			at.kind = ledger.Unallocated
		}
		s.lose(r, at, amount)
	}
	entry(s.sums, at).add(amount, r.Count)
}

// settle shares the commitments of the bill.
func (s *sheet) settle() {}
