package allot

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// rates convert to the workspace's currency, and remember by what.
type rates struct {
	w    *spec.Workspace
	used map[string]bool
}

// check says what is missing to convert a currency.
func (r *rates) check(what, currency string) error {
	own := r.w.Settings.Currency.V
	if currency == own {
		return nil
	}
	if currency == "" {
		return fmt.Errorf("%s: some of its rows name no currency: set currency = %q, or what they are in", what, own)
	}
	if r.w.Rate(currency) == nil {
		return fmt.Errorf("%s: some of its rows are in %s, and the workspace has no rate for it: add rate %q { value = \"… %s\", date and source }", what, currency, currency, own)
	}
	return nil
}

// convert is exact: no digit of a bill is lost. The currency was checked.
func (r *rates) convert(a money.Amount) money.Amount {
	if a.Currency() == "" || a.Currency() == r.w.Settings.Currency.V {
		return a
	}
	r.use(a.Currency())
	return a.Convert(r.w.Rate(a.Currency()).Value.V)
}

func (r *rates) use(currency string) {
	if r.used == nil {
		r.used = map[string]bool{}
	}
	r.used[currency] = true
}

// told are the rates that were used, by currency.
func (r *rates) told() (out []ledger.Rate) {
	for _, currency := range slices.Sorted(maps.Keys(r.used)) {
		if rate := r.w.Rate(currency); rate != nil {
			out = append(out, ledger.Rate{
				Currency: currency, Value: rate.Value.V,
				Date: rate.Date.V.Format(time.DateOnly), Source: rate.Source.V,
			})
		}
	}
	return out
}
