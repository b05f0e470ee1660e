package plan

import (
	"fmt"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// pack puts the pods on nodes, slot by slot. The pods of one slot may be in several
// assignments of the packer; the file has one for each slot.
func (m *maker) pack() {
	packed := pack.Check(m.p, m.x)
	by := make([][]int, slots(m.p))
	for k, a := range packed.Assignments {
		for _, t := range a.Slots {
			by[t] = append(by[t], k)
		}
	}
	at := map[string]int{}
	for t, parts := range by {
		key := fmt.Sprint(parts)
		k, known := at[key]
		if !known {
			k = len(m.f.Packing)
			at[key] = k
			m.f.Packing = append(m.f.Packing, Packed{Nodes: m.nodes(&packed, parts), Slots: []int{}})
		}
		m.f.Packing[k].Slots = append(m.f.Packing[k].Slots, t)
	}
}

// slots is how many slots the pods of a problem are counted in.
func slots(p *place.Problem) int {
	most := 0
	for i := range p.Services {
		for _, o := range p.Services[i].Options {
			for _, pods := range o.Pods {
				most = max(most, len(pods.Count))
			}
		}
	}
	return most
}

func (m *maker) nodes(packed *pack.Packing, parts []int) []PackedNode {
	out := []PackedNode{}
	for _, k := range parts {
		for _, node := range packed.Assignments[k].Nodes {
			one := PackedNode{Pool: int(node.Pool), Pods: [][3]int{}}
			for _, pods := range node.Pods {
				one.Pods = append(one.Pods, [3]int{int(pods.Service), int(pods.Item), int(pods.Count)})
			}
			out = append(out, one)
		}
	}
	return out
}
