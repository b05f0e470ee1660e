package month

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/forecast"
	"berth.dev/engine/money"
	"berth.dev/engine/profile"
	"berth.dev/engine/usage"
)

const (
	// monthsAhead is how far a report looks.
	monthsAhead = 3
	// leastRatios is how many times the same way of looking ahead must have been tried
	// on the past before a band is given: four of five need more than a few.
	leastRatios = 10
	// bandLow and bandHigh are the quantiles between which four of five months lie.
	bandLow, bandHigh = 0.1, 0.9
)

// ahead says what the next months are expected to cost: bills as their days go on, owned
// machines by the schedule of their capital.
func (m *maker) ahead() error {
	rented := m.rentedAhead()
	for n := range monthsAhead {
		at := m.Month.Plus(n + 1)
		own, err := m.ownedAt(at)
		if err != nil {
			return err
		}
		a := Ahead{Month: at, Mean: own.Add(rented.mean[n]).Line(), How: rented.how}
		low, high, band := m.band(n + 1)
		a.Low, a.High = a.Mean, a.Mean
		if band {
			a.Low, a.High = own.Add(rented.mean[n].Times(low)).Line(), own.Add(rented.mean[n].Times(high)).Line()
			a.How += "; between low and high lie four of five of the months that were looked at in the same way before"
		} else {
			a.How += fmt.Sprintf("; no band: %s and %d are needed", areKnown(len(m.r.Months), "month"), leastRatios+n+1)
		}
		if len(m.r.Pools) > 0 {
			a.How += fmt.Sprintf("; own machines %s by the days on which their capital ends", amountText(own))
		}
		m.r.Ahead = append(m.r.Ahead, a)
	}
	return nil
}

// areKnown says how many of something are known.
func areKnown(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is known"
	}
	return many(n, thing) + " are known"
}

