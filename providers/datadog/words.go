package datadog

import (
	"fmt"

	"berth.dev/engine/measure"
)

// groups are the tags that hold a query's names.
func (s *Source) groups(q measure.Query) string {
	switch {
	case q.Kind.Pair() && q.Service == "":
		return q.Peer
	case q.Kind.Pair():
		return q.Service + " and " + q.Peer
	case q.Only != "", q.Service == "":
		return "nothing"
	}
	return q.Service
}

// unnamed says that series were left out because nobody knows whose they are.
func (s *Source) unnamed(q measure.Query, n int) string {
	return fmt.Sprintf("%d series of %s have no tag %s and were left out", n, q.Kind, s.groups(q))
}

// sparse says that there are fewer points than steps.
func (s *Source) sparse(cadence, step int64) string {
	return fmt.Sprintf("points are %d s apart, and the step is %d s: set step = \"%ds\"", cadence, step, cadence)
}

// why is what is known of an empty answer.
func (s *Source) why(unnamed int, q measure.Query) string {
	if unnamed == 0 {
		return ""
	}
	return fmt.Sprintf(" under the tag %s, though %d series without it", s.groups(q), unnamed)
}
