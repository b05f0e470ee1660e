package expect

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/allot/commit"
	"berth.dev/engine/bill"
	"berth.dev/engine/fleet"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
	"berth.dev/engine/usage"
)

// Make lists what a month of 730 hours is expected to cost with every service where a
// plan puts it. What it returns is kept in the plan's file ([plan.File.Expected]), so
// that a later month is held against what was expected then.
//
// w is the workspace the plan was made of, s what was solved.
func Make(w *spec.Workspace, s *plan.Solved) (*plan.Expected, error) {
	zone, err := allot.Zone(w)
	if err != nil {
		return nil, err
	}
	m := &maker{
		w: w, fleet: s.Fleet, x: s.Result.Placement, zone: zone, month: firstMonth(w),
		tariff: price.NewTariff(w, price.FullyLoaded), above: map[[2]string]float64{},
	}
	m.uses = m.fleet.Uses(m.x)
	if err := m.rented(); err != nil {
		return nil, err
	}
	m.committed()
	m.traffic()
	m.standing()
	m.owned()
	m.shared()
	out := &plan.Expected{Lines: m.lines(), Notes: m.notes, Requests: []plan.ExpectedRequests{}}
	slices.Sort(out.Notes)
	out.Notes = slices.Compact(append([]string{}, out.Notes...))
	for _, one := range w.Services {
		if perSecond := m.fleet.Requests(one.Name); perSecond > 0 {
			n := decimal(perSecond * unit.HoursPerMonth * 3600)
			out.Requests = append(out.Requests, plan.ExpectedRequests{Requests: n, Service: one.Name})
		}
	}
	return out, nil
}

// firstMonth is the first whole month after the day the workspace is seen from.
func firstMonth(w *spec.Workspace) bill.Month {
	day := w.Settings.AsOf.V
	m := bill.MonthOf(day, time.UTC)
	if day.After(m.Begin(time.UTC)) {
		m = m.Plus(1)
	}
	return m
}

// entry is a line and how it goes with the month.
type entry struct {
	ledger.Line
	by, from, until, view string
}

// maker collects what is expected.
type maker struct {
	w      *spec.Workspace
	fleet  *fleet.Fleet
	x      place.Placement
	zone   *time.Location
	month  bill.Month
	tariff *price.Tariff
	uses   []fleet.Use
	// above is by site and service what compute was charged before commitments.
	above   map[[2]string]float64
	entries []entry
	notes   []string
}

func (m *maker) note(format string, args ...any) {
	m.notes = append(m.notes, fmt.Sprintf(format, args...))
}

// line is a line of a service on a site, as a start.
func (m *maker) line(kind ledger.Kind, site, service string) ledger.Line {
	o := m.w.OwnerOfService(service)
	return ledger.Line{Kind: kind, Site: site, Service: o.Service, Product: o.Product, Team: o.Team}
}

func (m *maker) add(l ledger.Line, by string) { m.entries = append(m.entries, entry{Line: l, by: by}) }

// isRented tells whether a site's machines are.
func (m *maker) isRented(name string) bool {
	s := m.w.Site(name)
	return s != nil && s.Kind.V == "cloud"
}

// rented adds the lines of services' own bills, without what owned machines cost.
func (m *maker) rented() error {
	hours := map[[2]string]float64{}
	for _, u := range m.uses {
		hours[[2]string{u.Site, u.Service}] = u.Cores * unit.HoursPerMonth
	}
	for i := range m.fleet.Services {
		d, err := m.fleet.Describe(i, m.x[i])
		if err != nil {
			return err
		}
		for k := range d.Members {
			one := &d.Members[k]
			for _, site := range d.Sites {
				if m.isRented(site) {
					// Use is there also where a commitment pays for all of it.
					l := m.line(ledger.Compute, site, one.Service)
					l.Quantity, l.Unit, l.Amount = hours[[2]string{site, one.Service}], "core-h", m.tariff.Zero()
					m.add(l, plan.ByHours)
				}
			}
			for _, l := range one.Bill.Lines {
				m.own(one.Service, l)
			}
		}
	}
	return nil
}

// own adds one line of a service's own bill.
func (m *maker) own(service string, l price.Line) {
	kind, by := ledger.Network, plan.ByMonth
	switch {
	case l.What == "CPU used" || l.What == "memory used":
		kind, by = ledger.Compute, plan.ByHours
	case l.What == "power for CPU used":
		return // owned machines are shared as a whole
	case strings.HasPrefix(l.What, "disk "):
		kind = ledger.Storage
	case l.What == "licence" || l.What == "per service":
		kind = ledger.Fee
	}
	out := m.line(kind, l.Site, service)
	out.Amount = l.Amount
	switch kind {
	case ledger.Compute:
		out.Unit = "core-h" // joins the line that has the quantity
	case ledger.Storage:
		out.Quantity, out.Unit = l.Quantity, "GiB-mo"
	case ledger.Network:
		out.Quantity, out.Unit = l.Quantity, "GiB"
	case ledger.Fee:
		out.Part = l.What
	}
	m.add(out, by)
}

