package expect

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/plan"
	"berth.dev/engine/unit"
)

// Month is the planned ledger of one month: what goes by hours counts those of the
// month in the zone, and what is paid from or until a day counts its share of days.
// view is "amortised" or "purchase". It is nil for a plan that was written without
// expected lines.
func Month(f *plan.File, m bill.Month, zone *time.Location, view string) (*ledger.Ledger, error) {
	if f.Expected == nil {
		return nil, nil
	}
	at := moment{currency: f.Unit.Currency, hours: m.Hours(zone) / unit.HoursPerMonth, month: m}
	lines := make([]ledger.Line, 0, len(f.Expected.Lines))
	for i := range f.Expected.Lines {
		e := &f.Expected.Lines[i]
		if e.View != "" && e.View != view {
			continue
		}
		line, paid, err := at.line(e)
		if err != nil {
			return nil, fmt.Errorf("expected line %d, %s of %q on %q: %w", i+1, e.Kind, e.Service, e.Site, err)
		}
		if paid {
			lines = append(lines, line)
		}
	}
	for _, r := range f.Expected.Requests {
		if _, err := number(r.Requests); err != nil {
			return nil, fmt.Errorf("expected requests of %q: %w", r.Service, err)
		}
	}
	return ledger.New(f.Unit.Currency, lines), nil
}

// moment is a month that lines are brought to.
type moment struct {
	currency string
	// hours is how many hours it has for each of a month of 730.
	hours float64
	month bill.Month
}

// line brings one line to the month. It is not paid where its days are over or have
// not begun.
func (at *moment) line(e *plan.ExpectedLine) (ledger.Line, bool, error) {
	out := ledger.Line{
		Kind: ledger.Kind(e.Kind), Site: e.Site, Service: e.Service, Product: e.Product, Team: e.Team, Part: e.Part, Unit: e.Unit,
	}
	if !slices.Contains(ledger.Kinds(), out.Kind) {
		return out, false, fmt.Errorf("%q is no kind of cost", e.Kind)
	}
	amount, err := money.ParseNumber(e.Amount, at.currency)
	if err != nil {
		return out, false, err
	}
	if e.Quantity != "" {
		if out.Quantity, err = number(e.Quantity); err != nil {
			return out, false, err
		}
	}
	share, err := at.share(e.From, e.Until)
	if err != nil || share[0] == 0 {
		return out, false, err
	}
	switch e.By {
	case plan.ByHours:
		amount, out.Quantity = amount.Times(at.hours).Line(), out.Quantity*at.hours
	case plan.ByMonth:
	default:
		return out, false, fmt.Errorf("%q is no way to go with the month: %q or %q is", e.By, plan.ByHours, plan.ByMonth)
	}
	if share[0] < share[1] {
		amount = amount.TimesInt(share[0]).Over(float64(share[1])).Line()
		out.Quantity *= float64(share[0]) / float64(share[1])
	}
	// What the month does not change keeps its digits: what is passed on adds up to nothing.
	out.Amount = amount
	return out, true, nil
}

// share is how many of the month's days lie between two days, the second left out, and
// how many it has.
func (at *moment) share(from, until string) (days [2]int64, err error) {
	first, end := at.month.Begin(time.UTC), at.month.End(time.UTC)
	begin, stop := first, end
	if from != "" {
		day, err := time.Parse(time.DateOnly, from)
		if err != nil {
			return days, fmt.Errorf("%q is no day: write it as in 2026-10-01", from)
		}
		if day.After(begin) {
			begin = day
		}
	}
	if until != "" {
		day, err := time.Parse(time.DateOnly, until)
		if err != nil {
			return days, fmt.Errorf("%q is no day: write it as in 2026-10-01", until)
		}
		if day.Before(stop) {
			stop = day
		}
	}
	const day = 24 * time.Hour
	return [2]int64{max(0, int64(stop.Sub(begin)/day)), int64(end.Sub(first) / day)}, nil
}

// number reads a decimal number as the plan's file has it.
func number(s string) (float64, error) {
	if _, err := money.ParseNumber(s, ""); err != nil {
		return 0, err
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no quantity", s)
	}
	return n, nil
}
