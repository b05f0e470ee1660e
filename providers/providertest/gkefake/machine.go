package gkefake

import (
	"regexp"
	"strconv"

	"google.golang.org/grpc/codes"
)

// size is what pods can use of a node: milli-cores and MiB.
type size struct{ cpu, memory int64 }

var machineForm = regexp.MustCompile(`^(e2|n1|n2|n2d|n4|c2|c2d|c3|c3d|c4|c4a|t2d|t2a)-(standard|highmem|highcpu)-([0-9]+)$`)

// sizeOf is what is allocatable on a machine: what GKE's documentation says it keeps for
// itself is taken off. It knows the common families of machines.
func sizeOf(machine string) (size, error) {
	var cores, memory int64
	switch machine {
	case "e2-micro":
		cores, memory = 2, 1024
	case "e2-small":
		cores, memory = 2, 2048
	case "e2-medium":
		cores, memory = 2, 4096
	default:
		found := machineForm.FindStringSubmatch(machine)
		if found == nil {
			return size{}, refuse(codes.InvalidArgument, "Machine type with name '%s' does not exist in the cluster's zones.", machine)
		}
		n, err := strconv.ParseInt(found[3], 10, 32)
		if err != nil || n == 0 {
			return size{}, refuse(codes.InvalidArgument, "Machine type with name '%s' does not exist in the cluster's zones.", machine)
		}
		cores, memory = n, n*perCore(found[2])
	}
	return size{cpu: 1000*cores - keptCPU(1000*cores), memory: memory - keptMemory(memory) - 100}, nil
}

// perCore is how much memory a machine has for each core, in MiB.
func perCore(shape string) int64 {
	switch shape {
	case "highmem":
		return 8192
	case "highcpu":
		return 1024
	}
	return 4096
}

// band is a share in parts of 10,000 of what lies below a bound and above the one before.
type band struct{ below, share int64 }

// keptCPU is what GKE keeps of a node's milli-cores.
func keptCPU(n int64) int64 {
	return kept(n, []band{{1000, 600}, {2000, 100}, {4000, 50}, {1 << 40, 25}})
}

// keptMemory is what GKE keeps of a node's MiB.
func keptMemory(n int64) int64 {
	const gib = 1024
	return kept(n, []band{{4 * gib, 2500}, {8 * gib, 2000}, {16 * gib, 1000}, {128 * gib, 600}, {1 << 40, 200}})
}

func kept(n int64, bands []band) int64 {
	var sum, from int64
	for _, b := range bands {
		sum += max(0, min(n, b.below)-from) * b.share / 10000
		from = b.below
	}
	return sum
}
