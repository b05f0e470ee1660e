package pack

import (
	"fmt"

	"berth.dev/engine/place"
)

// Verify says what is wrong with a packing of x: a pod on a node it may not run on,
// a node that does not exist or is too full, a slot whose pods are neither placed
// nor said to be lacking. It uses nothing of how packings are found.
func (k *Packing) Verify(p *place.Problem, x place.Placement) error {
	slots := 0
	for i := range x {
		for _, pods := range p.Services[i].Options[x[i]].Pods {
			slots = max(slots, len(pods.Count))
		}
	}
	bySlot := make([][]*Assignment, slots)
	for a := range k.Assignments {
		if err := k.Assignments[a].check(p, x); err != nil {
			return err
		}
		for _, t := range k.Assignments[a].Slots {
			if t < 0 || int(t) >= slots {
				return fmt.Errorf("an assignment for slot %d of %d", t, slots)
			}
			bySlot[t] = append(bySlot[t], &k.Assignments[a])
		}
	}
	// What found a node on an island where something else did not is not kept.
	lacking := make(map[[2]int32]bool)
	for _, lack := range k.Lacks {
		if lack.Slot < 0 || int(lack.Slot) >= slots {
			return fmt.Errorf("a lack in slot %d of %d", lack.Slot, slots)
		}
		for _, pool := range lack.Pools {
			lacking[[2]int32{lack.Slot, pool}] = true
		}
		if len(lack.Pools) == 0 {
			lacking[[2]int32{lack.Slot, nowhere}] = true
		}
	}
	for t := range bySlot {
		excused := func(pods *place.Pods) bool {
			for _, pool := range pods.Pools {
				if lacking[[2]int32{int32(t), pool}] {
					return true
				}
			}
			return len(pods.Pools) == 0 && lacking[[2]int32{int32(t), nowhere}]
		}
		if err := covers(p, x, t, bySlot[t], excused); err != nil {
			return fmt.Errorf("slot %d: %w", t, err)
		}
	}
	return nil
}

// nowhere stands for the pool of pods that may run on none.
const nowhere = -1

// check looks at the nodes of one assignment.
func (a *Assignment) check(p *place.Problem, x place.Placement) error {
	for n := range a.Nodes {
		node := &a.Nodes[n]
		if node.Pool < 0 || int(node.Pool) >= len(p.Pools) || node.Number < 0 || int(node.Number) >= p.Pools[node.Pool].Nodes {
			return fmt.Errorf("no node %d of pool %d", node.Number, node.Pool)
		}
		used := make([]int64, len(p.Resources))
		for _, one := range node.Pods {
			pods, err := find(p, x, one)
			if err != nil {
				return err
			}
			allowed := false
			for _, pool := range pods.Pools {
				allowed = allowed || pool == node.Pool
			}
			if !allowed || one.Count <= 0 {
				return fmt.Errorf("%d pods of %s on %s", one.Count, p.Services[one.Service].Name, p.Pools[node.Pool].Name)
			}
			for r, v := range pods.Request {
				used[r] += v * int64(one.Count)
			}
		}
		for r, v := range used {
			if v > p.Pools[node.Pool].Room[r] {
				return fmt.Errorf("node %d of %s holds %d of %s, has %d", node.Number, p.Pools[node.Pool].Name, v, p.Resources[r], p.Pools[node.Pool].Room[r])
			}
		}
	}
	return nil
}

func find(p *place.Problem, x place.Placement, one Placed) (*place.Pods, error) {
	if one.Service < 0 || int(one.Service) >= len(x) {
		return nil, fmt.Errorf("pods of a service %d", one.Service)
	}
	pods := p.Services[one.Service].Options[x[one.Service]].Pods
	if one.Item < 0 || int(one.Item) >= len(pods) {
		return nil, fmt.Errorf("no pods %d of %s", one.Item, p.Services[one.Service].Name)
	}
	return &pods[one.Item], nil
}

// covers says whether the assignments of a slot hold all its pods but those excused,
// on different nodes.
func covers(p *place.Problem, x place.Placement, slot int, list []*Assignment, excused func(*place.Pods) bool) error {
	have := make(map[[2]int32]int32)
	taken := make(map[[2]int32]bool)
	for _, a := range list {
		for n := range a.Nodes {
			node := [2]int32{a.Nodes[n].Pool, a.Nodes[n].Number}
			if taken[node] {
				return fmt.Errorf("node %d of %s is listed twice", node[1], p.Pools[node[0]].Name)
			}
			taken[node] = true
			for _, one := range a.Nodes[n].Pods {
				have[[2]int32{one.Service, one.Item}] += one.Count
			}
		}
	}
	for i := range x {
		list := p.Services[i].Options[x[i]].Pods
		for k := range list {
			pods := &list[k]
			if slot < len(pods.Count) && !excused(pods) && have[[2]int32{int32(i), int32(k)}] < pods.Count[slot] {
				return fmt.Errorf("%s lacks nodes for %d pods", p.Services[i].Name, pods.Count[slot]-have[[2]int32{int32(i), int32(k)}])
			}
		}
	}
	return nil
}
