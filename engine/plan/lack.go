package plan

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/place"
	"berth.dev/engine/unit"
)

// lacks says what taking an option breaks with all else unchanged, "" for nothing.
// Whether its pods then find a node is not asked.
func (e *explainer) lacks(i int32, l uint8) string {
	if l == e.x[i] {
		return ""
	}
	// What the option takes more than the chosen one of blocks with one slot, because
	// of neighbours.
	more := map[int32]int64{}
	for _, k := range e.pairs[i] {
		q := &e.p.Pairs[k]
		if q.Rule == nil {
			continue
		}
		other, at, now := q.B, e.p.At(q, l, e.x[q.B]), e.p.At(q, e.x[q.A], e.x[q.B])
		if q.B == i {
			other, at = q.A, e.p.At(q, e.x[q.A], l)
		}
		if q.Rule.Forbid != nil && q.Rule.Forbid[at] {
			return fmt.Sprintf("a rule forbids it with %s on %s", e.p.Services[other].Name, e.p.Services[other].Options[e.x[other]].Name)
		}
		for _, use := range q.Rule.Use {
			more[use.Block] += int64(use.Amount[at]) - int64(use.Amount[now])
		}
	}
	now, then := e.p.Services[i].Options[e.x[i]].Use, e.p.Services[i].Options[l].Use
	by := make([][]int64, len(e.p.Blocks))
	for b := range by {
		old, next := useOf(now, int32(b)), useOf(then, int32(b))
		if next == nil && more[int32(b)] <= 0 {
			continue
		}
		by[b] = make([]int64, len(e.usage[b]))
		for t, used := range e.usage[b] {
			by[b][t] = used + more[int32(b)] + amount(next, t) - amount(old, t)
		}
	}
	return e.file.lack(e.p, by)
}

// lack says which hard capacity a use breaks, the one that lacks the largest share of
// what it has; nil is a block that is not asked for. What whole pods lose counts only
// where nothing else is broken: the sums are what a person can follow.
func (f *File) lack(p *place.Problem, use [][]int64) string {
	worst, most, whole := -1, 0.0, false
	for b := range p.Blocks {
		block := &p.Blocks[b]
		pieces := f.Problem.Blocks[b].Scale == pieces
		if use[b] == nil || !block.Hard() || worst >= 0 && pieces && !whole {
			continue
		}
		for t, used := range use[b] {
			share := float64(used-block.Cap[t]-block.FirmMax) / float64(max(1, block.Cap[t]))
			if share > 0 && (share > most || whole && !pieces) {
				worst, most, whole = b, share, pieces
			}
		}
	}
	if worst < 0 {
		return ""
	}
	by := make([]int64, len(use[worst]))
	for t, used := range use[worst] {
		by[t] = used - p.Blocks[worst].Cap[t] - p.Blocks[worst].FirmMax
	}
	return f.lackOf(worst, by)
}

// useOf is what an option takes of a block, nil for nothing.
func useOf(use []place.Use, block int32) []int32 {
	at, found := slices.BinarySearchFunc(use, block, func(one place.Use, block int32) int { return int(one.Block - block) })
	if !found {
		return nil
	}
	return use[at].Amount
}

func amount(use []int32, slot int) int64 {
	if use == nil {
		return 0
	}
	return int64(use[slot])
}

// pieces is the scale of a block that counts whole pods.
const pieces = "pieces"

// lackOf says how much of a capacity is missing, and when most.
func (f *File) lackOf(block int, by []int64) string {
	meta := &f.Problem.Blocks[block]
	scale := ScaleOf(meta.Scale)
	worst := slices.Max(by)
	when := at(SlotName(len(by), slices.Index(by, worst)))
	if when != "" && slices.Min(by) == worst {
		when = " in every hour"
	}
	if name, ok := strings.CutSuffix(meta.Name, "/latency"); ok && meta.Scale == "µs" {
		return fmt.Sprintf("the latency budget of %s is %s too small", name, scale.words(worst))
	}
	if name, size, ok := strings.Cut(meta.Name, " in whole pods of "); ok && meta.Scale == pieces {
		name = strings.TrimSuffix(name, "/"+meta.Resource)
		pods := "pods"
		if worst == 1 {
			pods = "pod"
		}
		return fmt.Sprintf("the nodes of %s lack room for %d whole %s of %s %s%s", name, worst, pods, size, meta.Resource, when)
	}
	return fmt.Sprintf("%s lacks %s%s", meta.Name, scale.words(worst), when)
}

// words writes an amount with its unit.
func (s Scale) words(units int64) string {
	n := unit.Number(float64(units) / s.Per)
	if s.Unit == "" {
		return n
	}
	return n + " " + s.Unit
}
