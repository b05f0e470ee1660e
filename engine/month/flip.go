package month

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month/bridge"
	"berth.dev/engine/plan"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// waitingMonths is for how long waiting is counted where nothing has to be bought first.
const waitingMonths = 3

// flips decide every service again, with the numbers that this month measured and with
// rented machines as dear as its bills show them to be, and list those that would now be
// placed otherwise than when the plan was made, and otherwise than the plan does.
func (m *maker) flips() error {
	if m.Suite == nil || m.planned == nil {
		return nil
	}
	w := m.Measured
	if w == nil {
		w = m.Workspace
	}
	factors := m.factors()
	fleet := score.New(w, m.Suite, m.Profiles).Priced(factors)
	uses := [2]map[string]*spent{spending(m.planned), spending(m.actual)}
	for i := range m.Plan.Services {
		s := &m.Plan.Services[i]
		service := w.Service(s.Name)
		if service == nil || s.Alone == "" {
			continue
		}
		if err := m.flip(fleet, service, s, m.why(s, factors, uses)); err != nil {
			return err
		}
	}
	slices.SortStableFunc(m.r.Flips, func(a, b Flip) int { return byMoney(a.Saves, b.Saves, a.Service, b.Service) })
	return nil
}

// placed are the sites where the plan puts a service, joined by "+".
func (m *maker) placed(s *plan.Service) string {
	group := &m.Plan.Problem.Groups[s.Group]
	return strings.Join(group.Options[m.Plan.Placement[s.Group]].Sites, "+")
}

// flip decides one service.
func (m *maker) flip(fleet *score.Fleet, service *spec.Service, s *plan.Service, why string) error {
	g, err := fleet.Glance(service)
	if err != nil {
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("where %s belongs by this month's numbers: %s", s.Name, err))
		return nil
	}
	now, err := g.Winner()
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	was := m.placed(s)
	if now == nil {
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("where %s belongs by this month's numbers: every place is forbidden to it", s.Name))
		return nil
	}
	to := strings.Join(now.Sites, "+")
	if to == s.Alone || to == was {
		return nil
	}
	f := Flip{Service: s.Name, Team: m.teamOf(s.Name), Was: was, Now: to, Months: waitingMonths, Why: why, Saves: money.Zero(m.r.Currency), Waiting: money.Zero(m.r.Currency)}
	f.Saves, err = m.saves(g, g.On(strings.Split(was, "+")), now)
	if err != nil {
		f.Why += fmt.Sprintf("; what it saves cannot be told: %s", err)
	}
	if o := now.Vars.Option; o.BaseCores > o.HeadroomCores && o.LeadTime > 0 {
		f.Months = o.LeadTime
		f.Why += fmt.Sprintf("; it needs %.1f cores and %.1f are free: servers take %.1f months", o.BaseCores, max(0, o.HeadroomCores), o.LeadTime)
	}
	if f.Saves.Sign() > 0 {
		f.Waiting = f.Saves.Times(f.Months).Line()
	}
	m.r.Flips = append(m.r.Flips, f)
	return nil
}

// saves is by how much a month's bill is lower in one place than in another.
func (m *maker) saves(g *score.Glance, was, now *score.Stand) (money.Amount, error) {
	zero := money.Zero(m.r.Currency)
	if was == nil {
		return zero, fmt.Errorf("where it was planned is no place for it any more")
	}
	before, err := g.Bill(was)
	if err != nil {
		return zero, err
	}
	after, err := g.Bill(now)
	if err != nil {
		return zero, err
	}
	return before.Total.Sub(after.Total), nil
}

// factors are how many times as dear as planned a core-hour was on each rented site, at
// what was planned to be used. What owned machines cost follows from the workspace, and
// needs none.
func (m *maker) factors() map[string]float64 {
	type side struct{ amount, hours float64 }
	type cell struct{ planned, actual side }
	cells := map[[2]string]*cell{}
	add := func(l *ledger.Ledger, of func(*cell) *side) {
		for i := range l.Lines {
			line := &l.Lines[i]
			s := m.Workspace.Site(line.Site)
			if line.Kind != ledger.Compute || line.Service == "" || s == nil || s.Kind.V != "cloud" {
				continue
			}
			key := [2]string{line.Site, line.Service}
			if cells[key] == nil {
				cells[key] = &cell{}
			}
			one := of(cells[key])
			one.amount, one.hours = one.amount+line.Amount.Float(), one.hours+line.Quantity
		}
	}
	add(m.planned, func(c *cell) *side { return &c.planned })
	add(m.actual, func(c *cell) *side { return &c.actual })
	order := make([][2]string, 0, len(cells))
	for key := range cells {
		order = append(order, key)
	}
	slices.SortFunc(order, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	sums := map[string]*cell{}
	for _, key := range order {
		c := cells[key]
		if c.planned.hours <= 0 || c.actual.hours <= 0 || c.planned.amount <= 0 || c.actual.amount <= 0 {
			continue
		}
		if sums[key[0]] == nil {
			sums[key[0]] = &cell{}
		}
		sums[key[0]].planned.amount += c.planned.amount
		sums[key[0]].actual.amount += c.actual.amount / c.actual.hours * c.planned.hours
	}
	out := map[string]float64{}
	for site, c := range sums {
		out[site] = c.actual.amount / c.planned.amount
	}
	return out
}

// noticed is by how much a number must be off for a reason to name it.
const noticed = 0.005

// why says what is otherwise than planned about a service.
func (m *maker) why(s *plan.Service, factors map[string]float64, uses [2]map[string]*spent) string {
	var parts []string
	for _, site := range m.Workspace.Sites {
		if f, known := factors[site.Name]; known && (f > 1+noticed || f < 1-noticed) {
			parts = append(parts, fmt.Sprintf("a core-hour on %s cost %s against the plan", site.Name, bridge.Percent(f-1)))
		}
	}
	planned, actual := uses[0][s.Name], uses[1][s.Name]
	if planned != nil && actual != nil && planned.hours > 0 && actual.hours > 0 {
		if f := actual.hours / planned.hours; f > 1+noticed || f < 1-noticed {
			parts = append(parts, fmt.Sprintf("it used %s core-hours against the plan", bridge.Percent(f-1)))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "prices and specs are others than when the plan was made")
	}
	return strings.Join(parts, "; ")
}
