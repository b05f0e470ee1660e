package datadog

import (
	"strconv"

	"berth.dev/engine/measure"
)

// span is how much of a query one call may answer, as far as it is known.
type span struct {
	// points of a series in one call.
	points int64
	// cadence is how far apart the query's points are in truth, in seconds, where
	// that is more than the step; 0 is unknown.
	cadence int64
	// doubt is the cadence of an answer that was not believed, and before the points
	// until then.
	doubt, before int64
}

// CallsNeeded is how many calls a source makes for a window of so many steps: for each query
// one for every points steps, points being [Options.Points]. It is more where an
// answer has more than the allowed bytes, or where a call is repeated.
func CallsNeeded(queries int, steps, points int64) int64 {
	return int64(queries) * ((steps + points - 1) / points)
}

// narrow makes the span a part of a stretch that was too long; false at a single step.
func (p *span) narrow(t stretch, part int64) bool {
	if t.points() <= 1 {
		return false
	}
	p.points = max(t.points()/part, 1)
	return true
}

// doubts tells whether an answer's points are regularly further apart than the step,
// as they are where Datadog averages because it finds that too much is asked. Then a
// part is asked for: where points come no closer, they are that far apart in truth.
func (p *span) doubts(times []int64, t stretch) bool {
	g := spacing(times)
	switch {
	case p.doubt > 0 && (g >= p.doubt || len(times) < 2):
		p.points, p.cadence, p.doubt = p.before, p.doubt, 0
		return false
	case g <= t.step || g <= p.cadence || !isDense(times, g, t):
		p.doubt = 0
		return false
	}
	if p.doubt == 0 {
		p.before = p.points
	}
	p.doubt = g
	return p.narrow(t, doubtPart)
}

// isDense tells whether the times fill a stretch but for a tenth, as averages do. Fewer
// than a few tell nothing.
func isDense(times []int64, apart int64, t stretch) bool {
	const few = 8
	return len(times) >= few && int64(len(times))*apart*10 >= (t.to-t.from)*9
}

// doubtPart is the part of a stretch that tells averages from sparse points: Datadog's
// roll-ups grow with the stretch, in steps of less than that.
const doubtPart = 4

// spacing is the largest number of seconds that all times are a multiple of apart.
func spacing(times []int64) int64 {
	g := int64(0)
	for i := 1; i < len(times); i++ {
		a, b := g, (times[i]-times[i-1])/1000
		for b != 0 {
			a, b = b, a%b
		}
		g = a
	}
	return g
}

// spanOf is what is known of a query from earlier.
func (s *Source) spanOf(q measure.Query, step int64) span {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.spans[spanKey(q, step)]; ok {
		return known
	}
	return span{points: int64(s.o.Points)}
}

// keep remembers what was found out about a query.
func (s *Source) keep(q measure.Query, step int64, p span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.doubt = 0
	s.spans[spanKey(q, step)] = p
}

func spanKey(q measure.Query, step int64) string {
	return strconv.FormatInt(step, 10) + " " + string(q.Kind) + " " + q.Text
}
