package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/fleet"
)

// Course is where a service runs, from today to the end of the plan.
type Course struct {
	Service string
	// Stops follow one another. The first is where it is when the work begins, with
	// wave 0; of a service whose place nobody knows it is missing.
	Stops []Stop
}

// Stop is where a service runs from a wave on.
type Stop struct {
	Wave   int
	Halves []Half
}

// Half is one site of a stop: the only one, or the base or the burst of a split.
type Half struct {
	Site string
	// Share is how many thousandths of its callers are sent there. The shares of a
	// split are fixed so that at the peak the base is just full.
	Share int
	// Least and Most are how many copies the plan counts with.
	Least, Most int
}

// Courses reads from a plan, and from the problem it solves, where every service
// runs wave after wave, by name.
func Courses(f *File, s *Solved) ([]Course, error) {
	c := courser{fleet: s.Fleet, of: map[string]*Course{}}
	for i := range f.Services {
		c.of[f.Services[i].Name] = &Course{Service: f.Services[i].Name}
	}
	stuck := map[int]bool{}
	for _, x := range f.Stuck {
		stuck[x.Group] = true
	}
	for g := range f.Problem.Groups {
		if err := c.start(f, g, stuck[g]); err != nil {
			return nil, err
		}
	}
	for k, wave := range f.Waves {
		for m, g := range wave.Groups {
			if err := c.stop(g, k+1, wave.To[m]); err != nil {
				return nil, err
			}
		}
	}
	out := make([]Course, 0, len(c.of))
	for _, one := range c.of {
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b Course) int { return strings.Compare(a.Service, b.Service) })
	return out, nil
}

type courser struct {
	fleet *fleet.Fleet
	of    map[string]*Course
}

// start is where a group runs today. Of one that runs nowhere, or nobody knows
// where, and that no wave moves, it is where the plan puts it.
func (c *courser) start(f *File, g int, stuck bool) error {
	group := &f.Problem.Groups[g]
	switch {
	case group.Today >= 0:
		return c.stop(g, 0, group.Today)
	case len(group.Was) > 0:
		for _, name := range c.fleet.Services[g].Members {
			// Nobody knows how a place that is no option was shared: its sites alike.
			c.of[name].Stops = append(c.of[name].Stops, Stop{Halves: alike(group.Was[0].Sites)})
		}
		return nil
	}
	moves := slices.ContainsFunc(f.Waves, func(w Wave) bool { return slices.Contains(w.Groups, g) })
	if moves || stuck {
		return nil
	}
	return c.stop(g, 0, f.Placement[g])
}

// alike are halves that share evenly.
func alike(sites []string) (out []Half) {
	for k, site := range sites {
		share := 1000 / len(sites)
		if k == 0 {
			share = 1000 - share*(len(sites)-1)
		}
		out = append(out, Half{Site: site, Share: share})
	}
	return out
}

// stop adds an option to the courses of a group's members.
func (c *courser) stop(g, wave, option int) error {
	d, err := c.fleet.Describe(g, uint8(option))
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(c.fleet.Services[g].Members, ", "), err)
	}
	for i := range d.Members {
		one := c.of[d.Members[i].Service]
		one.Stops = append(one.Stops, Stop{Wave: wave, Halves: halves(d.Sites, &d.Members[i])})
	}
	return nil
}

// halves are a member's sites with their shares and copies.
func halves(sites []string, m *fleet.Member) []Half {
	if len(sites) == 1 {
		return []Half{{Site: sites[0], Share: 1000, Least: m.Least, Most: max(m.Least, m.Top)}}
	}
	base := 1000
	if m.Top > m.Base {
		base = int(math.Round(1000 * float64(m.Base) / float64(m.Top)))
	}
	return []Half{
		{Site: sites[0], Share: base, Least: m.Least, Most: max(m.Least, m.Base)},
		{Site: sites[1], Share: 1000 - base, Least: m.Least, Most: max(m.Least, m.Top-m.Base)},
	}
}
