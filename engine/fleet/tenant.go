package fleet

import "slices"

// findTenants sets what others use of every pool: what is in use less what the
// workspace's own services there need. Of a service that several pools may take it
// is not known in which it runs; it counts in the one that its bill names.
func (b *builder) findTenants() {
	for _, s := range b.sites {
		for _, p := range s.pools {
			if !p.spec.InUse.Set() {
				b.assume(p.site, "node pool "+p.spec.Name+" holds nothing but what is reserved and the services of the workspace: in_use is not stated")
				continue
			}
			p.tenants[cpu] = p.spec.InUse.V.CPU
			p.tenants[memory] = p.spec.InUse.V.Memory / bytesInMiB
		}
	}
	for _, m := range b.members {
		for _, name := range m.svc.RunsOn.V {
			s := b.sites[b.siteAt[name]]
			if !s.owned {
				continue
			}
			own := max(m.load.P99, m.load.Floor)
			if base, split := m.keptToday(); split {
				own = base
			}
			at, err := s.tariff.Pool(m.load)
			if err != nil {
				continue // no price, no place: rules say so
			}
			if i := slices.IndexFunc(s.pools, func(p *pool) bool { return p.spec.Name == at.Name }); i >= 0 {
				p := s.pools[i]
				p.tenants[cpu] -= own
				p.tenants[memory] -= own * m.load.GiBPerCore * mebi
			}
		}
	}
	for _, s := range b.sites {
		for _, p := range s.pools {
			for r := range p.tenants {
				p.tenants[r] = max(0, p.tenants[r])
			}
			more := b.o.Extra[[2]string{s.spec.Name, p.spec.Name}]
			p.tenants[cpu] -= more.Cores
			p.tenants[memory] -= more.MiB
		}
	}
}

// free is what a pool has for the services of the workspace, in the problem's
// integers.
func (p *pool) free(resource int) int64 {
	return max(0, whole(resource, float64(p.nodes-p.spare)*p.room[resource]-p.tenants[resource]))
}

// perNode is the same of one node, with what others use shared out evenly.
func (p *pool) perNode(resource int) int64 {
	nodes := p.nodes - p.spare
	if nodes <= 0 {
		return 0
	}
	return max(0, whole(resource, p.room[resource]-p.tenants[resource]/float64(nodes)))
}
