package forecast

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

const (
	// mostHeld is the most weeks that are held back, and leastWeeks the fewest that a
	// series has: one to learn from, one to choose by, one held back.
	mostHeld   = 4
	leastWeeks = 3
	// mostOrigins is how many times a method is tried at most, each a week apart.
	mostOrigins = 12
	// best is how many of the best are taken together.
	best = 3
)

// contest is a series cut into what methods may see and what was held back.
type contest struct {
	all, training hourly
	held          []float64
	// origins are where the training part is cut to try the methods.
	origins []int
}

// newContest holds back as many weeks as are asked for, at most a quarter of all and
// four. The reason is "" where methods can be tried.
func newContest(h hourly, weeks int) (c contest, why string) {
	all := len(h.values) / weekHours
	if all < leastWeeks {
		return c, fmt.Sprintf("the series is %d days long, and 21 are needed: a week to learn from, one to choose by, and one held back to see how wrong the choice is", len(h.values)/dayHours)
	}
	weeks = min(max(1, min(weeks, all/4)), mostHeld)
	n := len(h.values) - weeks*weekHours
	c = contest{all: h, training: h.head(n), held: h.values[n:]}
	if !halfMeasured(c.held) {
		return c, fmt.Sprintf("less than half of the last %s was measured, so that nobody could tell how wrong a forecast is", count(weeks, "week"))
	}
	for at := n - len(c.held); at >= max(weekHours, n/3) && len(c.origins) < mostOrigins; at -= weekHours {
		if halfMeasured(h.values[at:at+len(c.held)]) && halfMeasured(h.values[:at]) {
			c.origins = append(c.origins, at)
		}
	}
	if len(c.origins) == 0 {
		return c, "too little was measured before the last weeks to choose a method by"
	}
	return c, ""
}

func halfMeasured(values []float64) bool {
	return 2*hourly{values: values}.measured() >= len(values)
}

// entry is a method with what came of it.
type entry struct {
	method
	Trial
	// wrong are its errors at each origin, actual less forecast.
	wrong [][]float64
}

// try lets a method forecast from every origin, and then the weeks held back.
func (c *contest) try(m method) entry {
	e := entry{method: m, Trial: Trial{Name: m.name, Words: m.words, Naive: m.naive}}
	var each []Errors
	for _, at := range c.origins {
		actual := c.training.values[at : at+len(c.held)]
		said := m.run(c.training.head(at), len(c.held))
		each = append(each, compare(actual, said, c.training.values[:at]))
		e.wrong = append(e.wrong, less(actual, said))
	}
	e.Choice = meanErrors(each)
	e.Held = compare(c.held, m.run(c.training, len(c.held)), c.training.values)
	return e
}

// less is a - b, place by place.
func less(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// compare measures one forecast.
func compare(actual, said, training []float64) Errors {
	e := Errors{MAE: meanError(actual, said), SMAPE: SMAPE(actual, said), MASE: MASE(actual, said, training, dayHours)}
	e.Hours = hourly{values: actual}.measured()
	if math.IsNaN(e.MASE) {
		e.MASE = -1
	}
	return e
}

// meanErrors is the mean of several, each as much as the others.
func meanErrors(each []Errors) (out Errors) {
	n := float64(len(each))
	for _, e := range each {
		out.MAE += e.MAE / n
		out.SMAPE += e.SMAPE / n
		out.Hours += e.Hours
		if e.MASE < 0 || out.MASE < 0 {
			out.MASE = -1
			continue
		}
		out.MASE += e.MASE / n
	}
	return out
}

// run tries all methods, and the best of them together, in the order of their error
// inside the training part. What came of the weeks held back changes nothing here.
func (c *contest) run() []entry {
	var all []entry
	for _, m := range methods() {
		all = append(all, c.try(m))
	}
	byChoice := func(a, b entry) int { return cmp.Compare(a.Choice.MAE, b.Choice.MAE) }
	slices.SortStableFunc(all, byChoice)
	var of []method
	words := "the mean of the three that were best where they were tried:"
	for i, e := range all[:best] {
		of = append(of, e.method)
		words += map[bool]string{true: " ", false: ", "}[i == 0] + e.Name
	}
	all = append(all, c.try(together("best-three", words, of)))
	slices.SortStableFunc(all, byChoice)
	return all
}

// betterThan says that a method was less wrong by both measures on the weeks held back.
func (e Errors) betterThan(other Errors) bool { return e.MAE < other.MAE && e.SMAPE < other.SMAPE }
