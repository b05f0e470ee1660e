package capacity

import (
	"slices"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// Shared is how many nodes sharing saves. Spare nodes are left aside on both sides.
type Shared struct {
	// Services run on the pool. Alone are the nodes that each would need by itself at
	// its own peak, added up; Together are the most that all of them are packed on in
	// any hour.
	Services        int
	Alone, Together int
}

// shared counts nodes. A service that may run on several pools counts at the one that
// takes most of its pods.
func (x *examiner) shared(pool int) Shared {
	p, x0 := x.in.Fleet.Problem, x.in.Result.Placement
	packed := pack.Check(p, x0)
	most := map[[3]int32]int64{} // by service, item and pool
	used := map[int32]int{}
	for _, a := range packed.Assignments {
		here := 0
		for _, n := range a.Nodes {
			if int(n.Pool) == pool {
				here++
			}
			for _, pods := range n.Pods {
				most[[3]int32{pods.Service, pods.Item, n.Pool}] += int64(pods.Count) * int64(len(a.Slots))
			}
		}
		for _, t := range a.Slots {
			used[t] += here
		}
	}
	var out Shared
	for _, n := range used {
		out.Together = max(out.Together, n)
	}
	for i := range p.Services {
		for k, pods := range p.Services[i].Options[x0[i]].Pods {
			home, count := -1, int64(0)
			for _, q := range pods.Pools {
				if n := most[[3]int32{int32(i), int32(k), q}]; n > count {
					home, count = int(q), n
				}
			}
			if home == pool {
				out.Services++
				out.Alone += nodes(pods, p.Pools[pool].Room)
			}
		}
	}
	return out
}

// nodes is how many nodes like replicas need at their peak: as many fit on one as the
// scarcest resource allows.
func nodes(pods place.Pods, room []int64) int {
	peak := slices.Max(pods.Count)
	fit := int64(peak)
	for r, v := range pods.Request {
		if v > 0 {
			fit = min(fit, room[r]/v)
		}
	}
	if fit < 1 {
		return 0
	}
	return int((int64(peak) + fit - 1) / fit)
}
