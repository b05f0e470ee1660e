package score

import (
	"fmt"

	"berth.dev/engine/price"
)

// UnpricedConstraint is the built-in constraint of options without a price: a
// missing price is never taken as 0.
const UnpricedConstraint = "priced"

// RuleError is a rule that could not be evaluated for a service. It wraps what
// the rule reported.
type RuleError struct {
	Service, Option string
	Err             error
}

// Error names the service and the option.
func (e *RuleError) Error() string {
	return fmt.Sprintf("service %s, option %s: %v", e.Service, e.Option, e.Err)
}

// Unwrap returns what the rule reported.
func (e *RuleError) Unwrap() error { return e.Err }

// total is an option's score at a point, without reasons.
type total struct {
	score    float64
	money    float64
	feasible bool
	// silent is true when no criterion with weight applied.
	silent bool
}

// better tells whether option a with its total beats option b: by score, then
// money, then ID.
func better(a, b total, aID, bID string) bool {
	switch {
	case a.feasible != b.feasible:
		return a.feasible
	case a.score != b.score && !a.silent:
		return a.score > b.score
	case a.money != b.money:
		return a.money < b.money
	}
	return aID < bID
}

// mean collects the weighted mean over criteria that apply.
type mean struct{ sum, weight float64 }

func (m *mean) add(score, weight float64) {
	m.sum += score * weight
	m.weight += weight
}

func (m mean) value() (score float64, silent bool) {
	if m.weight == 0 {
		return 0, true
	}
	return m.sum / m.weight, false
}

// combined is a criterion's score while policies are added to it.
type combined struct {
	applies    bool
	score, sum float64
	n          int
}

func (c *combined) add(score float64) {
	if !c.applies || score < c.score {
		c.score = score
	}
	c.applies = true
	c.sum += score
	c.n++
}

func (c *combined) value(combine string) float64 {
	if combine == "mean" && c.n > 0 {
		return c.sum / float64(c.n)
	}
	return c.score
}

// total scores option n at a point.
func (x *subject) total(n int, s *state) (total, error) {
	o := &x.options[n]
	t := total{money: s.vars.Option.Money, feasible: s.unpriced == nil}
	for i, c := range x.Suite.Constraints {
		if !t.feasible {
			break
		}
		v := x.verdict(n, i)
		if v == open {
			forbidden, err := c.Forbids(&s.vars)
			if err != nil {
				return t, x.fault(o, err)
			}
			t.feasible = !forbidden
			continue
		}
		t.feasible = v == allows
	}
	var m mean
	for _, a := range x.axes {
		weight := x.weights[a.Name]
		if weight == 0 {
			continue
		}
		var k combined
		for i := a.from; i < a.to; i++ {
			said := x.fixed(n, i)
			if !said.fixed {
				var err error
				if said.applies, said.score, err = speak(x.Suite.Policies[i], &s.vars); err != nil {
					return t, x.fault(o, err)
				}
			}
			if said.applies {
				k.add(said.score)
			}
		}
		if k.applies {
			m.add(k.value(a.Combine), weight)
		}
	}
	t.score, t.silent = m.value()
	return t, nil
}

func (x *subject) fault(o *option, err error) error {
	return &RuleError{Service: x.svc.Name, Option: o.id, Err: err}
}

// row evaluates an option at a moment with its exact bill and every reason; a
// brief fleet leaves the reasons out.
func (x *subject) row(o *option, s *state, m *moment) (*Option, error) {
	r := &Option{
		ID: o.id, Kind: o.kind, Sites: o.sites(), Vars: s.vars.Option,
		Hours: s.vars.Option.Hours, Unpriced: s.unpriced,
	}
	if o.burst != nil {
		r.Base = s.vars.Option.BaseCores
		if m.load.Step > 0 {
			r.BaseReplicas = r.Base / m.load.Step
		}
	}
	if s.unpriced == nil {
		r.Bill, r.Unpriced = x.bill(o, s, m)
	}
	if x.brief {
		return r, nil
	}
	return r, x.explain(r, s)
}

// bill is an option's exact bill at a moment.
func (x *subject) bill(o *option, s *state, m *moment) (price.Bill, error) {
	flows := x.cross(o, m.point, s.burst, m.worst, true).flows
	return x.Tariff.Bill(&m.load, s.place, flows, x.factors(m.point))
}

// explain adds every reason to a row.
func (x *subject) explain(r *Option, s *state) error {
	r.HoursMoney = x.hourlyMoney().Times(r.Hours).Line()
	if err := x.violations(r, s); err != nil {
		return err
	}
	for _, a := range x.axes {
		k, err := x.criterion(a, s)
		if err != nil {
			return &RuleError{Service: x.svc.Name, Option: r.ID, Err: err}
		}
		r.Criteria = append(r.Criteria, k)
	}
	return nil
}

// violations adds to a row all that forbids it.
func (x *subject) violations(r *Option, s *state) error {
	if s.unpriced != nil {
		r.Violations = append(r.Violations, Violation{UnpricedConstraint, s.unpriced.Error()})
	}
	for _, c := range x.Suite.Constraints {
		forbids, err := c.Forbids(&s.vars)
		if err != nil {
			return &RuleError{Service: x.svc.Name, Option: r.ID, Err: err}
		}
		if !forbids {
			continue
		}
		because, err := c.Because(&s.vars)
		if err != nil {
			return &RuleError{Service: x.svc.Name, Option: r.ID, Err: err}
		}
		r.Violations = append(r.Violations, Violation{c.Name(), because})
	}
	return nil
}

// criterion scores one criterion with every reason, also where it has no weight.
func (x *subject) criterion(a axis, s *state) (Criterion, error) {
	out := Criterion{Name: a.Name, Weight: x.weights[a.Name]}
	var k combined
	for _, p := range x.Suite.Policies[a.from:a.to] {
		applies, score, err := speak(p, &s.vars)
		if err != nil {
			return out, err
		}
		if !applies {
			continue
		}
		because, err := p.Because(&s.vars)
		if err != nil {
			return out, err
		}
		k.add(score)
		out.Policies = append(out.Policies, PolicyScore{p.Name(), score, because})
	}
	out.Applies, out.Score = k.applies, k.value(a.Combine)
	return out, nil
}
