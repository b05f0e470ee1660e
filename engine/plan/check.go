package plan

import (
	"fmt"
	"slices"
)

// mostDigits is how far from one the unit may be: amounts are written out in digits.
const mostDigits = 40

// check makes sure that all that is shown of a plan can be looked up; the problem has
// been read already.
func (f *File) check() error {
	if f.Unit.Exponent < -mostDigits || f.Unit.Exponent > mostDigits {
		return fmt.Errorf("no unit of 10^%d", f.Unit.Exponent)
	}
	if err := f.checkServices(); err != nil {
		return err
	}
	for w := range f.Waves {
		for _, g := range f.Waves[w].Groups {
			if g < 0 || g >= len(f.Problem.Groups) {
				return fmt.Errorf("group %d moves, of %d", g, len(f.Problem.Groups))
			}
		}
	}
	for _, s := range f.Stuck {
		if s.Group < 0 || s.Group >= len(f.Problem.Groups) {
			return fmt.Errorf("group %d is stuck, of %d", s.Group, len(f.Problem.Groups))
		}
	}
	return f.checkPods()
}

// checkPods makes sure that pods can be put on nodes.
func (f *File) checkPods() error {
	q := &f.Problem
	for _, p := range q.Pools {
		if len(p.Room) != len(q.Resources) || p.Nodes < 0 {
			return fmt.Errorf("pool %s has room for %d resources, of %d", p.Name, len(p.Room), len(q.Resources))
		}
	}
	slots := -1
	for _, g := range q.Groups {
		for _, o := range slices.Concat(g.Options, g.Was) {
			for _, pods := range o.Pods {
				if pods.Count < 0 || pods.Count >= len(q.Vectors) {
					return fmt.Errorf("%s: no series %d, of %d", g.Name, pods.Count, len(q.Vectors))
				}
				count := q.Vectors[pods.Count]
				if slots < 0 {
					slots = len(count)
				}
				if len(count) != slots {
					return fmt.Errorf("%s: pods in %d slots, of %d", g.Name, len(count), slots)
				}
				if slices.ContainsFunc(count, negative) || slices.ContainsFunc(pods.Request, negative) {
					return fmt.Errorf("%s: a negative number of pods or request", g.Name)
				}
			}
		}
	}
	return nil
}

func negative(n int64) bool { return n < 0 }

// checkServices makes sure that what is shown of services can be looked up.
func (f *File) checkServices() error {
	for _, s := range f.Services {
		if s.Group < 0 || s.Group >= len(f.Problem.Groups) {
			return fmt.Errorf("%s is in group %d, of %d", s.Name, s.Group, len(f.Problem.Groups))
		}
		width := len(f.Problem.Groups[s.Group].Options)
		if len(s.Options) != width || len(s.Once) != width {
			return fmt.Errorf("%s has the parts of %d and the one-off costs of %d options, of %d", s.Name, len(s.Options), len(s.Once), width)
		}
		if s.Demand < -1 || s.Demand >= len(f.Problem.Vectors) {
			return fmt.Errorf("%s: no series %d", s.Name, s.Demand)
		}
	}
	return nil
}