// traffic adds what services send each other from site to site.
func (m *maker) traffic() {
	for _, t := range m.fleet.Leaving(m.x) {
		l := m.line(ledger.Network, t.Site, t.Service)
		l.Quantity, l.Unit, l.Amount = t.GiB, "GiB", t.Money
		m.add(l, plan.ByMonth)
	}
}

// standing adds what is paid whatever runs where, but for owned machines and
// commitments.
func (m *maker) standing() {
	for _, l := range m.fleet.Standing {
		out := ledger.Line{Site: l.Site, Part: l.What, Amount: l.Amount}
		by := plan.ByMonth
		switch {
		case l.What == "cluster":
			out.Kind, by = ledger.Fee, plan.ByHours
		case l.What == "link":
			out.Kind, out.Part = ledger.Network, "link "+l.Site
			out.Site = m.payer(l.Site)
		case strings.HasPrefix(l.What, "storage pool "):
			out.Kind = ledger.Storage
		default:
			continue
		}
		m.add(out, by)
	}
}

// payer is the site that pays for a link, named as its two sites joined: the rented one,
// where clouds charge for it, else the first.
func (m *maker) payer(link string) string {
	a, b, _ := strings.Cut(link, "–")
	if !m.isRented(a) && m.isRented(b) {
		return b
	}
	return a
}

// use is planned use as a month's use, for those who share by it. What others use of
// owned machines is what is in use today without the services that run there today.
func (m *maker) use() *usage.Month {
	hours := m.month.Hours(m.zone)
	out := &usage.Month{Cloud: map[[2]string]float64{}, Requests: map[string]float64{}}
	for _, u := range m.uses {
		if m.isRented(u.Site) {
			out.Cloud[[2]string{u.Site, u.Service}] += u.Cores * hours
			continue
		}
		out.Uses = append(out.Uses, usage.Use{Site: u.Site, Service: u.Service, CoreHours: u.Cores * hours, GiBHours: u.GiB * hours})
	}
	var today []usage.Use
	for _, u := range m.fleet.UsesToday() {
		today = append(today, usage.Use{Site: u.Site, Service: u.Service, CoreHours: u.Cores * hours, GiBHours: u.GiB * hours})
	}
	for _, s := range m.w.Sites {
		if s.Kind.V == "onprem" {
			out.Uses = append(out.Uses, usage.Others(s, today, hours)...)
		}
	}
	for _, s := range m.w.Services {
		if n := m.fleet.Requests(s.Name); n > 0 {
			out.Requests[s.Name] = n * hours * 3600
		}
	}
	return out
}

// committed adds the commitments in force, and what is used above them: that is shared
// by what services use of the sites that have one.
func (m *maker) committed() {
	over := m.fleet.Total(m.x).Committed
	sites := map[string]bool{}
	for _, c := range commit.Declared(m.w, m.month, m.zone, m.use()) {
		sites[c.Site] = true
		for _, l := range c.Lines {
			m.entries = append(m.entries, entry{Line: l, by: plan.ByMonth, from: m.began(c.Site, c.Name), until: m.ends(c.Site, c.Name)})
		}
	}
	if over.IsZero() {
		return
	}
	var weights []float64
	var users []fleet.Use
	for _, u := range m.uses {
		if m.isRented(u.Site) && (sites[u.Site] || len(sites) == 0) {
			users, weights = append(users, u), append(weights, u.Cores)
		}
	}
	for i, part := range over.Split(weights) {
		l := m.line(ledger.Compute, users[i].Site, users[i].Service)
		l.Unit, l.Amount = "core-h", part
		m.add(l, plan.ByHours)
	}
}

// commitment finds a commitment of a site, nil for none.
func (m *maker) commitment(site, name string) *spec.Commitment {
	s := m.w.Site(site)
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.Commitments, func(c *spec.Commitment) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return s.Commitments[i]
}

func (m *maker) began(site, name string) string {
	if c := m.commitment(site, name); c != nil && c.Start.Set() {
		return c.Start.V.Format(time.DateOnly)
	}
	return ""
}

func (m *maker) ends(site, name string) string {
	if c := m.commitment(site, name); c != nil && c.Start.Set() && c.Term.Set() {
		return c.Start.V.Add(time.Duration(c.Term.V) * time.Second).Format(time.DateOnly)
	}
	return ""
}

// shared adds what services pass on, as of a month of 730 hours.
func (m *maker) shared() {
	if len(m.w.Shares) == 0 {
		return
	}
	for _, view := range []string{allot.Amortised, allot.Purchase} {
		m.pass(view)
	}
}

// zero is an amount of nothing.
func (m *maker) zero() money.Amount { return m.tariff.Zero() }
