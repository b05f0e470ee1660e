package pool

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/usage"
)

// spread gives every use to the pool it is of.
func (m *month) spread() {
	for _, u := range m.Uses {
		if why := m.refuse(u); why != "" {
			m.wrong = append(m.wrong, why)
			continue
		}
		m.lay(u)
	}
	for _, o := range m.owned {
		o.uses = joined(o.uses)
	}
}

// refuse says why a use is of no owned machine.
func (m *month) refuse(u usage.Use) string {
	s := m.Workspace.Site(u.Site)
	for _, hours := range []float64{u.CoreHours, u.GiBHours} {
		if !(hours >= 0) || math.IsInf(hours, 1) {
			return fmt.Sprintf("the use of %s by service %q is %g hours: it must be a number that is not below 0", u.Site, u.Service, hours)
		}
	}
	switch {
	case s == nil:
		return fmt.Sprintf("service %q uses site %q, which the workspace does not have", u.Service, u.Site)
	case s.Kind.V != "onprem":
		return fmt.Sprintf("service %q uses machines of %s, which are rented: their bill says what they cost", u.Service, u.Site)
	case u.Pool == "":
		return ""
	}
	for _, p := range s.Pools {
		if p.Name == u.Pool {
			return ""
		}
	}
	return fmt.Sprintf("service %q uses node pool %q, which %s does not have", u.Service, u.Pool, u.Site)
}

// lay puts a use down at its pool, or over those that take its service.
func (m *month) lay(u usage.Use) {
	at, offered := m.takers(u)
	if len(at) == 0 {
		m.note("%s: service %q used machines that were not in service yet; nothing is charged for it", u.Site, u.Service)
		return
	}
	for _, o := range at {
		part := 1.0
		if len(at) > 1 {
			part = 1 / float64(len(at))
			if offered > 0 {
				part = m.units(o.cores, o.gib) / offered
			}
		}
		o.uses = append(o.uses, usage.Use{Site: o.Site, Pool: o.Name, Service: u.Service, CoreHours: u.CoreHours * part, GiBHours: u.GiBHours * part})
	}
}

// takers are the pools that a use is of, and the units that they offer.
func (m *month) takers(u usage.Use) (at []*owned, offered float64) {
	names := m.eligible(u)
	for _, o := range m.owned {
		if o.Site == u.Site && slices.Contains(names, o.Name) {
			at = append(at, o)
			offered += m.units(o.cores, o.gib)
		}
	}
	return at, offered
}

// eligible are the names of the pools that may carry a use: the named one, else those
// that take the service, else all of the site.
func (m *month) eligible(u usage.Use) (names []string) {
	if u.Pool != "" {
		return []string{u.Pool}
	}
	var l price.Load
	if s := m.Workspace.Service(u.Service); s != nil {
		l.Tolerations, l.Pool = s.Tolerations.V, s.Pool.V
		if s.Replica != nil {
			l.Resources = s.Replica.Resources.V
		}
	}
	site := m.tariff.Site(u.Site)
	pools := site.Eligible(&l)
	if len(pools) == 0 {
		pools = site.Pools
		m.note("%s: no pool takes service %q by its tolerations and resources, and it ran there: it is charged to all pools", u.Site, u.Service)
	}
	for _, p := range pools {
		names = append(names, p.Name)
	}
	return names
}

func (m *month) note(format string, args ...any) {
	m.out.Notes = append(m.out.Notes, fmt.Sprintf(format, args...))
}

// joined adds up the uses of each service, in the order of their names. Whatever order
// they come in, they are added in one: floats are not the same in every order.
func joined(uses []usage.Use) []usage.Use {
	slices.SortFunc(uses, func(a, b usage.Use) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.CoreHours, b.CoreHours), cmp.Compare(a.GiBHours, b.GiBHours))
	})
	out := uses[:0]
	for _, u := range uses {
		if n := len(out) - 1; n >= 0 && out[n].Service == u.Service {
			out[n].CoreHours += u.CoreHours
			out[n].GiBHours += u.GiBHours
			continue
		}
		out = append(out, u)
	}
	return out
}
