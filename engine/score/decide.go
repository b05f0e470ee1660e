package score

import (
	"errors"
	"slices"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

var (
	// ErrNoOption means that a service has no option of that name.
	ErrNoOption = errors.New("no such option")

	// errTooMany means that a rule reads more unknown quantities than are varied:
	// what it says could be anything.
	errTooMany = errors.New("too many unknown quantities")
)

// effort bounds the proof that a decision is firm, in boxes.
const effort = 96

// traitNames are what only a series can give.
var traitNames = []string{
	"service.surge_10m", "service.cv", "service.burstiness", "service.daily_season", "service.weekly_season", "service.idle_share",
}

func isTrait(field string) bool { return slices.Contains(traitNames, field) }

// Evaluate decides one service. An error means that a rule or the reference
// site's prices are at fault, not the service.
func (f *Fleet) Evaluate(s *spec.Service) (*Decision, error) {
	x := f.subject(s)
	d, err := x.decide()
	if err != nil || d.Firm {
		return d, err
	}
	d.Missing, d.Exact, err = x.settle()
	return d, err
}

// decide fills the matrix at the typical point and proves or refutes that the
// winner is firm.
func (x *subject) decide() (*Decision, error) {
	d := &Decision{Service: x.svc.Name, Inputs: x.list, Weights: x.weights}
	m, err := x.moment(x.typical, false)
	if err != nil {
		return nil, err
	}
	d.Vars = m.service
	totals, states := make([]total, len(x.options)), make([]state, len(x.options))
	for i := range x.options {
		states[i] = x.at(&x.options[i], m)
		if totals[i], err = x.total(i, &states[i]); err != nil {
			return nil, err
		}
	}
	w := winner(x.options, totals)
	for i := range x.options {
		if x.brief && i != w {
			continue
		}
		row, err := x.row(&x.options[i], &states[i], m)
		if err != nil {
			return nil, err
		}
		row.Score, row.Low, row.High = totals[i].score, totals[i].score, totals[i].score
		d.Options = append(d.Options, row)
		d.OnMoney = totals[i].silent
		if o := x.options[i]; o.burst == nil && o.site.Name == x.common.ReferenceSite {
			d.Reference = row.Bill.Total
		}
	}
	if w >= 0 {
		d.Winner = d.Option(x.options[w].id)
	}
	return d, x.firmness(d)
}

// winner returns the index of the best feasible option, or -1.
func winner(options []option, totals []total) int {
	best := -1
	for i, t := range totals {
		if t.feasible && (best < 0 || better(t, totals[best], options[i].id, options[best].id)) {
			best = i
		}
	}
	return best
}

// firmness fills Possible, Firm and the score intervals.
func (x *subject) firmness(d *Decision) error {
	won := ""
	if d.Winner != nil {
		won = d.Winner.ID
	}
	if x.whole.decided() && !x.unsure() {
		d.Firm, d.Possible = true, []string{won}
		return nil
	}
	root, err := x.spans(x.whole)
	if err != nil {
		return err
	}
	if err := x.rule(root); err != nil {
		return err
	}
	all, err := x.boundAll(root)
	if err != nil {
		return err
	}
	for i, b := range all {
		if o := d.Option(x.options[i].id); o != nil {
			o.Low, o.High = b.lo, b.hi
		}
	}
	if d.Possible = x.unbeaten(all); len(d.Possible) > 1 {
		differ, err := x.disagree()
		if err != nil {
			return err
		}
		if !differ {
			// No point speaks against a proof, so one is looked for.
			if d.Possible, err = x.possible(x.whole, effort); err != nil {
				return err
			}
		}
	}
	d.Firm = len(d.Possible) == 1
	return nil
}

// disagree tells whether two points have different winners, which refutes
// firmness for less than a proof takes.
func (x *subject) disagree() (bool, error) {
	first := ""
	for i, p := range append([]point{x.typical}, x.probes()...) {
		w, err := x.winnerAt(p)
		if err != nil {
			return false, err
		}
		if i == 0 {
			first = w[0]
		}
		if w[0] != first {
			return true, nil
		}
	}
	return false, nil
}

// allCorners is up to how many open inputs all corners of the box are probed.
const allCorners = 4

// probes are corners of the whole box: all of them where few inputs are open,
// else both ends and a fixed choice that mixes low and high.
func (x *subject) probes() (out []point) {
	var open []int
	for i := range x.whole.lo {
		if x.whole.lo[i] != x.whole.hi[i] {
			open = append(open, i)
		}
	}
	corners := 1 << min(len(open), allCorners)
	for c := range corners {
		p := slices.Clone(x.whole.lo)
		for k, i := range open {
			// Beyond the first few, inputs follow different bits of c, so that no
			// two always move together.
			if bit := k % allCorners; (c>>bit^c>>((bit+k/allCorners)%allCorners)*(k/allCorners))&1 == 1 {
				p[i] = x.whole.hi[i]
			}
		}
		out = append(out, p)
	}
	return append(out, x.whole.hi)
}

// possible returns the options that may win somewhere in a box, sorted; "" for
// none allowed. It never leaves one out.
func (x *subject) possible(b box, effort int) ([]string, error) {
	var found []string
	queue := []box{b}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		candidates, err := x.candidates(at)
		if err != nil {
			return nil, err
		}
		if len(candidates) == 1 || effort <= 0 || subset(candidates, found) {
			found = union(found, candidates)
			continue
		}
		lower, upper, ok := x.cut(at)
		if !ok {
			found = union(found, candidates)
			continue
		}
		effort -= 2
		queue = append(queue, lower, upper)
	}
	return found, nil
}

