package verify

import (
	"slices"
	"strings"
)

// asToday is the name of the baseline that leaves everything where it runs.
const asToday = "as it is today"

// toldObjective makes sure that what the objective leaves out costs nothing: money,
// work and moving where only the score counts, the score where only they do.
func (s *subject) toldObjective(c *findings) {
	f := s.f
	byScore, byCost := f.Objective == "score", f.Objective == "cost"
	for k := range f.Services {
		for _, p := range f.Services[k].Options {
			if byCost && p.Score != 0 || byScore && (p.Hours != 0 || p.Money != 0 || p.Moving != 0) {
				c.add("the objective is %q, and %q has costs that it leaves out", f.Objective, f.Services[k].Name)
				break
			}
		}
	}
	if !byScore {
		return
	}
	zero := func(list []int64) bool {
		return s.meter.spend(len(list)) && !slices.ContainsFunc(list, func(v int64) bool { return v != 0 })
	}
	for k := range f.Problem.Pairs {
		if !zero(f.Problem.Pairs[k].Cost) {
			c.add("the objective is %q, and traffic of pair %d costs", f.Objective, k)
		}
	}
	for b := range f.Problem.Blocks {
		if one := &f.Problem.Blocks[b]; one.Firm != 0 || !zero(s.over(b)) {
			c.add("the objective is %q, and more of block %q costs", f.Objective, one.Name)
		}
	}
}

// named says whether an option is called what its sites are: joined by "+", and of two
// perhaps how much the first keeps, as in "tokyo+gke@4", or of several services that
// move as one "tokyo+gke@4,2".
func (o *option) named() bool {
	kept, found := strings.CutPrefix(o.Name, strings.Join(o.Sites, "+"))
	switch {
	case !found || len(o.Sites) == 0:
		return false
	case kept == "":
		return true
	case len(o.Sites) != 2 || kept[0] != '@':
		return false
	}
	for _, number := range strings.Split(kept[1:], ",") {
		if number == "" || strings.Trim(number, "0123456789") != "" {
			return false
		}
	}
	return true
}

// toldToday makes sure that the baseline named for it is where the groups run today.
func (s *subject) toldToday(c *findings) {
	for k := range s.f.Baselines {
		one := &s.f.Baselines[k]
		if one.Name != asToday {
			continue
		}
		for g, l := range one.Placement {
			if group := &s.f.Problem.Groups[g]; l != group.Today {
				c.add("the baseline %q has %q elsewhere than it runs today", asToday, group.Name)
			}
		}
	}
}
