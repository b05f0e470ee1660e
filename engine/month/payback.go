package month

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month/bridge"
	"berth.dev/engine/plan"
)

// spent is what of a ledger a move can change of one service: not what is passed on to
// it, and no charges of earlier months.
type spent struct {
	amount money.Amount
	hours  float64
	sites  map[string]bool
}

// spending adds a ledger up by service.
func spending(l *ledger.Ledger) map[string]*spent {
	out := map[string]*spent{}
	for i := range l.Lines {
		line := &l.Lines[i]
		if line.Service == "" || line.Kind == ledger.Shared || line.Kind == ledger.Late {
			continue
		}
		s := out[line.Service]
		if s == nil {
			s = &spent{amount: money.Zero(l.Currency), sites: map[string]bool{}}
			out[line.Service] = s
		}
		s.amount = s.amount.Add(line.Amount)
		if line.Kind == ledger.Compute || line.Kind == ledger.Committed {
			s.hours += line.Quantity
			s.sites[line.Site] = s.sites[line.Site] || !line.Amount.IsZero()
		}
	}
	return out
}

// paybacks follow the moves of the plan in force, and those of plans before that the
// last report followed.
func (m *maker) paybacks() {
	actual := spending(m.actual)
	followed := map[string]bool{}
	for _, p := range m.followed() {
		followed[p.Service+" "+p.To] = true
		m.follow(p, actual[p.Service])
	}
	if m.Plan != nil && m.planned != nil {
		m.begun(actual, followed)
	}
	slices.SortStableFunc(m.r.Paybacks, func(a, b Payback) int { return byMoney(a.Left, b.Left, a.Service, b.Service) })
}

// followed are the paybacks of the last report before this month.
func (m *maker) followed() []Payback {
	var last *Report
	for _, b := range m.Before {
		if b.Month.Compare(m.Month) < 0 && b.Currency == m.r.Currency && b.View == m.r.View && (last == nil || b.Month.Compare(last.Month) > 0) {
			last = b
		}
	}
	if last == nil {
		return nil
	}
	return last.Paybacks
}

// follow adds this month to a payback. A service that is gone has nothing left to save.
func (m *maker) follow(p Payback, now *spent) {
	if m.Workspace.Service(p.Service) == nil || now == nil {
		return
	}
	if !arrived(now, p.From, p.To) {
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("payback of the move of %s to %s: none of its cost arises there any more, so it is followed no further", p.Service, p.To))
		return
	}
	grown := m.Month.Hours(m.Zone) / p.Since.Hours(m.Zone)
	if p.Volume > 0 && now.hours > 0 {
		grown = now.hours / p.Volume
	}
	stays := p.Stays.Times(grown).Line()
	p.Why = m.whyPaid(p, stays, now)
	m.count(p, stays.Sub(now.amount))
}

// whyPaid is the arithmetic of a payback's month, so that a reader can do it again.
func (m *maker) whyPaid(p Payback, stays money.Amount, now *spent) string {
	planned, is := bridge.Quantity(p.Since.Hours(m.Zone))+" hours", bridge.Quantity(m.Month.Hours(m.Zone))+" hours"
	if p.Volume > 0 && now.hours > 0 {
		planned, is = bridge.Quantity(p.Volume)+" core-h", bridge.Quantity(now.hours)+" core-h"
	}
	saved := stays.Sub(now.amount)
	result := "this month saved " + amountText(saved)
	if saved.Sign() < 0 {
		result = "this month cost " + amountText(now.amount.Sub(stays)) + " more"
	}
	return fmt.Sprintf("staying was planned at %s for %s; for this month's %s that is %s; it cost %s, so %s",
		amountText(p.Stays), planned, is, amountText(stays), amountText(now.amount), result)
}

// begun begins to follow the moves of the plan in force that have been made.
func (m *maker) begun(actual map[string]*spent, followed map[string]bool) {
	view, err := plan.NewView(m.Plan)
	if err != nil {
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("paybacks: %s: %s", m.PlanFile, err))
		return
	}
	planned := spending(m.planned)
	var waiting []string
	for _, move := range view.Moves {
		to := sitesOf(move.To)
		if !move.Known || followed[move.Service+" "+to] || m.Workspace.Service(move.Service) == nil {
			continue
		}
		now, then := actual[move.Service], planned[move.Service]
		if now == nil || then == nil || !arrived(now, move.From, to) {
			waiting = append(waiting, move.Service)
			continue
		}
		saves := m.Plan.Unit.Amount(move.Saves - move.Work)
		p := Payback{
			Service: move.Service, Team: m.teamOf(move.Service), From: sitesOf(move.From), To: to, Since: m.Month,
			Stays: then.amount.Add(saves).Line(), Volume: then.hours,
			Once: m.Plan.Unit.Amount(move.Once), Saved: money.Zero(m.r.Currency), Planned: move.Payback(),
		}
		m.follow(p, now)
	}
	if len(waiting) > 0 {
		slices.Sort(waiting)
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("payback of the moves of %s: none of their cost arose yet where the plan puts them", list(waiting)))
	}
}

// count closes a payback's month.
func (m *maker) count(p Payback, saved money.Amount) {
	p.Saved, p.Months = p.Saved.Add(saved).Line(), p.Months+1
	p.Left = p.Once.Sub(p.Saved)
	pace := p.Saved.Float() / float64(p.Months)
	switch {
	case p.Once.IsZero():
		p.Ahead = 0
	case pace <= 0:
		p.Ahead = -1
	default:
		p.Ahead = p.Once.Float() / pace
	}
	m.r.Paybacks = append(m.r.Paybacks, p)
}

// arrived tells whether a service costs something on every site that it moves to.
func arrived(now *spent, from, to string) bool {
	was := strings.Split(sitesOf(from), "+")
	for _, site := range strings.Split(to, "+") {
		if !slices.Contains(was, site) && !now.sites[site] {
			return false
		}
	}
	return len(now.sites) > 0
}

// sitesOf are the sites of an option's name, which says after an @ how it is split.
func sitesOf(option string) string {
	sites, _, _ := strings.Cut(option, "@")
	return sites
}

// teamOf is whose a service is.
func (m *maker) teamOf(service string) string { return m.Workspace.OwnerOfService(service).Team }
