package cli

import (
	"berth.dev/engine/check"
	"berth.dev/engine/plan"
)

// placed reads where a plan puts each service and what it costs there. A plan that was
// made from other files says nothing about these: it is refused as stale.
func (a *app) placed(w *workspace, name string) (map[string]check.Placed, error) {
	f, err := a.readPlan(name)
	if err != nil {
		return nil, err
	}
	if changed := unlike(f.Evidence, w.evidence()); len(changed) > 0 {
		return nil, &staleError{changed}
	}
	return placesOf(f), nil
}

// placesOf are the places of a plan by service, with the money of the plan's parts:
// traffic between two services is in neither.
func placesOf(f *plan.File) map[string]check.Placed {
	out := make(map[string]check.Placed, len(f.Services))
	for i := range f.Services {
		s := &f.Services[i]
		chosen := f.Placement[s.Group]
		out[s.Name] = check.Placed{
			Sites: f.Problem.Groups[s.Group].Options[chosen].Sites,
			Money: f.Unit.Amount(s.Options[chosen].Money).Float(),
		}
	}
	return out
}
