package score

import (
	"fmt"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// WhyNot is what speaks against an option, seen from the one chosen.
type WhyNot struct {
	Decision *Decision
	// Option is the one asked for; Chosen the winner, nil where none is allowed.
	Option, Chosen *Option
	// Money is what the option costs more a month than the chosen one, negative
	// when it is cheaper; Hours the same in work.
	Money money.Amount
	Hours float64
	// Gaps are the criteria by what they take from the option's score, the worst
	// first as the matrix orders them.
	Gaps []Gap
}

// Gap is what one criterion adds to or takes from the distance between two
// options' scores.
type Gap struct {
	Criterion         string
	Chosen, Option    float64
	ChosenBy, Because string
	// Points is (option − chosen) × weight ÷ all weights.
	Points float64
}

// WhyNot explains why a service does not run on an option, named by its sites
// joined by "+".
func (f *Fleet) WhyNot(s *spec.Service, option string) (*WhyNot, error) {
	d, err := f.Evaluate(s)
	if err != nil {
		return nil, err
	}
	o := d.Option(option)
	if o == nil {
		return nil, fmt.Errorf("service %s has no option %q: %w", s.Name, option, ErrNoOption)
	}
	w := &WhyNot{Decision: d, Option: o, Chosen: d.Winner}
	if d.Winner == nil || d.Winner == o {
		return w, nil
	}
	w.Money = o.Bill.Total.Sub(d.Winner.Bill.Total)
	w.Hours = o.Hours - d.Winner.Hours
	all := 0.0
	for _, c := range o.Criteria {
		if c.Applies {
			all += c.Weight
		}
	}
	for i, c := range o.Criteria {
		if !c.Applies || c.Weight == 0 {
			continue
		}
		other := d.Winner.Criteria[i]
		w.Gaps = append(w.Gaps, Gap{
			Criterion: c.Name, Option: c.Score, Chosen: other.Score,
			Because: worst(c), ChosenBy: worst(other), Points: (c.Score - other.Score) * c.Weight / all,
		})
	}
	return w, nil
}

// worst returns the reason of a criterion's lowest policy.
func worst(c Criterion) string {
	because, score := "", 2.0
	for _, p := range c.Policies {
		if p.Score < score {
			because, score = p.Because, p.Score
		}
	}
	return because
}
