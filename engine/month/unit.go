package month

import (
	"fmt"
	"strconv"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/engine/unit"
)

// million is how many requests a unit cost is for.
const million = 1e6

// units are what requests cost, of services that somebody counted them for.
func (m *maker) units() {
	cost := sumsOf(m.actual, ledger.Service)
	var planned map[string]money.Amount
	if m.planned != nil {
		planned = sumsOf(m.planned, ledger.Service)
	}
	expected := m.expectedRequests()
	var silent []string
	for _, s := range m.Workspace.Services {
		paid, any := cost[s.Name]
		if !any {
			continue
		}
		requests := 0.0
		if m.Usage != nil {
			requests = m.Usage.Requests[s.Name]
		}
		if requests <= 0 {
			if s.Job == nil {
				silent = append(silent, s.Name)
			}
			continue
		}
		u := Unit{Service: s.Name, Product: s.Product.V, Team: m.teamOf(s.Name), Requests: requests, Cost: paid, PerMillion: perMillion(paid, requests)}
		if n := expected[s.Name]; n > 0 && planned != nil {
			u.Planned = perMillion(planned[s.Name], n)
		}
		m.r.Units = append(m.r.Units, u)
	}
	if len(silent) > 0 {
		m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("unit cost of %s: nobody counted their requests", list(silent)))
	}
}

// perMillion is what a million requests cost.
func perMillion(cost money.Amount, requests float64) money.Amount {
	return cost.Times(million).Over(requests).Line()
}

// expectedRequests are what the plan expects of this month, by service.
func (m *maker) expectedRequests() map[string]float64 {
	out := map[string]float64{}
	if m.Plan == nil || m.Plan.Expected == nil {
		return out
	}
	for _, e := range m.Plan.Expected.Requests {
		// What is no number is refused where the plan's lines are read.
		if n, err := strconv.ParseFloat(e.Requests, 64); err == nil {
			out[e.Service] = n * m.Month.Hours(m.Zone) / unit.HoursPerMonth
		}
	}
	return out
}

// sumsOf are a ledger's sums along an axis, by name.
func sumsOf(l *ledger.Ledger, a ledger.Axis) map[string]money.Amount {
	out := map[string]money.Amount{}
	for _, s := range l.By(a) {
		out[s.Name] = s.Amount
	}
	return out
}

// budgets hold what products cost against what they may.
func (m *maker) budgets() {
	cost := sumsOf(m.actual, ledger.Product)
	tariff := price.NewTariff(m.Workspace, price.FullyLoaded)
	for _, p := range m.Workspace.Products {
		if p.Budget == nil {
			continue
		}
		b := Budget{Product: p.Name, Team: p.Team.V, Monthly: tariff.Convert(p.Budget.Monthly.V.Amount), Actual: money.Zero(m.r.Currency).Add(cost[p.Name])}
		b.Left = b.Monthly.Sub(b.Actual)
		if b.Monthly.Sign() > 0 {
			b.Share = b.Actual.Float() / b.Monthly.Float()
		}
		m.r.Budgets = append(m.r.Budgets, b)
	}
}

// list names the first few of many.
func list(names []string) string {
	const named = 5
	out := ""
	for i, n := range names {
		if i == named {
			return out + " and " + strconv.Itoa(len(names)-named) + " more"
		}
		if i > 0 {
			out += ", "
		}
		out += n
	}
	return out
}
