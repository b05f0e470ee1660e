package fleet

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/score"
)

// assume notes something taken for granted.
func (b *builder) assume(subject, text string) {
	b.assumptions = append(b.assumptions, Assumption{subject, text})
}

// inputText says which value stands for an input.
func inputText(in score.Input) string {
	return strings.TrimSpace(fmt.Sprintf("%s is taken as %.4g %s (%s)", in.ID, in.Typical, in.Unit, in.Origin))
}

// matters tells whether an input is more than a shade of a score.
func (b *builder) matters(m *member, in score.Input) bool {
	if b.o.Objective.score() && !b.pointValue(m.svc).IsZero() {
		return true
	}
	shades := []string{"load.trend", "load.surge_10m", "load.cv", "load.burstiness", "load.daily_season", "load.weekly_season", "load.idle_share"}
	return !slices.Contains(shades, in.ID) && !strings.HasPrefix(in.ID, "free_cores.")
}

// bind finds the services that stay where they run because nobody measured traffic
// of theirs: both ends of it.
func (b *builder) bind() {
	for _, m := range b.members {
		var unknown []string
		for _, k := range m.c.Traffic {
			if !k.Unknown {
				continue
			}
			switch {
			case k.Unseen:
				unknown = append(unknown, "whether it makes calls that its spec does not list")
			case k.Inbound:
				unknown = append(unknown, "calls of "+k.Name)
			default:
				unknown = append(unknown, "calls to "+k.Name)
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
