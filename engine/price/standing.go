package price

import (
	"fmt"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// Standing returns what is paid a month whatever runs where: of every site's own
// machines that are in service capital, upkeep, administration, and the power they
// draw idle and for what is reserved; storage pools, clusters, commitments that run,
// and links, which stand under both their sites joined by "–". Lines are in the
// order of sites and links, lines of nothing left out.
func (t *Tariff) Standing(w *spec.Workspace) []Line {
	var b Bill
	b.Total = t.Zero()
	asOf := w.Settings.AsOf.V
	for _, s := range w.Sites {
		for _, p := range s.Pools {
			if s.Kind.V == "onprem" && InService(p, asOf) {
				t.standingPool(&b, p, s, w)
			}
		}
		for _, p := range s.StoragePools {
			b.add(newLine(s.Name, "storage pool "+p.Name, 1, "pool", t.Convert(p.Price.V.Amount)))
		}
		for _, c := range s.Commitments {
			if Runs(c, asOf) {
				b.add(newLine(s.Name, "commitment "+c.Name, 1, "commitment", t.Convert(c.Price.V.Amount)))
			}
		}
		if book := w.PriceBook(s.Prices.V); book != nil {
			b.add(newLine(s.Name, "cluster", 1, "cluster", t.Convert(book.ClusterFee.V.Amount)))
		}
	}
	for _, l := range w.Links {
		b.add(newLine(l.A+"–"+l.B, "link", 1, "link", t.Convert(l.Monthly.V.Amount)))
	}
	return b.Lines
}

// InService tells whether a pool's machines run on a day. A pool that does not say
// since when does.
func InService(p *spec.NodePool, day time.Time) bool {
	return !p.InService.Set() || !p.InService.V.After(day)
}

// Runs tells whether a commitment is in force on a day. One without a start began
// long ago; one without a term does not end.
func Runs(c *spec.Commitment, day time.Time) bool {
	if c.Start.Set() && c.Start.V.After(day) {
		return false
	}
	return !c.Start.Set() || !c.Term.Set() || day.Before(c.Start.V.Add(time.Duration(c.Term.V)*time.Second))
}

// standingPool adds what a pool of owned machines costs while it does nothing.
func (t *Tariff) standingPool(b *Bill, p *spec.NodePool, s *spec.Site, w *spec.Workspace) {
	add := func(what string, quantity float64, unit string, price money.Amount) {
		b.add(newLine(s.Name, fmt.Sprintf("%s: %s", p.Name, what), quantity, unit, price))
	}
	if p.Purchase.Set() && lives(p, w.Settings.AsOf.V) {
		months := p.Life.V / unit.SecondsPerMonth
		add("capital", p.Nodes.V, "node", t.Convert(p.Purchase.V).Sub(t.Convert(p.Residual.V)).Over(months))
	}
	add("upkeep", p.Nodes.V, "node", t.Convert(p.Upkeep.V.Amount))
	add("administration", p.Administration.V, "h", t.Convert(w.Settings.HourlyRate.V.Amount))
	kWh := p.PowerIdle.V / 1000 * s.PUE.Or(1) * unit.HoursPerMonth
	add("idle power", p.Nodes.V*kWh, "kWh", t.Convert(s.Electricity.V.Amount))
	add("power for what is reserved", p.Nodes.V*p.Reserved.V.CPU, "core", t.dynamic(p, s))
}
