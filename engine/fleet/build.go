package fleet

import (
	"fmt"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// builder holds everything that the steps of a build find, each for the next.
type builder struct {
	w      *spec.Workspace
	score  *score.Fleet
	tariff *price.Tariff
	o      Options
	hourly money.Amount

	resources []string
	sites     []*site
	siteAt    map[string]int
	links     [][]*spec.Link
	egress    [][]float64
	members   []*member
	memberAt  map[string]int
	slots     int
	ties      ties
	groups    []*group
	budgets   []*budget
	standing  []price.Line

	assumptions []Assumption
	diags       diag.List
	failed      bool
	// adds tells whether a constraint adds up over neighbours.
	adds bool
	// coarser is by how many digits the unit was found too fine.
	coarser int
	// wide lists what forbids instead of leaving it out; nil where rules are in
	// effect.
	wide *widening
}

// Build states the placement of a workspace as a problem. profiles are what
// [score.Profiles] returned, suite what was compiled for the workspace. With errors
// among the diagnostics the fleet has no problem, but says of every service what is
// left of its options.
func Build(w *spec.Workspace, profiles map[string]profile.Profile, suite *policies.Suite, o Options) (*Fleet, diag.List) {
	b := newBuilder(w, profiles, suite, o)
	b.survey()
	for _, g := range b.groups {
		b.findWays(g)
	}
	b.assumeMoves()
	b.assumeUnpriced()
	b.standing = b.tariff.Standing(w)
	f := b.assemble()
	b.tellStuck(f)
	b.diags.Sort()
	return f, b.diags
}

func newBuilder(w *spec.Workspace, profiles map[string]profile.Profile, suite *policies.Suite, o Options) *builder {
	if o.Objective == "" {
		o.Objective = Both
	}
	s := score.New(w, suite, profiles)
	b := &builder{
		w: w, score: s, tariff: s.Tariff, o: o,
		siteAt: map[string]int{}, memberAt: map[string]int{},
	}
	b.hourly = b.tariff.Convert(w.Settings.HourlyRate.V.Amount)
	return b
}

// survey finds everything that does not depend on which options are left.
func (b *builder) survey() {
	b.checkPins()
	b.findResources()
	b.findSites()
	b.findLinks()
	b.findMembers()
	b.findMasks()
	b.findTenants()
	b.findRows()
	b.findDisks()
	b.findBudgets()
	b.findTies()
	b.findGroups()
	b.findPairs()
	b.bind()
	b.warnAdding()
}

// nowhere is the place of what stands in no file.
func (b *builder) nowhere() diag.Range { return diag.Range{} }

// warnAdding warns of constraints that add up over neighbours.
func (b *builder) warnAdding() {
	for _, c := range b.score.Adding() {
		b.adds = true
		b.diags.Warnf(CodeAdds, b.nowhere(), "Rule adds up over neighbours",
			"The constraint %q reads a sum to which every neighbour of a service adds. A plan asks it for one neighbour at a time, and for all of them only once places are found.", c.Name())
	}
}

// tellStuck reports the services without any option, with everything that forbids
// each.
func (b *builder) tellStuck(f *Fleet) {
	if b.failed {
		return
	}
	for i, g := range b.groups {
		if len(g.ways) > 0 {
			continue
		}
		var lines []string
		for _, x := range f.Services[i].Excluded {
			for _, r := range x.Reasons {
				lines = append(lines, fmt.Sprintf("%s: %s (%s)", x.ID, r.Because, r.Constraint))
			}
		}
		b.diags.Errorf(CodeNoPlace, b.w.Range(g.members[0].svc.Origin), "No place left",
			"Every place is forbidden to service %q. %s.", g.name, strings.Join(lines, "; "))
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
