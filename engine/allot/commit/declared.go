package commit

import (
	"slices"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Declared are the commitments of all sites that run in a month, as their blocks price
// them, shared by the use of cores there (Cloud of the month's use, which may be nil).
// They are for what is expected: what happened is in bills. A commitment that begins or
// ends within the month counts for its share of the days.
func Declared(w *spec.Workspace, m bill.Month, zone *time.Location, use *usage.Month) (out []Shared) {
	for _, site := range w.Sites {
		for _, c := range site.Commitments {
			if s, runs := declared(w, site, c, m, zone); runs {
				out = append(out, Share(s, Uses(w, site.Name, use)))
			}
		}
	}
	return out
}

func declared(w *spec.Workspace, site *spec.Site, c *spec.Commitment, m bill.Month, zone *time.Location) (Commitment, bool) {
	days, of := Days(c, m)
	price := c.Price.V.Amount
	if code := price.Currency(); code != "" && code != w.Settings.Currency.V {
		rate := w.Rate(code)
		if rate == nil {
			return Commitment{}, false // specs with such a mistake do not get here
		}
		price = price.Convert(rate.Value.V)
	}
	if price.IsZero() {
		price = money.Zero(w.Settings.Currency.V)
	}
	share := float64(days) / float64(of)
	cost := price
	if days < of {
		cost = price.Times(float64(days)).Over(float64(of)).Line()
	}
	return Commitment{
		Name: c.Name, Site: site.Name, Owner: w.OwnerNamed(c.Owner.V), Cost: cost,
		Covers: c.CPU.V * m.Hours(zone) * share,
	}, days > 0
}

// Days tells on how many of a month's days a commitment runs. One without a start began
// long ago; one without a term does not end. Days are those of the calendar, as the
// block writes them.
func Days(c *spec.Commitment, m bill.Month) (days, of int) {
	begin, end := m.Begin(time.UTC), m.End(time.UTC)
	for day := begin; day.Before(end); day = day.AddDate(0, 0, 1) {
		of++
		if runs(c, day) {
			days++
		}
	}
	return days, of
}

// runs tells whether a commitment is in force on a day, as package price does for
// plans.
func runs(c *spec.Commitment, day time.Time) bool {
	if c.Start.Set() && c.Start.V.After(day) {
		return false
	}
	return !c.Start.Set() || !c.Term.Set() || day.Before(c.Start.V.Add(time.Duration(c.Term.V)*time.Second))
}

// Uses are the core-hours that services used on a site whose machines are rented, by
// owner.
func Uses(w *spec.Workspace, site string, use *usage.Month) (out []Use) {
	if use == nil {
		return nil
	}
	for at, hours := range use.Cloud {
		if at[0] == site && hours > 0 {
			if o := w.OwnerOfService(at[1]); o.Named() {
				out = append(out, Use{o, hours})
			}
		}
	}
	slices.SortFunc(out, func(a, b Use) int { return compare(a.Owner, b.Owner) })
	return out
}
