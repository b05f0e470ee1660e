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

// bills compares the bills of both sides: what the services of each product cost by
// themselves, and after them the plans' other lines.
func (c *Change) bills(before, after Side, from, to map[string]Place) {
	was, is := byProduct(before.Fleet.Workspace, from), byProduct(after.Fleet.Workspace, to)
	partly := c.nowhere(before.Fleet.Workspace, from)
	maps.Copy(partly, c.nowhere(after.Fleet.Workspace, to))
	names := maps.Clone(was)
	maps.Copy(names, is)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		line := Money{Product: name, Before: was[name], After: is[name]}
		if name == "" {
			line.What = unowned
		}
		if !partly[name] {
			c.line(line)
		}
	}
	whole := Money{What: alone, Before: sum(was), After: sum(is)}
	if c.Placed == byPlan {
		a, b := before.Plan, after.Plan
		c.line(Money{What: traffic, Before: a.Unit.Amount(a.Claim.Traffic), After: b.Unit.Amount(b.Claim.Traffic)})
		c.line(Money{What: bought, Before: a.Unit.Amount(a.Claim.Bought), After: b.Unit.Amount(b.Claim.Bought)})
		c.line(Money{What: fixed, Before: a.Unit.Amount(a.Claim.Fixed), After: b.Unit.Amount(b.Claim.Fixed)})
		whole = Money{What: total, Before: bill(a), After: bill(b)}
	}
	if !whole.Differs() {
		whole.After = whole.Before
	}
	if len(c.Nowhere) == 0 {
		c.Total = &whole
	}
}

// total is the whole bill of a plan, alone that of services judged one by one.
const (
	total = "the month's bill"
	alone = "all services by themselves"
)

// nowhere keeps the services that have no place, and returns their products.
func (c *Change) nowhere(w *spec.Workspace, places map[string]Place) map[string]bool {
	products := map[string]bool{}
	for _, s := range w.Services {
		if len(places[s.Name].Sites) > 0 {
			continue
		}
		products[s.Product.V] = true
		if at, known := slices.BinarySearch(c.Nowhere, s.Name); !known {
			c.Nowhere = slices.Insert(c.Nowhere, at, s.Name)
		}
	}
	return products
}

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
