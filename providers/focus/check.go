package focus

import (
	"errors"
	"fmt"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// payer is who pays rows.
type payer struct {
	kind    ledger.Kind
	service string
}

// Check adds rows up again and tells everything that does not tie out: BilledCost and
// EffectiveCost with the pools, EffectiveCost with the lines of the report, quantities
// with what the pool has, times with the month. It is asked before a file is written.
func (e *Export) Check() error {
	var wrong []error
	tell := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	for i, p := range e.Amortised.Pools {
		billed, effective, sold := p.Cost.Sub(p.Cost), p.Cost.Sub(p.Cost), map[payer]money.Amount{}
		units := 0.0
		for _, r := range e.Rows {
			if r.Site != p.Site || r.Pool != p.Name {
				continue
			}
			billed, effective = billed.Add(r.Billed), effective.Add(r.Effective)
			if r.Charge == Running {
				units += r.Units
			}
			who := payer{r.Kind, r.Service}
			sold[who] = sold[who].Add(r.Effective)
			e.row(&r, tell)
		}
		if paid := e.Paid.Pools[i].Cost; billed.Cmp(paid) != 0 {
			tell("%s/%s: BilledCost is %s, the pool cost %s", p.Site, p.Name, billed, paid)
		}
		if effective.Cmp(p.Cost) != 0 {
			tell("%s/%s: EffectiveCost is %s, the pool cost %s", p.Site, p.Name, effective, p.Cost)
		}
		// Spare nodes are not in what a pool offers, and a row that costs nothing is left out.
		if most := e.units[i]; units > most*1.000001 {
			tell("%s/%s: rows are of %g units, the pool has %g", p.Site, p.Name, units, most)
		}
		e.lines(p, sold, tell)
	}
	return errors.Join(wrong...)
}

// row checks what holds for each row by itself.
func (e *Export) row(r *Row, tell func(string, ...any)) {
	at := fmt.Sprintf("%s/%s %s %s %s", r.Site, r.Pool, r.Charge, r.Kind, r.Service)
	if !r.From.Before(r.To) || r.From.Before(r.BillFrom) || r.Charge != Purchase && r.To.After(r.BillTo) {
		tell("%s: it is charged from %s to %s, in the month from %s to %s", at, r.From, r.To, r.BillFrom, r.BillTo)
	}
	if r.Billed.Sign() < 0 || r.Effective.Sign() < 0 || r.Units < 0 {
		tell("%s: something is below 0", at)
	}
	switch {
	case r.Charge == Purchase && !r.Effective.IsZero():
		tell("%s: a purchase that covers what comes has an EffectiveCost of %s", at, r.Effective)
	case r.Charge == Capital && !r.Billed.IsZero():
		tell("%s: what a purchase covers has a BilledCost of %s", at, r.Billed)
	case r.Charge == Running && r.Billed.Cmp(r.Effective) != 0:
		tell("%s: BilledCost is %s and EffectiveCost %s", at, r.Billed, r.Effective)
	}
}

// lines holds what each paid against its line of the report.
func (e *Export) lines(p ledger.Pool, sold map[payer]money.Amount, tell func(string, ...any)) {
	lines := map[payer]money.Amount{}
	for _, l := range e.Amortised.Lines {
		if l.Site == p.Site && l.Part == p.Name {
			who := payer{l.Kind, l.Service}
			lines[who] = lines[who].Add(l.Amount)
		}
	}
	for who, amount := range lines {
		if sold[who].Cmp(amount) != 0 {
			tell("%s/%s: %s %s pays %s in rows and %s in the report", p.Site, p.Name, who.kind, who.service, sold[who], amount)
		}
	}
}
