package verify

import "fmt"

// packing proves that whole pods fit on whole nodes: every slot of the week belongs
// to one arrangement of pods on nodes; no node holds more than it has room for, no
// pool has more nodes in an arrangement than it owns, every pod is on a pool it may
// run on; and an arrangement holds at least the pods that every group's chosen
// option has in each of its slots.
func (s *subject) packing(c *findings) string {
	week := s.week
	seen := make([]bool, week)
	covered, most := 0, 0
	for k := range s.f.Packing {
		one := &s.f.Packing[k]
		where := fmt.Sprintf("arrangement %d", k+1)
		for _, t := range one.Slots {
			if t < 0 || t >= week || seen[t] {
				c.add("%s: slot %d is none of the week's %d, or is arranged twice", where, t, week)
				return ""
			}
			seen[t] = true
			covered++
		}
		most = max(most, len(one.Nodes))
		s.enough(c, where, one.Slots, s.hold(c, where, one.Nodes))
		if s.meter.empty() {
			return ""
		}
	}
	if covered != week {
		c.add("%d of %d slots have no arrangement", week-covered, week)
	}
	return fmt.Sprintf("%s for %s, with up to %s", count(len(s.f.Packing), "arrangement", "arrangements"), count(week, "slot", "slots"), count(most, "node", "nodes"))
}

// hold looks at the nodes of an arrangement and adds up the pods they hold, by group
// and place among the chosen option's pods.
func (s *subject) hold(c *findings, where string, nodes []packedNode) map[[2]int]wide {
	p := &s.f.Problem
	held := make(map[[2]int]wide)
	used := make([]int, len(p.Pools))
	for n := range nodes {
		one := &nodes[n]
		if one.Pool < 0 || one.Pool >= len(p.Pools) {
			c.add("%s node %d: there is no pool %d", where, n+1, one.Pool)
			continue
		}
		home := &p.Pools[one.Pool]
		if used[one.Pool]++; used[one.Pool] > home.Nodes {
			c.add("%s: more than the %d nodes of pool %q", where, home.Nodes, home.Name)
			return held
		}
		s.meter.spend(1 + len(one.Pods)*(1+len(home.Room)))
		full := make([]wide, len(home.Room))
		for _, pod := range one.Pods {
			kind := s.pod(pod)
			if kind == nil || pod[2] <= 0 || !has(kind.Pools, one.Pool) {
				c.add("%s node %d: pods %v are none of the plan's, or may not run on pool %q", where, n+1, pod, home.Name)
				return held
			}
			key := [2]int{pod[0], pod[1]}
			held[key] = held[key].plus(widen(int64(pod[2])))
			for r := range full {
				full[r] = full[r].plus(product(kind.Request[r], int64(pod[2])))
				// Looked at after every term, so that 128 bits are never full.
				if widen(home.Room[r]).less(full[r]) {
					c.add("%s node %d: %s of %s are requested and %q has %s", where, n+1, full[r], p.Resources[r], home.Name, widen(home.Room[r]))
					return held
				}
			}
		}
	}
	return held
}

// pod is what the entry of a node names, nil where there is no such thing.
func (s *subject) pod(entry [3]int) *pods {
	p := &s.f.Problem
	if entry[0] < 0 || entry[0] >= len(p.Groups) {
		return nil
	}
	kinds := p.Groups[entry[0]].Options[s.f.Placement[entry[0]]].Pods
	if entry[1] < 0 || entry[1] >= len(kinds) {
		return nil
	}
	return &kinds[entry[1]]
}

func has(list []int, v int) bool {
	for _, one := range list {
		if one == v {
			return true
		}
	}
	return false
}

// enough compares what an arrangement holds with what its slots need.
func (s *subject) enough(c *findings, where string, slots []int, held map[[2]int]wide) {
	p := &s.f.Problem
	need := make(map[int]int64) // by vector: many pods share one
	for g := range p.Groups {
		kinds := p.Groups[g].Options[s.f.Placement[g]].Pods
		for k := range kinds {
			most, known := need[kinds[k].Count]
			if !known {
				if !s.meter.spend(len(slots)) {
					return
				}
				for _, t := range slots {
					most = max(most, p.Vectors[kinds[k].Count][t])
				}
				need[kinds[k].Count] = most
			}
			if s.meter.spend(1); held[[2]int{g, k}].less(widen(most)) {
				c.add("%s: %q needs %d pods and the nodes hold %s", where, p.Groups[g].Name, most, held[[2]int{g, k}])
			}
		}
	}
}
