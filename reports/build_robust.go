package reports

import "berth.dev/engine/scenario"

// NewRobust turns the outcome of scenarios into the model.
func NewRobust(o *scenario.Outcome, ranges string, seed uint64) *Robust {
	out := &Robust{Scenarios: len(o.Cases), Ranges: ranges, Seed: seed, Services: []Steadiness{}, Cases: []CaseOutcome{}}
	for _, s := range o.Services {
		one := Steadiness{Service: s.Service, Place: s.Place, Kept: Score(s.Kept), Steady: s.Kept >= scenario.Steady, Else: s.Else, By: []string{}}
		for _, kind := range s.By {
			one.By = append(one.By, string(kind))
		}
		if one.Steady {
			out.Steady++
		}
		out.Services = append(out.Services, one)
	}
	for _, c := range o.Cases {
		one := CaseOutcome{Words: c.Words, Left: append([]string{}, c.Left...)}
		if c.None {
			out.None++
		} else {
			one.Cost = &Cost{Amount: c.Cost}
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}
