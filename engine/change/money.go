package change

import (
	"maps"
	"slices"

	"berth.dev/engine/money"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// What of a plan's bill belongs to no product.
const (
	traffic = "traffic between services"
	bought  = "what must be bought"
	fixed   = "paid whatever runs where"
	// unowned are services of no product.
	unowned = "services of no product"
)

// bills compares the bills of both sides. products are what the services of each cost by
// themselves; the plans' other lines come after them.
func (c *Change) bills(before, after Side, from, to map[string]Place) {
	was, is := byProduct(before.Fleet.Workspace, from), byProduct(after.Fleet.Workspace, to)
	names := maps.Clone(was)
	maps.Copy(names, is)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		line := Money{Product: name, Before: was[name], After: is[name]}
		if name == "" {
			line.What = unowned
		}
		c.line(line)
	}
	if c.Placed == byPlan {
		a, b := before.Plan, after.Plan
		c.line(Money{What: traffic, Before: a.Unit.Amount(a.Claim.Traffic), After: b.Unit.Amount(b.Claim.Traffic)})
		c.line(Money{What: bought, Before: a.Unit.Amount(a.Claim.Bought), After: b.Unit.Amount(b.Claim.Bought)})
		c.line(Money{What: fixed, Before: a.Unit.Amount(a.Claim.Fixed), After: b.Unit.Amount(b.Claim.Fixed)})
		c.Total = Money{What: total, Before: bill(a), After: bill(b)}
	} else {
		c.Total = Money{What: total, Before: sum(was), After: sum(is)}
	}
	if !c.Total.Differs() {
		c.Total.After = c.Total.Before
	}
}

// total is the whole bill.
const total = "the month's bill"

func bill(f *plan.File) money.Amount { return f.Unit.Amount(f.Claim.Total) }

// line keeps a line that differs.
func (c *Change) line(m Money) {
	if m.Differs() {
		c.Money = append(c.Money, m)
	}
}

// byProduct adds up what services cost by their product, "" for none.
func byProduct(w *spec.Workspace, places map[string]Place) map[string]money.Amount {
	out := map[string]money.Amount{}
	for _, s := range w.Services {
		if p, placed := places[s.Name]; placed {
			out[s.Product.V] = out[s.Product.V].Add(p.Money)
		}
	}
	return out
}

func sum(amounts map[string]money.Amount) (total money.Amount) {
	for _, name := range slices.Sorted(maps.Keys(amounts)) {
		total = total.Add(amounts[name])
	}
	return total
}
