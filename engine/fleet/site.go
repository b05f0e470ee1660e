package fleet

import (
	"cmp"
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// site is one site as the problem sees it.
type site struct {
	spec   *spec.Site
	tariff *price.Site
	owned  bool
	// pools are those in service, by name; empty for a cloud.
	pools []*pool
	// commit is what commitments cover; nil without any.
	commit *commit
	rows   []*row
	disks  []*diskRow
}

// findSites lists the sites: owned before rented, larger before smaller. Names break
// ties alone, so that a site may be renamed and the problem stays what it was.
func (b *builder) findSites() {
	for _, s := range b.w.Sites {
		at := &site{spec: s, tariff: b.tariff.Site(s.Name), owned: s.Kind.V == "onprem"}
		if at.owned {
			b.findPools(at)
		} else {
			b.findCommitment(at)
		}
		b.sites = append(b.sites, at)
	}
	size := func(s *site) (cores float64) {
		for _, p := range s.pools {
			cores += float64(p.nodes-p.spare) * p.room[cpu]
		}
		return cores
	}
	slices.SortFunc(b.sites, func(x, y *site) int {
		return cmp.Or(
			cmp.Compare(rank(x.owned), rank(y.owned)),
			cmp.Compare(size(y), size(x)),
			cmp.Compare(x.spec.Country.V, y.spec.Country.V),
			cmp.Compare(x.spec.Name, y.spec.Name))
	})
	for i, s := range b.sites {
		b.siteAt[s.spec.Name] = i
	}
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// findLinks lays out what joins the sites and what a GiB from one to another costs:
// nothing where the link does not say, which rules forbid where it matters.
func (b *builder) findLinks() {
	for _, from := range b.sites {
		links, prices := make([]*spec.Link, len(b.sites)), make([]float64, len(b.sites))
		for to, at := range b.sites {
			if links[to] = b.w.Link(from.spec.Name, at.spec.Name); links[to] != nil {
				prices[to] = b.tariff.Leaving(links[to], from.spec.Name).Float()
			}
		}
		b.links, b.egress = append(b.links, links), append(b.egress, prices)
	}
}
