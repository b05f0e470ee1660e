package capacity

import (
	"slices"

	"berth.dev/engine/place"
	"berth.dev/engine/spec"
)

// Shared is how many nodes sharing saves.
type Shared struct {
	// Services run on the pool; Alone are the nodes each would need by itself at its
	// peak, added up; Together are those that all need at the peak of their sum.
	Services        int
	Alone, Together int
}

// room is a site with all the nodes there is room for.
func room(s *spec.Site) spec.Variation {
	v := spec.Variation{Nodes: map[[2]string]int{}}
	for _, p := range s.Pools {
		if more := int(p.MaxNodes.V - p.Nodes.V); more > 0 {
			v.Nodes[[2]string{s.Name, p.Name}] = more
		}
	}
	return v
}

// shared counts nodes. A service that may run on several pools counts at the first of
// them.
func (x *examiner) shared(pool int) Shared {
	f := x.in.Fleet
	var out Shared
	var total [][]int64
	for i := range f.Services {
		alone := 0
		for _, pods := range f.Problem.Services[i].Options[x.in.Result.Placement[i]].Pods {
			if len(pods.Pools) == 0 || pods.Pools[0] != int32(pool) {
				continue
			}
			need := demand(pods)
			alone += nodes(need, f.Problem.Pools[pool].Room)
			total = add(total, need)
		}
		if alone > 0 {
			out.Services++
			out.Alone += alone
		}
	}
	out.Together = nodes(total, f.Problem.Pools[pool].Room)
	return out
}

// demand is what pods ask for, by slot and resource.
func demand(pods place.Pods) [][]int64 {
	out := make([][]int64, len(pods.Count))
	for t, n := range pods.Count {
		out[t] = make([]int64, len(pods.Request))
		for r, v := range pods.Request {
			out[t][r] = int64(n) * v
		}
	}
	return out
}

func add(a, b [][]int64) [][]int64 {
	if a == nil {
		return b
	}
	out := make([][]int64, len(a))
	for t := range a {
		out[t] = slices.Clone(a[t])
		for r := range b[t] {
			out[t][r] += b[t][r]
		}
	}
	return out
}

// nodes is how many nodes hold the largest of the demands, resource by resource.
func nodes(need [][]int64, room []int64) int {
	most := int64(0)
	for t := range need {
		for r, v := range need[t] {
			if room[r] > 0 {
				most = max(most, (v+room[r]-1)/room[r])
			}
		}
	}
	return int(most)
}
