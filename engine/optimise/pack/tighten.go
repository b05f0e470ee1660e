package pack

import "berth.dev/engine/place"

// Limits are how much may be used by block and slot so that a placement packs, as far
// as placements that did and did not pack tell. They only guide: what packs depends on
// which pods there are, not on their sum alone.
type Limits struct {
	problem *place.Problem
	rows    [][]limit
}

// limit is what is known of a slot of a block.
type limit struct {
	// cap is what the problem allows. high is the least use at which a pod found no
	// node, above cap for none; low the most at which all did, -1 for none.
	cap, high, low int64
	// step is by how much high is lowered next; 0 where nothing ever failed.
	step int64
}

// NewLimits are the problem's own capacities.
func NewLimits(p *place.Problem) *Limits {
	l := &Limits{problem: p, rows: make([][]limit, len(p.Blocks))}
	for b := range p.Blocks {
		if !p.Blocks[b].Hard() {
			continue
		}
		for _, v := range p.Blocks[b].Cap {
			v += p.Blocks[b].FirmMax
			l.rows[b] = append(l.rows[b], limit{cap: v, high: v + 1, low: -1})
		}
	}
	return l
}

// Packed learns from a placement whose pods all found a node.
func (l *Limits) Packed(x place.Placement) {
	used := l.problem.Usage(x)
	for b, row := range l.rows {
		for t := range row {
			row[t].packed(used[b][t])
		}
	}
}

func (q *limit) packed(use int64) {
	q.low = max(q.low, use)
	if q.step > 0 && q.high <= q.low {
		q.high = min(q.cap+1, q.low+q.step)
	}
}

// Raise takes the present limits for ones that pack: nothing below them is of use.
func (l *Limits) Raise() {
	for _, row := range l.rows {
		for t := range row {
			row[t].packed(row[t].limit())
		}
	}
}

// Failed learns from a placement and what of it found no node: those slots of the
// blocks that its pods use are lowered, of these the fullest. What is not full does
// not keep a pod from a node.
func (l *Limits) Failed(x place.Placement, k *Packing) {
	used := l.problem.Usage(x)
	lacking := make(map[int32]bool) // only looked up, by slot
	for n := range k.Lacks {
		lacking[k.Lacks[n].Slot] = true
		l.failed(x, used, &k.Lacks[n])
	}
	for b, row := range l.rows {
		for t := range row {
			// A block with one slot is none of hours.
			if len(row) > 1 && !lacking[int32(t)] {
				row[t].packed(used[b][t])
			}
		}
	}
}

// nearly is how full a block must be, as a share of the fullest, to be lowered.
const nearly = 0.97

func (l *Limits) failed(x place.Placement, used place.Usage, lack *Lack) {
	t := int(lack.Slot)
	excess := make([]int64, len(l.rows))
	fullest := 0.0
	for _, one := range lack.Left {
		option := &l.problem.Services[one.Service].Options[x[one.Service]]
		count := int64(option.Pods[one.Item].Count[t])
		for _, use := range option.Use {
			row := l.rows[use.Block]
			if row == nil || t >= len(use.Amount) || use.Amount[t] == 0 {
				continue
			}
			// Rounded up: x must go above the limit.
			excess[use.Block] += (int64(use.Amount[t])*int64(one.Count) + count - 1) / count
			fullest = max(fullest, row[t].full(used[use.Block][t]))
		}
	}
	for b, more := range excess {
		if more > 0 && l.rows[b][t].full(used[b][t]) >= nearly*fullest {
			l.rows[b][t].lower(used[b][t], more)
		}
	}
}

func (q *limit) full(use int64) float64 { return float64(use) / float64(max(1, q.cap)) }

// lower takes a use at which so much found no node below the limit. Each time that
// does not suffice the step is twice as long.
func (q *limit) lower(use, more int64) {
	if use <= q.high && q.step > 0 && q.low < 0 {
		more = max(more, 2*q.step)
	}
	q.step = max(more, 1)
	q.high = min(q.high, use)
	if q.low >= q.high {
		q.low = -1
	}
}

// limit is what to try next: below what failed, half way up from what packed.
func (q *limit) limit() int64 {
	switch {
	case q.step == 0:
		return q.cap
	case q.low < 0:
		return max(0, q.high-q.step)
	}
	return max(q.low, min(q.cap, q.high-1)-(min(q.cap, q.high-1)-q.low)/2)
}

// Limits are what to keep next, by block and slot, for a state of package improve; nil
// rows are those of blocks that are not hard.
func (l *Limits) Limits() [][]int64 {
	out := make([][]int64, len(l.rows))
	for b, row := range l.rows {
		for t := range row {
			out[b] = append(out[b], row[t].limit())
		}
	}
	return out
}

// Tighten lowers limits, by block and slot, so that x goes above them wherever a
// pod found no node: by what the options of the services left over use, as far as
// these pods go. It returns limits for a state of package improve; nil stands for
// the problem's capacities, and the given ones are not changed.
func Tighten(p *place.Problem, x place.Placement, k Packing, limits [][]int64) [][]int64 {
	l := NewLimits(p)
	l.Failed(x, &k)
	out := l.Limits()
	for b := range limits {
		for t, v := range limits[b] {
			out[b][t] = min(out[b][t], v)
		}
	}
	return out
}
