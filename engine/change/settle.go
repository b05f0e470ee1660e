package change

import (
	"math"
	"slices"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
)

// mostSettled is how often both placements are looked at again because one of them
// became another. Two turns are nearly always enough.
const mostSettled = 8

// mostPaired is up to how many differences are also tried two by two.
const mostPaired = 24

// Settle makes two placements alike wherever that costs nothing, and returns both sides
// with what became of them. What the later side can have as the earlier has it, at no
// higher cost, it takes over; what the earlier side would have liked better the later's
// way, and did not find, it takes over from there. Of services that are not edited the
// fewest move with which the later side is still as near to the best as every plan has
// to be: a search that ends there is content with any of them. What differs then differs
// because something would be lost otherwise.
func Settle(before, after *plan.Solved, edited func(service string) bool) (b, a *plan.Solved, err error) {
	was, is := standingOf(before), standingOf(after)
	for range mostSettled {
		back, err := is.takeOver(was, asCheap)
		if err != nil {
			return nil, nil, err
		}
		on, err := was.takeOver(is, cheaper)
		if err != nil {
			return nil, nil, err
		}
		if !back && !on {
			break
		}
	}
	if err := is.fewest(was, edited); err != nil {
		return nil, nil, err
	}
	return was.solved(before), is.solved(after), nil
}

// bargain tells whether a cost is good enough to change something.
type bargain func(now, then int64) bool

func asCheap(now, then int64) bool { return now <= then }
func cheaper(now, then int64) bool { return now < then }

// takeOver takes options of another placement over, the most at once first.
func (s *standing) takeOver(from *standing, enough bargain) (changed bool, err error) {
	for _, some := range s.sets(s.differing(from)) {
		took, err := s.take(from, some, enough)
		if err != nil {
			return changed, err
		}
		changed = changed || took
	}
	return changed, nil
}

// differing are the services, by place, whose option is another one on the other side.
func (s *standing) differing(from *standing) (out []int) {
	for i := range s.fleet.Services {
		if l := s.like(from, i); l >= 0 && uint8(l) != s.x[i] {
			out = append(out, i)
		}
	}
	return out
}

// like is the option of a service that is named as the one it has on the other side, or -1.
func (s *standing) like(from *standing, i int) int {
	j, there := from.at[s.fleet.Services[i].Name]
	if !there {
		return -1
	}
	return s.fleet.Find(i, from.fleet.Services[j].Options[from.x[j]].Name)
}

// sets are what is tried together: all differences; the groups that talk to each other,
// and all but one such group; each alone; where they are few, each two.
func (s *standing) sets(differing []int) [][]int {
	if len(differing) == 0 {
		return nil
	}
	out := [][]int{differing}
	groups := s.talking(differing)
	for _, g := range groups {
		if len(groups) > 1 {
			out = append(out, slices.DeleteFunc(slices.Clone(differing), func(i int) bool { return slices.Contains(g, i) }))
		}
	}
	out = append(out, groups...)
	for k, i := range differing {
		out = append(out, []int{i})
		for _, j := range differing[k+1:] {
			if len(differing) <= mostPaired {
				out = append(out, []int{i, j})
			}
		}
	}
	return out
}

// talking divides services into groups that have pairs with each other.
func (s *standing) talking(some []int) [][]int {
	of := make(map[int]int, len(some)) // service → the least service of its group
	for _, i := range some {
		of[i] = i
	}
	for again := true; again; {
		again = false
		for _, q := range s.problem.Pairs {
			x, there := of[int(q.A)]
			y, also := of[int(q.B)]
			if there && also && x != y {
				of[int(q.A)], of[int(q.B)], again = min(x, y), min(x, y), true
			}
		}
	}
	at := map[int]int{}
	var out [][]int
	for _, i := range some {
		k, known := at[of[i]]
		if !known {
			k = len(out)
			at[of[i]] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}

// standing is one side's placement while it is settled.
type standing struct {
	fleet   *fleet.Fleet
	problem *place.Problem
	x       place.Placement
	cost    int64
	// near is what a placement may cost that is as near to the best as a plan has to be.
	near int64
	// at are the services by name.
	at map[string]int
}

func standingOf(s *plan.Solved) *standing {
	out := &standing{fleet: s.Fleet, problem: s.Fleet.Problem, x: slices.Clone(s.Result.Placement), at: map[string]int{}}
	out.cost = out.problem.Cost(out.x)
	out.near = max(out.cost, s.Result.Floor+int64(optimise.DefaultOptions().Gap*math.Abs(float64(s.Result.Floor))))
	for i := range s.Fleet.Services {
		out.at[s.Fleet.Services[i].Name] = i
	}
	return out
}