// candidates returns the options that no other surely beats in a box.
func (x *subject) candidates(b box) ([]string, error) {
	if b.decided() && !x.unsure() {
		return x.winnerAt(b.lo)
	}
	spans, err := x.spans(b)
	if err != nil {
		return nil, err
	}
	all, err := x.boundAll(spans)
	if err != nil {
		return nil, err
	}
	return x.unbeaten(all), nil
}

func (x *subject) boundAll(spans []span) ([]bounds, error) {
	out := make([]bounds, len(spans))
	for n := range spans {
		var err error
		if out[n], err = x.bound(n, &spans[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unbeaten returns the options that no other surely beats, sorted; "" where
// perhaps none is allowed.
func (x *subject) unbeaten(all []bounds) (out []string) {
	best, sure := -1.0, false // the least the winner surely has
	for _, b := range all {
		if b.always {
			best, sure = max(best, b.lo), true
		}
	}
	for n, b := range all {
		if !b.never && (!sure || b.hi >= best) {
			out = append(out, x.options[n].id)
		}
	}
	if !sure {
		out = append(out, "")
	}
	slices.Sort(out)
	return out
}

// winnerAt returns the winner at a point.
func (x *subject) winnerAt(p point) ([]string, error) {
	m, err := x.moment(p, false)
	if err != nil {
		return nil, err
	}
	totals := make([]total, len(x.options))
	for i := range x.options {
		s := x.at(&x.options[i], m)
		if totals[i], err = x.total(i, &s); err != nil {
			return nil, err
		}
	}
	if w := winner(x.options, totals); w >= 0 {
		return []string{x.options[w].id}, nil
	}
	return []string{""}, nil
}

// cut halves a box where it is widest, measured against the whole range. Wide
// ranges are cut at their geometric middle: volumes matter by orders of
// magnitude.
func (x *subject) cut(b box) (lower, upper box, ok bool) {
	at, widest := -1, 0.0
	for i := range b.lo {
		whole := x.whole.hi[i] - x.whole.lo[i]
		if whole <= 0 {
			continue
		}
		if w := (b.hi[i] - b.lo[i]) / whole; w > widest && b.lo[i] < b.hi[i] {
			at, widest = i, w
		}
	}
	if at < 0 {
		return b, b, false
	}
	middle := (b.lo[at] + b.hi[at]) / 2
	if floor := b.hi[at] / 1000; b.hi[at] > 8*max(b.lo[at], floor) && b.lo[at] >= 0 {
		middle = geometric(max(b.lo[at], floor), b.hi[at])
	}
	lower, upper = b.clone(), b.clone()
	lower.hi[at], upper.lo[at] = middle, middle
	return lower, upper, true
}

func subset(a, b []string) bool {
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return true
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

func (f *Fleet) hourlyMoney() money.Amount {
	return f.Tariff.Convert(f.Workspace.Settings.HourlyRate.V.Amount)
}
