package change

import (
	"slices"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
)

// take gives some services the options that they have on the other side, if that is
// cheap enough and may be carried out. An error means that a rule failed.
func (s *standing) take(from *standing, some []int, enough bargain) (bool, error) {
	x, differs := slices.Clone(s.x), false
	for _, i := range some {
		if l := s.like(from, i); l >= 0 {
			differs = differs || x[i] != uint8(l)
			x[i] = uint8(l)
		}
	}
	if !differs {
		return false, nil
	}
	cost := s.problem.Cost(x)
	if !enough(cost, s.cost) {
		return false, nil
	}
	if ok, err := s.allowed(x); !ok || err != nil {
		return false, err
	}
	s.x, s.cost = x, cost
	return true, nil
}

// allowed tells whether a placement may be carried out: nothing is short, every pod
// finds a node, and no rule refuses it.
func (s *standing) allowed(x place.Placement) (bool, error) {
	if len(s.problem.Broken(x)) > 0 {
		return false, nil
	}
	if packed := pack.Check(s.problem, x); !packed.Packed() {
		return false, nil
	}
	reasons, err := s.fleet.Judge(x)
	return err == nil && len(reasons) == 0, err
}

// solved is the side with its placement as it became. What the search says it could have
// saved by a better assignment has been saved.
func (s *standing) solved(was *plan.Solved) *plan.Solved {
	r := *was.Result
	r.Parts.Assignment -= r.Cost - s.cost
	r.Placement, r.Cost = s.x, s.cost
	return &plan.Solved{Fleet: was.Fleet, Result: &r}
}
