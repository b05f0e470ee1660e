package usage

import (
	"fmt"

	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// Others is what is in use of an owned site's pools and belongs to none of the
// workspace's services: in_use over so many hours, less what the services that run there
// use. A pool that does not state in_use has none. What services use of a site with
// several pools is taken from all of them alike: nobody says from which.
func Others(s *spec.Site, own []Use, hours float64) []Use {
	var inUse, used Use
	for _, p := range s.Pools {
		inUse.CoreHours += p.InUse.V.CPU * hours
		inUse.GiBHours += p.InUse.V.Memory / unit.GiB * hours
	}
	for _, u := range own {
		if u.Site == s.Name {
			used.CoreHours += u.CoreHours
			used.GiBHours += u.GiBHours
		}
	}
	left := func(inUse, used float64) float64 {
		if inUse <= used {
			return 0
		}
		return (inUse - used) / inUse
	}
	cores, gib := left(inUse.CoreHours, used.CoreHours), left(inUse.GiBHours, used.GiBHours)
	var out []Use
	for _, p := range s.Pools {
		u := Use{Site: s.Name, Pool: p.Name, CoreHours: p.InUse.V.CPU * hours * cores, GiBHours: p.InUse.V.Memory / unit.GiB * hours * gib}
		if u.CoreHours > 0 || u.GiBHours > 0 {
			out = append(out, u)
		}
	}
	return out
}

// others adds what others use of a site whose services alone were measured.
func (m *maker) others(s *spec.Site) {
	if s.Kind.V == "cloud" {
		return
	}
	var own []Use
	for _, u := range m.uses {
		own = append(own, u)
	}
	sortUses(own)
	hours := m.seconds / 3600
	for _, u := range Others(s, own, hours) {
		m.use(s, u.Pool, "", u.CoreHours, u.GiBHours)
		m.out.Notes = append(m.out.Notes, fmt.Sprintf("nobody measured what others use of pool %s of %s: %.1f cores and %.1f GiB are taken from its in_use, less what services used", u.Pool, s.Name, u.CoreHours/hours, u.GiBHours/hours))
	}
}
