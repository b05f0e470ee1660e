package fleet

import (
	"errors"
	"math"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/price"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// member is one service of the workspace.
type member struct {
	index int
	svc   *spec.Service
	c     *score.Case
	load  *price.Load
	// step is the cores of one replica, least how many replicas run at any time.
	step  float64
	least int32
	// request is what one replica takes, by resource, in the problem's integers.
	request []int64
	// measured tells whether the hours differ; then mean and replicas have one entry
	// a slot, else one for all.
	measured bool
	// mean is demand in cores, for money and traffic; share is mean over its sum.
	mean, share []float64
	// replicas run at the peak of the hour, at least the least.
	replicas []int32
	top      int32
	variants map[variantKey]*variant
	// masks are the pools that may take it, by site.
	masks []uint64
	group int
	// bound says why the service stays where it runs, "" where it may move.
	bound string
}

// findMembers lays out every service.
func (b *builder) findMembers() {
	summers := make([][]score.Hour, 0, len(b.w.Services))
	winters := make([][]score.Hour, 0, len(b.w.Services))
	assumed := Assumed{}
	if b.o.Unknown != nil {
		assumed = *b.o.Unknown
	}
	b.slots = score.HoursPerWeek
	for i, s := range b.w.Services {
		c, err := b.score.Case(s, assumed)
		if err != nil {
			b.undecided(s, err)
			continue
		}
		m := &member{index: i, svc: s, c: c, load: &c.Load, variants: map[variantKey]*variant{}}
		m.step = c.Load.Step
		m.least = int32(math.Round(c.Load.Floor / m.step))
		m.request = make([]int64, len(b.resources))
		m.request[cpu] = asked(cpu, m.step)
		m.request[memory] = asked(memory, m.step*c.Load.GiBPerCore*mebi)
		for r := 2; r < len(b.resources); r++ {
			m.request[r] = asked(r, c.Load.Resources[b.resources[r]])
		}
		winter, summer, measured := c.Hours()
		m.measured = measured
		if measured && !slices.Equal(winter, summer) {
			b.slots = 2 * score.HoursPerWeek
		}
		winters, summers = append(winters, winter), append(summers, summer)
		b.memberAt[s.Name] = len(b.members)
		m.index = len(b.members)
		b.members = append(b.members, m)
		b.assumeOpen(m)
	}
	for i, m := range b.members {
		m.setHours(winters[i], summers[i], b.slots)
	}
}

// setHours turns demand by hour into replicas by slot: winter first, then summer
// where the two differ for anybody.
func (m *member) setHours(winter, summer []score.Hour, slots int) {
	hours := winter
	if m.measured && slots > len(winter) {
		hours = append(slices.Clone(winter), summer...)
	}
	m.mean, m.share = make([]float64, len(hours)), make([]float64, len(hours))
	m.replicas = make([]int32, len(hours))
	sum := 0.0
	for t, h := range hours {
		m.mean[t] = h.Mean
		sum += h.Mean
		// A count that is whole but for the last digits of a float is whole.
		n := math.Ceil(h.Peak/m.step - 1e-6)
		m.replicas[t] = max(m.least, int32(min(n, math.MaxInt32)))
		m.top = max(m.top, m.replicas[t])
	}
	for t := range m.share {
		m.share[t] = 1 / float64(len(hours))
		if sum > 0 {
			m.share[t] = m.mean[t] / sum
		}
	}
}

// at is an entry of a list that has one for each slot or one for all.
func at[T any](list []T, slot int) T {
	if len(list) == 1 {
		return list[0]
	}
	return list[slot]
}

// option finds one of the service's options by its sites joined by "+", or -1.
func (m *member) option(id string) int {
	return slices.IndexFunc(m.c.Options, func(s score.Site) bool { return s.ID == id })
}

// today returns the option the service runs on, or -1.
func (m *member) today() int {
	return slices.IndexFunc(m.c.Options, func(s score.Site) bool { return sameSites(s.Sites(), m.svc.RunsOn.V) })
}

// keptToday is what a service that is split today keeps on its own machines, in
// cores: nobody says how much, so it is what an evaluation would keep.
func (m *member) keptToday() (cores float64, split bool) {
	o := m.today()
	if o < 0 || m.c.Options[o].Burst == nil {
		return 0, false
	}
	base, err := m.c.Base(o, 1)
	return base, err == nil
}

func sameSites(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return true
}

// undecided reports a service of which a rule or the reference site says nothing.
func (b *builder) undecided(s *spec.Service, err error) {
	b.failed = true
	var run *policies.RunError
	if errors.As(err, &run) {
		b.diags = append(b.diags, run.Diagnostic())
		return
	}
	b.diags.Errorf(CodeUndecided, b.w.Range(s.Origin), "Service cannot be placed", "%s.", diag.Clean(err.Error()))
}

// assumeOpen notes what stands for inputs that nobody measured.
func (b *builder) assumeOpen(m *member) {
	for _, in := range m.c.Open {
		if b.matters(m, in) {
			b.assume(m.svc.Name, inputText(in))
		}
	}
}
