package check

import (
	"slices"

	"berth.dev/policies"
)

// sum adds up what is known; with one part unknown so is the whole.
type sum struct {
	value   float64
	unknown bool
}

func (s *sum) add(part *float64) {
	if part == nil {
		s.unknown = true
		return
	}
	s.value += *part
}

func (s *sum) total() *float64 {
	if s.unknown {
		return nil
	}
	v := s.value
	return &v
}

// money is what services cost together.
type money struct{ today, then sum }

func (m *money) add(s *policies.ServiceFacts) {
	m.today.add(s.MoneyToday)
	m.then.add(s.Money)
}

// productFacts adds the products with their services.
func (r *run) productFacts(f *facts) {
	at := make(map[string]int, len(r.w.Products))
	f.products = make([]policies.ProductFacts, len(r.w.Products))
	costs := make([]money, len(r.w.Products))
	for i, p := range r.w.Products {
		at[p.Name] = i
		f.products[i] = policies.ProductFacts{Name: p.Name, Team: p.Team.V, Owner: r.owner(p.Team.V)}
		if p.Budget != nil {
			budget := r.Fleet.Tariff.Convert(p.Budget.Monthly.V.Amount).Float()
			f.products[i].Budget = &budget
		}
	}
	for i := range f.services {
		s := &f.services[i]
		n, there := at[s.Product]
		if !there {
			continue
		}
		p := &f.products[n]
		p.Services = append(p.Services, s.Name)
		p.Sites = append(p.Sites, s.GoesTo...)
		if s.Money == nil {
			p.Unpriced = append(p.Unpriced, s.Name)
		}
		costs[n].add(s)
	}
	for i := range f.products {
		p := &f.products[i]
		slices.Sort(p.Sites)
		p.Sites = slices.Compact(p.Sites)
		p.MoneyToday, p.Money = costs[i].today.total(), costs[i].then.total()
	}
}

// teamFacts adds the teams with their products and the services of those.
func (r *run) teamFacts(f *facts) {
	at := make(map[string]int, len(r.w.Teams))
	f.teams = make([]policies.TeamFacts, len(r.w.Teams))
	costs := make([]money, len(r.w.Teams))
	for i, t := range r.w.Teams {
		at[t.Name] = i
		f.teams[i] = policies.TeamFacts{Name: t.Name, Group: t.Group.V, CostCenter: t.CostCenter.V, Owner: t.Owner.V}
	}
	for i := range f.products {
		if n, there := at[f.products[i].Team]; there {
			f.teams[n].Products = append(f.teams[n].Products, f.products[i].Name)
		}
	}
	for i := range f.services {
		if n, there := at[f.services[i].Team]; there {
			f.teams[n].Services = append(f.teams[n].Services, f.services[i].Name)
			costs[n].add(&f.services[i])
		}
	}
	for i := range f.teams {
		f.teams[i].MoneyToday, f.teams[i].Money = costs[i].today.total(), costs[i].then.total()
	}
}

// siteFacts adds the sites with the services on them.
func (r *run) siteFacts(f *facts) {
	at := make(map[string]int, len(r.w.Sites))
	f.sites = make([]policies.SiteFacts, len(r.w.Sites))
	costs := make([]sum, len(r.w.Sites))
	needed := make([]float64, len(r.w.Sites))
	for i, s := range r.w.Sites {
		at[s.Name] = i
		f.sites[i] = policies.SiteFacts{Name: s.Name, Kind: s.Kind.V, Provider: s.Provider.V, Country: s.Country.V}
		counted := len(s.Pools) > 0 && s.Kind.V == "onprem"
		for _, p := range s.Pools {
			f.sites[i].Nodes += int64(p.Nodes.V)
			f.sites[i].Spare += int64(p.Spare.V)
			counted = counted && p.Nodes.Set() && p.CPU.Set()
		}
		if counted {
			cores := r.cores(s.Name)
			f.sites[i].Cores = &cores
		}
	}
	for i := range f.services {
		s, l := &f.services[i], &r.looks[i]
		for _, site := range s.RunsOn {
			n := at[site]
			f.sites[n].ServicesToday = append(f.sites[n].ServicesToday, s.Name)
		}
		for half, site := range s.GoesTo {
			n := at[site]
			f.sites[n].Services = append(f.sites[n].Services, s.Name)
			needed[n] += l.then.on(half)
		}
		if len(s.GoesTo) == 1 {
			costs[at[s.GoesTo[0]]].add(s.Money)
		}
	}
	for i := range f.sites {
		f.sites[i].CoresNeeded, f.sites[i].Money = &needed[i], costs[i].total()
	}
}

// on is what a service uses on its first site, or on its second.
func (s *stand) on(half int) float64 {
	switch {
	case len(s.sites) == 1:
		return s.cores
	case half == 0:
		return s.base
	}
	return max(0, s.cores-s.base)
}

// cores is what the nodes of an on-prem site can give to services.
func (r *run) cores(site string) (n float64) {
	for _, p := range r.Fleet.Tariff.Site(site).Pools {
		n += p.CapacityCPU
	}
	return n
}

// fleetFacts adds up all services.
func (r *run) fleetFacts(f *facts) {
	f.fleet = policies.FleetFacts{Services: int64(len(f.services)), Products: int64(len(f.products)), Sites: int64(len(f.sites))}
	var cost money
	for i := range f.services {
		s := &f.services[i]
		if s.Owner == "" {
			f.fleet.Unowned = append(f.fleet.Unowned, s.Name)
		}
		if len(s.GoesTo) == 0 {
			f.fleet.Nowhere = append(f.fleet.Nowhere, s.Name)
		}
		if s.Moves {
			f.fleet.Moves = append(f.fleet.Moves, s.Name)
		}
		cost.add(s)
	}
	f.fleet.MoneyToday, f.fleet.Money = cost.today.total(), cost.then.total()
}
