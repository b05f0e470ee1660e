package pack_test

import (
	"testing"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

func TestAPackingThatWasChangedIsRefused(t *testing.T) {
	// Service 0 runs 2 pods of 2 cores on web, service 1 one pod on web or gpu.
	pools := []place.Pool{{Name: "web", Nodes: 1, Room: []int64{5, 9}}, {Name: "gpu", Nodes: 1, Room: []int64{9, 9}}}
	p := fleet(pools,
		[]place.Pods{{Pools: []int32{0}, Request: []int64{2, 1}, Count: []int32{2, 1}}},
		[]place.Pods{{Pools: []int32{0, 1}, Request: []int64{2, 1}, Count: []int32{1, 1}}})
	tests := []struct {
		name   string
		change func(k *pack.Packing)
	}{
		{"a pod too few", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pods[0].Count-- }},
		{"a pod too many for the node", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pods[0].Count++ }},
		{"no pods", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pods[0].Count = 0 }},
		{"a pool that is not allowed", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pool = 1 }},
		{"a node that does not exist", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Number = 1 }},
		{"a pool that does not exist", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pool = 2 }},
		{"a service that does not exist", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pods[0].Service = 2 }},
		{"an item that does not exist", func(k *pack.Packing) { k.Assignments[0].Nodes[0].Pods[0].Item = 1 }},
		{"a slot left out", func(k *pack.Packing) { k.Assignments[0].Slots = k.Assignments[0].Slots[1:] }},
		{"a slot that does not exist", func(k *pack.Packing) { k.Assignments[0].Slots[1] = 2 }},
		{"a node listed twice", func(k *pack.Packing) {
			k.Assignments[0].Nodes = append(k.Assignments[0].Nodes, k.Assignments[0].Nodes[0])
		}},
		{"a lack in no slot", func(k *pack.Packing) { k.Lacks = []pack.Lack{{Slot: 2}} }},
		{"a lack elsewhere", func(k *pack.Packing) {
			k.Lacks = []pack.Lack{{Slot: 0, Pools: []int32{1}}}
			k.Assignments[0].Nodes[0].Pods[0].Count--
		}},
	}
	sound := pack.Check(p, none(p))
	if err := sound.Verify(p, none(p)); err != nil || !sound.Packed() {
		t.Fatal(err, sound.Lacks)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := pack.Check(p, none(p))
			test.change(&k)
			if k.Verify(p, none(p)) == nil {
				t.Errorf("accepted: %+v", k)
			}
		})
	}
}
