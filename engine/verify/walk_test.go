package verify

import (
	"testing"

	"pgregory.net/rapid"
)

func TestEveryPlacementIsInExactlyOneLeafOfAWalk(t *testing.T) {
	const groups, options = 3, 3
	rapid.Check(t, func(t *rapid.T) {
		f := blank()
		for range groups {
			f.Problem.Groups = append(f.Problem.Groups, group{Options: make([]option, options)})
		}
		w := (&subject{f: f}).newWalk()
		var leaves [][]uint64
		for walking := true; walking; {
			// Any options may be named, also such as are gone: one side may be empty.
			if len(leaves) < 10 && rapid.Bool().Draw(t, "split") {
				w.split(rapid.IntRange(0, groups-1).Draw(t, "group"), rapid.Uint64Range(1, 1<<options-1).Draw(t, "yes"))
				if len(w.pending) < 12 {
					continue
				}
			}
			leaves = append(leaves, append([]uint64(nil), w.domain...))
			walking = w.next()
		}
		for x := range options * options * options {
			in := 0
			for _, domain := range leaves {
				if (domain[0]>>(x%3))&(domain[1]>>(x/3%3))&(domain[2]>>(x/9))&1 == 1 {
					in++
				}
			}
			if in != 1 {
				t.Fatalf("placement %d is in %d of %d leaves", x, in, len(leaves))
			}
		}
	})
}
