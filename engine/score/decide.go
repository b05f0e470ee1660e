package score

import (
	"errors"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

var (
	// ErrNoOption means that a service has no option of that name.
	ErrNoOption = errors.New("no such option")

	// errTooMany means that a rule reads more unknown quantities than are varied:
	// what it says could be anything.
	errTooMany = errors.New("too many unknown quantities")
)

// Evaluate decides one service. An error means that a rule or the reference
// site's prices are at fault, not the service.
func (f *Fleet) Evaluate(s *spec.Service) (*Decision, error) {
	x := f.subject(s)
	d, err := x.decide()
	if err != nil || d.Firm {
		return d, err
	}
	d.Missing, d.Exact, err = x.settle()
	return d, err
}

// decide fills the matrix at the typical point and proves or refutes that the
// winner is firm.
func (x *subject) decide() (*Decision, error) {
	d, err := x.matrix()
	if err != nil {
		return nil, err
	}
	return d, x.firmness(d)
}

// matrix fills the matrix at the typical point.
func (x *subject) matrix() (*Decision, error) {
	d := &Decision{Service: x.svc.Name, Inputs: x.list, Weights: x.weights}
	m, err := x.moment(x.typical, false)
	if err != nil {
		return nil, err
	}
	d.Vars = m.service
	totals, states := make([]total, len(x.options)), make([]state, len(x.options))
	for i := range x.options {
		states[i] = x.at(&x.options[i], m)
		if totals[i], err = x.total(i, &states[i]); err != nil {
			return nil, err
		}
	}
	w := winner(x.options, totals)
	for i := range x.options {
		if x.brief && i != w {
			continue
		}
		row, err := x.row(&x.options[i], &states[i], m)
		if err != nil {
			return nil, err
		}
		row.Score, row.Low, row.High = totals[i].score, totals[i].score, totals[i].score
		d.Options = append(d.Options, row)
		d.OnMoney = totals[i].silent
		if o := x.options[i]; o.burst == nil && o.site.Name == x.common.ReferenceSite {
			d.Reference = row.Bill.Total
		}
	}
	if w >= 0 {
		d.Winner = d.Option(x.options[w].id)
	}
	return d, nil
}

// winner returns the index of the best feasible option, or -1.
func winner(options []option, totals []total) int {
	best := -1
	for i, t := range totals {
		if t.feasible && (best < 0 || better(t, totals[best], options[i].id, options[best].id)) {
			best = i
		}
	}
	return best
}

// winnerAt returns the winner at a point.
func (x *subject) winnerAt(p point) ([]string, error) {
	m, err := x.moment(p, false)
	if err != nil {
		return nil, err
	}
	totals := make([]total, len(x.options))
	for i := range x.options {
		s := x.at(&x.options[i], m)
		if totals[i], err = x.total(i, &s); err != nil {
			return nil, err
		}
	}
	if w := winner(x.options, totals); w >= 0 {
		return []string{x.options[w].id}, nil
	}
	return []string{""}, nil
}

func (f *Fleet) hourlyMoney() money.Amount {
	return f.Tariff.Convert(f.Workspace.Settings.HourlyRate.V.Amount)
}
