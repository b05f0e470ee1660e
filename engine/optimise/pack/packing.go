package pack

import (
	"slices"

	"berth.dev/engine/place"
)

// Packing says where the pods of a placement run, slot by slot, and which found no
// node.
type Packing struct {
	// Assignments together hold every pod of every slot that is in no lack. The pods
	// of one slot may be in several, which then have no node in common.
	Assignments []Assignment
	// Lacks are by slot and then pool what found no node.
	Lacks []Lack
}

// Assignment says what stands on some nodes in some slots.
type Assignment struct {
	// Slots are those it holds for, in order. It has room for the most that any of
	// them asks for.
	Slots []int32
	// Nodes are those with pods on them, by pool and number.
	Nodes []Node
}

// Node is one node of a pool with its pods.
type Node struct {
	// Number counts the nodes of a pool from 0.
	Pool, Number int32
	// Pods are by service and item.
	Pods []Placed
}

// Placed are like replicas of a service: item is their place in the Pods of its
// option.
type Placed struct {
	Service, Item, Count int32
}

// Lack says what found no node in a slot.
type Lack struct {
	Slot int32
	// Pools are those of the island, in order; empty where the pods may run nowhere.
	Pools []int32
	// Proven says that no packing exists; otherwise none was found. Why is then the
	// reason, for people.
	Proven bool
	Why    string
	// Left are the pods without a node, of the attempt that left the least; Missing
	// is what they ask for, by resource.
	Left    []Placed
	Missing []int64
}

// Packed says whether every pod found a node.
func (k *Packing) Packed() bool { return len(k.Lacks) == 0 }

// Check packs the pods of x. The problem must have passed [place.Problem.Check].
func Check(p *place.Problem, x place.Placement) Packing { return New(p).Check(x) }

func (k *Packing) sort() {
	slices.SortStableFunc(k.Lacks, func(a, b Lack) int {
		if a.Slot != b.Slot {
			return int(a.Slot - b.Slot)
		}
		return slices.Compare(a.Pools, b.Pools)
	})
}
