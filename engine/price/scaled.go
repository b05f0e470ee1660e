package price

import "maps"

// Scaled returns the tariff with the machines of some sites so many times as dear, by
// site: for what a month's bill shows them to cost. Disks, traffic and fees stay as they
// are. Sites that are not named, or whose factor is not above 0, do too.
func (t *Tariff) Scaled(factors map[string]float64) *Tariff {
	out := *t
	out.sites = maps.Clone(t.sites)
	for name, factor := range factors {
		site := t.sites[name]
		if site == nil || !(factor > 0) || factor == 1 {
			continue
		}
		scaled := *site
		scaled.Pools = make([]*Pool, len(site.Pools))
		for i, p := range site.Pools {
			pool := *p
			pool.price(p.Core.Times(factor), p.GiB.Times(factor))
			pool.Dynamic = p.Dynamic.Times(factor)
			scaled.Pools[i] = &pool
		}
		out.sites[name] = &scaled
	}
	return &out
}
