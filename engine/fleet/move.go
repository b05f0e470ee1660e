package fleet

import (
	"slices"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// amortiseMonths is over how many months a move is spread where nobody says.
const amortiseMonths = 12

// moving is what it costs to bring a member from where it runs to a variant: once,
// and a month while it is spread. A service that leaves a site but adds none moves
// for nothing, and so does one of which nobody says where it runs.
func (b *builder) moving(v *variant) (once, monthly money.Amount) {
	s := v.m.svc
	once = b.tariff.Zero()
	if len(s.RunsOn.V) == 0 || !slices.ContainsFunc(v.at.Sites(), func(site string) bool { return !slices.Contains(s.RunsOn.V, site) }) {
		return once, once
	}
	months := float64(amortiseMonths)
	data := 0.0
	for _, k := range v.m.load.Disks {
		data += k.GiB
	}
	if m := s.Migration; m != nil {
		once = b.hourly.Times(m.Hours.V)
		if m.Amortise.Set() && m.Amortise.V > 0 {
			months = m.Amortise.V / unit.SecondsPerMonth
		}
		if m.Data.Set() {
			data = m.Data.V / unit.GiB
		}
	}
	once = once.Add(b.dataMoves(v, data)).Line()
	return once, once.Over(months).Line()
}

// dataMoves is what it costs that data leaves where it lies: over the link, or over
// the internet where there is none.
func (b *builder) dataMoves(v *variant, gib float64) money.Amount {
	from := b.siteAt[v.m.svc.RunsOn.V[0]]
	to := v.first
	if to == from {
		to = max(v.second, 0)
	}
	if l := b.links[from][to]; l != nil {
		if p, ok := l.Egress.V[b.sites[from].spec.Name]; ok {
			return b.tariff.Convert(p.Amount).Times(gib)
		}
		return b.tariff.Zero()
	}
	if tiers := b.sites[from].tariff.Egress; len(tiers) > 0 {
		return tiers[0].Price.Times(gib)
	}
	return b.tariff.Zero()
}

// assumeMoves notes for how many services nobody said what moving takes.
func (b *builder) assumeMoves() {
	silent := 0
	for _, m := range b.members {
		if len(m.svc.RunsOn.V) > 0 && (m.svc.Migration == nil || !m.svc.Migration.Hours.Set()) {
			silent++
		}
	}
	if silent > 0 {
		b.assume("moves", "services without migration { hours = … } move without any work: "+plural(silent, "service"))
	}
}
