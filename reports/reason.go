package reports

import (
	"fmt"
	"strings"
)

// reason says in a sentence or two why a placement won: what forbids the option
// that would have scored more, and what the runner-up lacks most.
func reason(s *Service, reference string) string {
	won := s.chosen()
	if won == nil {
		return "Every option is forbidden."
	}
	var said []string
	if s.OnMoney {
		said = append(said, "No policy has anything to say of it, so money decided.")
	}
	better, second := rivals(s, won)
	if better != nil {
		said = append(said, fmt.Sprintf("%s would score more (%s against %s) but is forbidden: %s.",
			better.ID, better.Score, won.Score, because(better)))
	}
	switch {
	case second == nil && better == nil:
		said = append(said, nothingElse(s, won))
	case second != nil && !s.OnMoney:
		said = append(said, against(won, second, reference))
	}
	if !s.Firm && len(s.Missing) > 0 {
		said = append(said, "What is unknown has assumed values here.")
	}
	return strings.Join(said, " ")
}

// rivals returns the forbidden option that scores most above the winner, and the
// best of the others that are allowed; nil where there is none.
func rivals(s *Service, won *Option) (better, second *Option) {
	for i := range s.Options {
		o := &s.Options[i]
		switch {
		case o == won:
		case o.Feasible:
			if second == nil || o.Score > second.Score {
				second = o
			}
		case o.Score > won.Score && (better == nil || o.Score > better.Score):
			better = o
		}
	}
	return better, second
}

// nothingElse says why the winner has no rival.
func nothingElse(s *Service, won *Option) string {
	for i := range s.Options {
		if o := &s.Options[i]; o != won {
			return fmt.Sprintf("%s is the only option allowed; %s is forbidden: %s.", won.ID, o.ID, because(o))
		}
	}
	return fmt.Sprintf("%s is the only option.", won.ID)
}

// because returns the first reason against an option, without a full stop.
func because(o *Option) string {
	if len(o.Violations) == 0 {
		return ""
	}
	return strings.TrimRight(o.Violations[0].Because, ". ")
}

// against says what the runner-up loses most by.
func against(won, second *Option, reference string) string {
	lead := fmt.Sprintf("%s scores %s, %s %s", won.ID, won.Score, second.ID, second.Score)
	if won.Score.String() == second.Score.String() {
		lead = fmt.Sprintf("%s scores %s, %s %s", won.ID, won.Score.fine(), second.ID, second.Score.fine())
	}
	at := widest(won, second)
	if at < 0 {
		return lead + "; the cheaper one is taken."
	}
	lost, gained := second.Criteria[at], won.Criteria[at]
	said := fmt.Sprintf("%s; the difference is mostly %s (%s against %s).", lead, spoken(lost.Name), gained.Score, lost.Score)
	for _, side := range []struct {
		id string
		c  Criterion
	}{{won.ID, gained}, {second.ID, lost}} {
		// The reference site is compared with itself there, which says nothing.
		if side.id != reference || side.c.Score != atReference {
			said += fmt.Sprintf(" %s: %s.", side.id, worst(side.c))
		}
	}
	return said
}

// atReference is the score of the reference site where options are scored by
// comparison with it.
const atReference = 0.5

// widest returns the index of the criterion by which the runner-up loses most, or
// -1 where it loses by none.
func widest(won, second *Option) int {
	gap, at := 0.0, -1
	for i, c := range won.Criteria {
		other := second.Criteria[i]
		if !c.Applies || !other.Applies {
			continue
		}
		if g := float64(c.Score-other.Score) * float64(c.Weight); g > gap {
			gap, at = g, i
		}
	}
	return at
}

// worst is what the lowest policy of a criterion said, without a full stop.
func worst(c Criterion) string {
	said, least := "", Score(2)
	for _, p := range c.Policies {
		if p.Score < least {
			said, least = p.Because, p.Score
		}
	}
	return strings.TrimRight(said, ". ")
}

// spoken writes a criterion's name as words.
func spoken(name string) string { return strings.ReplaceAll(name, "_", " ") }
