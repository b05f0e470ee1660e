//go:build !crash

package crash

import "testing"

// seeds is with how many seeds each point is killed.
func seeds() uint64 { return 3 }

// stride is how far apart the points are at which a run is killed: a short test takes
// some.
func stride(t *testing.T) int {
	if testing.Short() {
		return 31
	}
	return 1
}

// races is how many races there are.
func races(t *testing.T) int {
	if testing.Short() {
		return 4
	}
	return 60
}

// stopStride is how far apart the points are at which a run is stopped.
func stopStride(points int) int { return max(1, points/12) }

// nths are the requests of a verb that fail, one at a time.
func nths(t *testing.T) []int {
	if testing.Short() {
		return nil
	}
	return []int{2}
}

// keep writes nothing down: only "make crash" does.
func keep(*testing.T, row) {}
