//go:build crash

package crash

import (
	"os"
	"strconv"
	"testing"
)

// seeds is with how many seeds each point is killed: 100, because 10 did not find a
// real bug once. BERTH_CRASH_SEEDS sets another number.
func seeds() uint64 { return number("BERTH_CRASH_SEEDS", 100) }

// stride takes every point.
func stride(*testing.T) int { return 1 }

// races is how many races there are. BERTH_CRASH_RACES sets another number.
func races(*testing.T) int { return int(number("BERTH_CRASH_RACES", 500)) }

func number(name string, usual uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 32); err == nil {
		return n
	}
	return usual
}

// stopStride takes every point.
func stopStride(int) int { return 1 }
