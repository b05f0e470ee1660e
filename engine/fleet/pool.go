package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// The resources that every pool has; further ones follow by name.
const (
	cpu = iota
	memory
)

const (
	// milli is thousandths of a core in a core, mebi MiB in a GiB.
	milli, mebi = 1000, 1024
	bytesInMiB  = unit.GiB / mebi
)

// pool is a node pool of an owned site that is in service.
type pool struct {
	spec *spec.NodePool
	site string
	// index is its place among the problem's pools.
	index        int32
	nodes, spare int
	// room is what one node has, by resource, in cores, MiB and pieces.
	room []float64
	// tenants is what others use of the whole pool, in the same units.
	tenants []float64
}

// findResources lists what replicas ask for besides cpu and memory.
func (b *builder) findResources() {
	b.resources = []string{"cpu", "memory"}
	for _, s := range b.w.Services {
		if s.Replica == nil {
			continue
		}
		for name, n := range s.Replica.Resources.V {
			if n > 0 {
				b.resources = append(b.resources, name)
			}
		}
	}
	slices.Sort(b.resources[2:])
	b.resources = slices.Compact(b.resources)
}

// findPools lists the pools of an owned site that run on the workspace's day.
func (b *builder) findPools(s *site) {
	for _, p := range s.spec.Pools {
		if !price.InService(p, b.w.Settings.AsOf.V) {
			b.assume(s.spec.Name, "node pool "+p.Name+" is not in service yet and takes nothing")
			continue
		}
		at := &pool{spec: p, site: s.spec.Name, nodes: int(p.Nodes.V), spare: int(p.Spare.V)}
		at.room = make([]float64, len(b.resources))
		at.room[cpu] = p.CPU.V - p.Reserved.V.CPU
		at.room[memory] = (p.Memory.V - p.Reserved.V.Memory) / bytesInMiB
		for r := 2; r < len(b.resources); r++ {
			at.room[r] = p.Resources.V[b.resources[r]]
		}
		at.tenants = make([]float64, len(b.resources))
		s.pools = append(s.pools, at)
		if !p.PowerIdle.Set() && p.PowerMax.V > 0 {
			b.assume(s.spec.Name, "node pool "+p.Name+" draws no power while it is idle: power_idle is not stated")
		}
	}
}

// whole is an amount of a resource in the problem's integers: thousandths of a
// core, MiB, pieces.
func whole(resource int, v float64) int64 {
	if resource == cpu {
		v *= milli
	}
	// What is a whole number but for the last digits of a float is that number.
	return int64(math.Floor(v + 1e-6))
}

// asked is an amount that a replica takes, rounded up: half a MiB takes one.
func asked(resource int, v float64) int64 {
	if resource == cpu {
		v *= milli
	}
	return int64(math.Ceil(v - 1e-6))
}
