//go:build crash

package crash

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
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

// nths are the requests of a verb that fail, one at a time.
func nths(*testing.T) []int { return []int{1, 2, 3, 4, 6, 8, 11, 15, 20, 26} }

// track is where the last figures stand.
const track = "../../../testdata/track.md"

// keep writes a test's figures in the place of its last ones.
func keep(t *testing.T, r row) {
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	text, err := os.ReadFile(track)
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("| %s | %d | %d | %d | %d | %s | %s | %s | %d cores, %s |", r.what, r.cases, r.lost, r.doubled, r.untracked,
		r.took, time.Now().UTC().Format(time.DateOnly), strings.TrimSpace(string(commit)), runtime.NumCPU(), runtime.GOARCH)
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	is := func(l string) bool { return strings.HasPrefix(l, "| "+r.what+" |") }
	if i := slices.IndexFunc(lines, is); i >= 0 {
		lines[i] = line
	} else {
		lines = append(lines, line)
	}
	if err := os.WriteFile(track, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
