package archive

import (
	"fmt"
	"reflect"
	"slices"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// check says what of a report contradicts the rest, nil for nothing.
func check(r *month.Report) error {
	if !money.IsCurrency(r.Currency) {
		return fmt.Errorf("%w: %.20q is no currency", ErrFormat, r.Currency)
	}
	if r.Month.Compare(bill.Month{Year: 1970, Month: 1}) < 0 {
		return fmt.Errorf("%w: it has no month", ErrFormat)
	}
	if at, other := foreign(reflect.ValueOf(r).Elem(), "report", r.Currency); at != "" {
		return fmt.Errorf("%w: %s is in %s and the report in %s", ErrUneven, at, other, r.Currency)
	}
	for _, s := range sums(r) {
		if s.parts.Cmp(s.whole) != 0 {
			return fmt.Errorf("%w: %s is %s, and its parts add up to %s", ErrUneven, s.what, s.whole, s.parts)
		}
	}
	return nil
}

// sum is an amount and what it must be made of.
type sum struct {
	what         string
	whole, parts money.Amount
}

// sums are all that a report promises to add up.
func sums(r *month.Report) []sum {
	add := func(n int, at func(int) money.Amount) money.Amount {
		total := money.Zero(r.Currency)
		for i := range n {
			total = total.Add(at(i))
		}
		return total
	}
	out := []sum{
		{"actual", r.Actual, add(len(r.Lines), func(i int) money.Amount { return r.Lines[i].Amount })},
		{"actual by bill", r.Actual, add(len(r.Bills), func(i int) money.Amount { return r.Bills[i].Amount })},
		{"planned", r.Planned, add(len(r.Expected), func(i int) money.Amount { return r.Expected[i].Amount })},
		{"the delta", r.Delta, r.Actual.Sub(r.Planned)},
		{"actual by team and site", r.Actual, add(len(r.Cells), func(i int) money.Amount { return r.Cells[i].Actual })},
		{"planned by team and site", r.Planned, add(len(r.Cells), func(i int) money.Amount { return r.Cells[i].Planned })},
	}
	if r.Plan != nil {
		out = append(out, sum{"the bridge", r.Delta, add(len(r.Bridge), func(i int) money.Amount { return r.Bridge[i].Amount })})
	}
	for _, axis := range ledger.Axes() {
		of := r.Axes[axis]
		out = append(out,
			sum{"actual by " + string(axis), r.Actual, add(len(of), func(i int) money.Amount { return of[i].Actual })},
			sum{"planned by " + string(axis), r.Planned, add(len(of), func(i int) money.Amount { return of[i].Planned })})
	}
	return out
}

// own are the fields whose amounts may be in another currency: those of bills in theirs,
// and what one unit of a currency is worth.
func own() []string { return []string{"Own", "Value"} }

// foreign finds an amount in another currency than that of the report. Nothing in no
// currency is nothing in any.
func foreign(v reflect.Value, at, currency string) (string, string) {
	if v.Type() == reflect.TypeFor[money.Amount]() {
		a := v.Interface().(money.Amount)
		if a.Currency() == currency || a.Currency() == "" && a.IsZero() {
			return "", ""
		}
		return at, fmt.Sprintf("%q", a.Currency())
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return foreign(v.Elem(), at, currency)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if slices.Contains(own(), f.Name) {
				continue
			}
			if found, other := foreign(v.Field(i), at+"."+f.Name, currency); found != "" {
				return found, other
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if found, other := foreign(v.Index(i), fmt.Sprintf("%s[%d]", at, i), currency); found != "" {
				return found, other
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if found, other := foreign(it.Value(), fmt.Sprintf("%s[%v]", at, it.Key()), currency); found != "" {
				return found, other
			}
		}
	}
	return "", ""
}
