package month

import (
	"fmt"
	"slices"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month/bridge"
)

// Change is what differs between two reports, the earlier one first. Amounts are in the
// currency of both.
type Change struct {
	From     bill.Month `json:"from"`
	To       bill.Month `json:"to"`
	Currency string     `json:"currency"`
	// View is that of both.
	View string `json:"view"`
	// Before and After are the actual totals, Delta is After − Before.
	Before money.Amount `json:"before"`
	After  money.Amount `json:"after"`
	Delta  money.Amount `json:"delta"`
	// Bridge leads from Before to After as one leads from planned to actual.
	Bridge []Effect `json:"bridge"`
	// Causes are the services with the largest effects, the largest first.
	Causes []Cause `json:"causes,omitempty"`
	// Axes have each name along each axis: Planned is what it cost before, Actual after.
	Axes map[ledger.Axis][]Sum `json:"axes"`
	// Moved are the inputs that are not the same: rates, rules, plans, by kind and name,
	// in words.
	Moved []string `json:"moved,omitempty"`
}

// Compare says how two months differ. They must be in one currency and one view.
func Compare(from, to *Report) (*Change, error) {
	if from.Currency != to.Currency {
		return nil, fmt.Errorf("%s is in %s and %s in %s: months are compared in one currency; make one of them again with the other's workspace", from.Month, from.Currency, to.Month, to.Currency)
	}
	if from.View != to.View {
		return nil, fmt.Errorf("%s is seen %s and %s %s: months are compared in one view; make one of them again with --view", from.Month, from.View, to.Month, to.View)
	}
	before, after := ledger.New(from.Currency, from.Lines), ledger.New(to.Currency, to.Lines)
	b := bridge.Make(before, after, bridge.Words{"in " + from.Month.String(), "in " + to.Month.String()})
	return &Change{
		From: from.Month, To: to.Month, Currency: to.Currency, View: to.View,
		Before: from.Actual, After: to.Actual, Delta: to.Actual.Sub(from.Actual),
		Bridge: effects(b), Causes: causes(b), Axes: axes(before, after), Moved: moved(from, to),
	}, nil
}

// moved lists the inputs of two reports that are not the same, in words.
func moved(from, to *Report) (out []string) {
	if was, is := planName(from), planName(to); was != is {
		out = append(out, fmt.Sprintf("plan in force: %s, then %s", was, is))
	}
	if from.Zone != to.Zone {
		out = append(out, fmt.Sprintf("time zone: %s, then %s", from.Zone, to.Zone))
	}
	out = append(out, movedRates(from.Rates, to.Rates)...)
	for _, r := range from.Rules {
		if !slices.Contains(to.Rules, r) {
			out = append(out, "rule gone: "+r)
		}
	}
	for _, r := range to.Rules {
		if !slices.Contains(from.Rules, r) {
			out = append(out, "rule new: "+r)
		}
	}
	return out
}

func planName(r *Report) string {
	if r.Plan == nil {
		return "none"
	}
	return fmt.Sprintf("%s of %s", r.Plan.File, r.Plan.AsOf)
}

func movedRates(from, to []ledger.Rate) (out []string) {
	was := map[string]ledger.Rate{}
	for _, r := range from {
		was[r.Currency] = r
	}
	for _, r := range to {
		if old, known := was[r.Currency]; known && old.Value.Cmp(r.Value) != 0 {
			out = append(out, fmt.Sprintf("a %s: %s of %s, then %s of %s", r.Currency, old.Value, old.Date, r.Value, r.Date))
		}
	}
	return out
}
