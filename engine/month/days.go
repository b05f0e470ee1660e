package month

import (
	"cmp"
	"slices"
)

// days keeps what bills cost day by day in this month.
func (m *maker) days() {
	prefix := m.Month.String()
	for site, list := range m.result.Days {
		for _, d := range list {
			if d.Day[:min(len(d.Day), len(prefix))] == prefix {
				m.r.Days = append(m.r.Days, Day{Site: site, Day: d.Day, Amount: d.Amount})
			}
		}
	}
	slices.SortFunc(m.r.Days, func(x, y Day) int {
		return cmp.Or(cmp.Compare(x.Site, y.Site), cmp.Compare(x.Day, y.Day))
	})
}
