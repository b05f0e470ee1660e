package month

import (
	"cmp"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// axes are the sums of two ledgers along every axis, by name, nobody last.
func axes(planned, actual *ledger.Ledger) map[ledger.Axis][]Sum {
	out := map[ledger.Axis][]Sum{}
	for _, a := range ledger.Axes() {
		out[a] = joinSums(actual.Currency, planned.By(a), actual.By(a))
	}
	return out
}

// joinSums puts what was planned and what it was beside each other.
func joinSums(currency string, planned, actual []ledger.Sum) []Sum {
	zero := money.Zero(currency)
	at := make(map[string]int, len(actual))
	out := make([]Sum, 0, len(actual))
	find := func(name string) *Sum {
		i, known := at[name]
		if !known {
			i = len(out)
			at[name] = i
			out = append(out, Sum{Name: name, Planned: zero, Actual: zero})
		}
		return &out[i]
	}
	for _, s := range planned {
		find(s.Name).Planned = s.Amount
	}
	for _, s := range actual {
		find(s.Name).Actual = s.Amount
	}
	for i := range out {
		out[i].Delta = out[i].Actual.Sub(out[i].Planned)
	}
	slices.SortFunc(out, func(x, y Sum) int { return nobodyLast(x.Name, y.Name) })
	return out
}

// nobodyLast orders names, "" behind all others.
func nobodyLast(x, y string) int {
	if (x == "") != (y == "") {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
}

// cells are what each team costs on each site, by team and site.
func cells(planned, actual *ledger.Ledger) []Cell {
	zero := money.Zero(actual.Currency)
	at := map[[2]string]int{}
	out := []Cell{}
	find := func(l *ledger.Line) *Cell {
		key := [2]string{l.Team, l.Site}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, Cell{Team: l.Team, Site: l.Site, Planned: zero, Actual: zero})
		}
		return &out[i]
	}
	for i := range planned.Lines {
		c := find(&planned.Lines[i])
		c.Planned = c.Planned.Add(planned.Lines[i].Amount)
	}
	for i := range actual.Lines {
		c := find(&actual.Lines[i])
		c.Actual = c.Actual.Add(actual.Lines[i].Amount)
	}
	slices.SortFunc(out, func(x, y Cell) int {
		return cmp.Or(nobodyLast(x.Team, y.Team), nobodyLast(x.Site, y.Site))
	})
	return out
}

// sortedOnce sorts texts and drops those that stand twice.
func sortedOnce(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