// many counts things.
func many(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// ownedAt is what owned machines cost in another month, used as in this one: use moves
// cost from one to the other and not the sum.
func (m *maker) ownedAt(at bill.Month) (money.Amount, error) {
	sum := money.Zero(m.r.Currency)
	r, err := pool.Month(pool.Input{Workspace: m.Workspace, Month: at, Zone: m.Zone, View: m.View, Uses: []usage.Use{}})
	if err != nil {
		return sum, fmt.Errorf("own machines in %s: %w", at, err)
	}
	for _, p := range r.Pools {
		sum = sum.Add(p.Cost)
	}
	return sum, nil
}

// rentedMonths is what bills are expected to come to.
type rentedMonths struct {
	mean [monthsAhead]money.Amount
	how  string
}

// rentedAhead carries the bills on: by their days where there are enough of them, else by
// the mean day of the month.
func (m *maker) rentedAhead() (out rentedMonths) {
	days := m.allDays()
	if sums, how, known := carriedOn(days, m.Month); known {
		for n, sum := range sums {
			out.mean[n] = money.FromFloat(sum, m.r.Currency).Line()
		}
		out.how = how
		return out
	}
	rented, covered := m.rented(), daysIn(m.Month)
	for _, b := range m.Workspace.Bills {
		if a := m.Answers[b.Name]; a != nil && !m.covers(a) {
			covered = max(1, min(covered, dayOf(m.lastDay(a))))
		}
	}
	for n := range out.mean {
		out.mean[n] = rented.Times(float64(daysIn(m.Month.Plus(n + 1)))).Over(float64(covered)).Line()
	}
	out.how = fmt.Sprintf("bills by the mean of %s of this month", many(covered, "day"))
	return out
}

// rented is what of the month is not owned machines.
func (m *maker) rented() money.Amount {
	sum := money.Zero(m.r.Currency)
	for _, b := range m.r.Bills {
		if !b.Owned {
			sum = sum.Add(b.Amount)
		}
	}
	return sum
}

func daysIn(m bill.Month) int { return m.End(time.UTC).AddDate(0, 0, -1).Day() }

// dayOf is the day of the month of a day as text.
func dayOf(day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return t.Day()
}

// allDays are the days of this month and of the months before, over all sites. A last day
// of a bill that goes on is left out: it may be half a day.
func (m *maker) allDays() map[string]float64 {
	out := map[string]float64{}
	for _, b := range m.Before {
		if b.Month.Compare(m.Month) < 0 && b.Currency == m.r.Currency && b.View == m.r.View {
			for _, d := range b.Days {
				out[d.Day] += d.Amount.Float()
			}
		}
	}
	for _, d := range m.r.Days {
		out[d.Day] += d.Amount.Float()
	}
	for _, b := range m.Workspace.Bills {
		if a := m.Answers[b.Name]; a != nil && !m.covers(a) {
			delete(out, m.lastBegun(a))
		}
	}
	return out
}

// carriedOn forecasts days and adds them up by month. A day counts as 24 equal hours:
// the methods look at hours, and choose by weeks.
func carriedOn(days map[string]float64, m bill.Month) (sums [monthsAhead]float64, how string, known bool) {
	order := slices.Sorted(maps.Keys(days))
	if len(order) == 0 {
		return sums, "", false
	}
	last, err := time.Parse(time.DateOnly, order[len(order)-1])
	if err != nil {
		return sums, "", false
	}
	s, known := seriesOf(order, days)
	if !known {
		return sums, "", false
	}
	end := m.Plus(monthsAhead).End(time.UTC)
	f := forecast.Make(s, forecast.Options{Horizon: end.Sub(last) - 23*time.Hour})
	if !f.Known() {
		return sums, "", false
	}
	for _, h := range f.Hours {
		at := bill.MonthOf(time.Unix(h.At, 0), time.UTC)
		for n := range sums {
			if at == m.Plus(n+1) {
				sums[n] += h.Value
			}
		}
	}
	return sums, fmt.Sprintf("bills by their %d days (%s: %s)", len(order), f.Method, f.Words), true
}

// seriesOf writes days as a series of hours.
func seriesOf(order []string, days map[string]float64) (profile.Series, bool) {
	var text strings.Builder
	text.WriteString("time,value\n")
	for _, day := range order {
		for h := range 24 {
			fmt.Fprintf(&text, "%sT%02d:00:00Z,%g\n", day, h, days[day]/24)
		}
	}
	o := profile.DefaultReadOptions("requests/s")
	o.Zone = time.UTC
	s, _, err := profile.ReadCSV(strings.NewReader(text.String()), o)
	return s, err == nil && s.Len() > 0
}

// band is between which shares of its mean a month lies that is so many months ahead, by
// what the months before came to against the one so many months before them.
func (m *maker) band(ahead int) (low, high float64, known bool) {
	var ratios []float64
	for i := range m.r.Months {
		from, to := m.r.Months[i], m.monthAt(m.r.Months[i].Month.Plus(ahead))
		if to == nil {
			continue
		}
		was, is := m.rentedOf(&from)/float64(daysIn(from.Month)), m.rentedOf(to)/float64(daysIn(to.Month))
		if was > 0 && is >= 0 {
			ratios = append(ratios, is/was)
		}
	}
	if len(ratios) < leastRatios {
		return 1, 1, false
	}
	slices.Sort(ratios)
	return min(1, quantile(ratios, bandLow)), max(1, quantile(ratios, bandHigh)), true
}

func (m *maker) monthAt(at bill.Month) *Past {
	i, found := slices.BinarySearchFunc(m.r.Months, at, func(p Past, at bill.Month) int { return p.Month.Compare(at) })
	if !found {
		return nil
	}
	return &m.r.Months[i]
}

// rentedOf is what of a past month was not on sites with owned machines of today.
func (m *maker) rentedOf(p *Past) float64 {
	sum := 0.0
	for _, s := range p.Sites {
		if site := m.Workspace.Site(s.Name); site == nil || site.Kind.V != "onprem" {
			sum += s.Actual.Float()
		}
	}
	return sum
}

// quantile reads a sorted list, between two entries by their distance.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := min(int(math.Floor(at)), len(sorted)-2)
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// byMoney orders by amounts, the largest first, then by name.
func byMoney(a, b money.Amount, x, y string) int { return cmp.Or(b.Cmp(a), cmp.Compare(x, y)) }
