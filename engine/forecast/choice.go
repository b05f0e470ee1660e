package forecast

import (
	"fmt"
	"slices"
	"strconv"
)

// choice is the method that was taken, and why.
type choice struct {
	entry
	proven bool
	reason string
}

// choose takes the method that was best inside the training part, where it was also
// better than both naives on the weeks held back; else the naive that was best inside
// the training part.
func choose(all []entry, weeks int) choice {
	isNaive := func(e entry) bool { return e.Naive }
	first, fallback := all[0], all[slices.IndexFunc(all, isNaive)]
	held := "the " + count(weeks, "week") + " held back"
	if first.Naive {
		return choice{first, false, fmt.Sprintf("No method was less wrong than %s where they were tried, so %s is repeated. On %s it was wrong by %s.", first.Name, first.period(), held, first.Held.said())}
	}
	against, proven := "", true
	for _, e := range all {
		if !e.Naive {
			continue
		}
		if against != "" {
			against += " and "
		}
		against += e.Name + " by " + e.Held.said()
		proven = proven && first.Held.betterThan(e.Held)
	}
	if proven {
		return choice{first, true, fmt.Sprintf("%s was best where they were tried, and less wrong than both naives on %s, which it had not seen: by %s; %s.", first.Name, held, first.Held.said(), against)}
	}
	return choice{fallback, false, fmt.Sprintf("%s was best where they were tried, but on %s it was not less wrong than both naives: by %s; %s. So %s is repeated.", first.Name, held, first.Held.said(), against, fallback.period())}
}

// period is what a naive repeats.
func (e entry) period() string {
	if e.Name == naiveDay().name {
		return "the last day"
	}
	return "the last week"
}

// said writes the errors for a person.
func (e Errors) said() string {
	s := "sMAPE " + strconv.FormatFloat(e.SMAPE, 'f', 1, 64) + " %"
	if e.MASE >= 0 {
		s += ", MASE " + strconv.FormatFloat(e.MASE, 'f', 2, 64)
	}
	return s
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
