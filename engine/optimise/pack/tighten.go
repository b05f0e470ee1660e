package pack

import "berth.dev/engine/place"

// stride is the least share of a limit, one over it, by which [Tighten] lowers it: a
// packing that lacks one small pod lacks a little more than that pod.
const stride = 512

// Tighten lowers limits, by block and slot, so that x goes above them wherever a
// pod found no node: by what the options of the services left over use, as far as
// these pods go. It returns limits for a state of package improve; nil stands for
// the problem's capacities, and the given ones are not changed.
func Tighten(p *place.Problem, x place.Placement, k Packing, limits [][]int64) [][]int64 {
	out := make([][]int64, len(p.Blocks))
	for b := range p.Blocks {
		switch {
		case limits != nil && limits[b] != nil:
			out[b] = append([]int64(nil), limits[b]...)
		case p.Blocks[b].Hard():
			for _, v := range p.Blocks[b].Cap {
				out[b] = append(out[b], v+p.Blocks[b].FirmMax)
			}
		}
	}
	used := p.Usage(x)
	for l := range k.Lacks {
		lack := &k.Lacks[l]
		excess := make(map[int32]int64) // only looked up and written, by block
		for _, one := range lack.Left {
			option := &p.Services[one.Service].Options[x[one.Service]]
			count := int64(option.Pods[one.Item].Count[lack.Slot])
			for _, use := range option.Use {
				if out[use.Block] == nil || int(lack.Slot) >= len(use.Amount) || use.Amount[lack.Slot] == 0 {
					continue
				}
				// Rounded up: x must go above the limit.
				excess[use.Block] += (int64(use.Amount[lack.Slot])*int64(one.Count) + count - 1) / count
			}
		}
		for b := range out {
			more, ok := excess[int32(b)]
			if !ok {
				continue
			}
			t := lack.Slot
			more = max(more, used[b][t]/stride, 1)
			out[b][t] = max(0, min(out[b][t], used[b][t]-more))
		}
	}
	return out
}
