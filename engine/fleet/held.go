package fleet

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/price"
	"berth.dev/engine/score"
)

// assume notes something taken for granted.
func (b *builder) assume(subject, text string) {
	b.assumptions = append(b.assumptions, Assumption{subject, text})
}

// inputText says which value stands for an input.
func inputText(in score.Input) string {
	name := in.ID
	if words := map[string]string{
		"load.trend": "the growth of the load", "load.surge_10m": "how much the load rises within ten minutes", "load.cv": "how much the load varies",
		"load.burstiness": "how bursty the load is", "load.daily_season": "how daily the load is", "load.weekly_season": "how weekly the load is",
		"load.idle_share": "the share of time without load", "load.mean": "the mean load", "load.p99_to_mean": "how far peaks are above the mean",
		"load.replicas": "the number of replicas", "replica.cpu": "what CPU a replica asks for", "replica.memory": "what memory a replica asks for",
		"replica.requests_per_second": "what a replica handles", "job.parallelism": "how many replicas a job has", "job.busy_share": "the share of time a job runs",
	}[in.ID]; words != "" {
		name = words + ", " + in.ID + ","
	}
	return strings.TrimSpace(fmt.Sprintf("%s is taken as %.4g %s (%s)", name, in.Typical, in.Unit, in.Origin))
}

// matters tells whether an input is more than a shade of a score. How many cores are free
// now never is: the plan itself says what is.
func (b *builder) matters(m *member, in score.Input) bool {
	if strings.HasPrefix(in.ID, "free_cores.") {
		return false
	}
	if b.o.Objective.score() && !b.pointValue(m.svc).IsZero() {
		return true
	}
	shades := []string{"load.trend", "load.surge_10m", "load.cv", "load.burstiness", "load.daily_season", "load.weekly_season", "load.idle_share"}
	return !slices.Contains(shades, in.ID)
}

// assumeUnpriced names the sites that no service can have because prices lack: else a
// reader would take them for places that were weighed.
func (b *builder) assumeUnpriced() {
	for _, s := range b.sites {
		name, why := s.spec.Name, ""
		for _, g := range b.groups {
			if slices.ContainsFunc(g.ways, func(w *way) bool { return slices.Contains(w.Sites, name) }) {
				why = ""
				break
			}
			for _, x := range g.excluded {
				for _, r := range x.Reasons {
					if x.ID == name && r.Constraint == score.UnpricedConstraint {
						why = r.Because
					}
				}
			}
		}
		if why != "" {
			b.assume(name, "nothing is placed there: "+why)
		}
	}
}

// unmeasured says which volume of a call nobody has measured, "" where none is that
// could change anything.
func (b *builder) unmeasured(m *member, k score.Traffic) string {
	if k.Unseen {
		return map[bool]string{true: "whether it makes calls that its spec does not list"}[k.UnknownSent || k.UnknownReceived]
	}
	read := b.score.ReadsVolume(k.Visitors, b.o.Objective.score() && !b.pointValue(m.svc).IsZero())
	sent := k.UnknownSent && (read || b.costly(k, true))
	received := k.UnknownReceived && (read || b.costly(k, false))
	what := "calls to " + k.Name
	if k.Inbound {
		what = "calls of " + k.Name
	}
	switch {
	case sent && received:
		return what
	case sent:
		return what + " (what it sends)"
	case received:
		return what + " (what it receives)"
	}
	return ""
}

// costly tells whether a GiB of a call has a price somewhere, or none that is known,
// in one direction.
func (b *builder) costly(k score.Traffic, sent bool) bool {
	if k.Visitors {
		return sent && slices.ContainsFunc(b.sites, func(s *site) bool {
			return len(s.tariff.Egress) == 0 || slices.ContainsFunc(s.tariff.Egress, func(t price.Tier) bool { return t.Float() > 0 })
		})
	}
	for x := range b.sites {
		for y := range b.sites {
			if l := b.links[x][y]; l != nil && b.endsAt(k, x, y, sent) && (b.egress[x][y] > 0 || !b.sites[x].owned && b.tariff.Leaving(l, b.sites[x].spec.Name) == nil) {
				return true
			}
		}
	}
	return false
}

// endsAt tells whether a call's other end may stand where a flow from one site to
// another would have it: an endpoint stands still.
func (b *builder) endsAt(k score.Traffic, from, to int, sent bool) bool {
	e := b.w.Endpoint(k.Name)
	if k.Neighbour || e == nil {
		return true
	}
	if sent {
		return b.sites[to].spec.Name == e.Site.V
	}
	return b.sites[from].spec.Name == e.Site.V
}

// bind finds the services that stay where they run because nobody measured traffic
// of theirs: both ends of it.
func (b *builder) bind() {
	for _, m := range b.members {
		var unknown []string
		for _, k := range m.c.Traffic {
			if what := b.unmeasured(m, k); what != "" {
				unknown = append(unknown, what)
			}
		}
		slices.Sort(unknown)
		unknown = slices.Compact(unknown)
		switch what := strings.Join(unknown, ", "); {
		case len(unknown) == 0:
		case b.o.Unknown != nil:
			b.assume(m.svc.Name, "traffic nobody has measured is taken as "+assumedText(*b.o.Unknown)+": "+what)
		case m.today() < 0:
			b.assume(m.svc.Name, "traffic nobody has measured is taken as typical, since nobody says where it runs: "+what)
		default:
			m.bound = "nobody has measured " + what
		}
	}
}

func assumedText(a Assumed) string {
	switch {
	case a.Low:
		return "low"
	case a.High:
		return "high"
	case a.GiB != nil:
		return fmt.Sprintf("%g GiB a month each way", *a.GiB)
	}
	return "typical"
}
