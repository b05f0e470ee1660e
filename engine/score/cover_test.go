package score_test

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/score"
)

func TestCoverNamesTheSmallestSetThatMakesEnoughFirm(t *testing.T) {
	open := func(service string, missing ...string) score.Settling {
		return score.Settling{Service: service, Missing: missing}
	}
	firm := score.Settling{Service: "firm", Firm: true}
	for _, c := range []struct {
		name      string
		decisions []score.Settling
		n         int
		want      score.Covered
	}{
		{"nothing is open", []score.Settling{firm}, 0,
			score.Covered{Firm: 1, Enough: true, Exact: true}},
		{"enough are firm already", []score.Settling{firm, open("a", "x")}, 1,
			score.Covered{Firm: 1, Enough: true, Exact: true}},
		{"all means the union", []score.Settling{open("b", "y", "x"), firm, open("a", "x")}, 0,
			score.Covered{Measurements: []string{"x", "y"}, Services: []string{"a", "b"}, Firm: 3, Enough: true, Exact: true}},
		{"more than there are means all", []score.Settling{open("a", "x")}, 9,
			score.Covered{Measurements: []string{"x"}, Services: []string{"a"}, Firm: 1, Enough: true, Exact: true}},
		// a and b share two measurements; c alone needs one, but then two services
		// would need three.
		{"shared measurements count once", []score.Settling{open("a", "x", "y"), open("b", "y", "x"), open("c", "z"), open("d", "u", "v", "w")}, 2,
			score.Covered{Measurements: []string{"x", "y"}, Services: []string{"a", "b"}, Firm: 2, Enough: true, Exact: true}},
		// Two of c, d, e cost two measurements each way; x and y settle d too.
		{"of equal sets the one that settles more", []score.Settling{open("a", "x"), open("b", "y"), open("d", "x", "y"), open("e", "z")}, 2,
			score.Covered{Measurements: []string{"x", "y"}, Services: []string{"a", "b", "d"}, Firm: 3, Enough: true, Exact: true}},
		{"of equals the first by name", []score.Settling{open("b", "z"), open("a", "y")}, 1,
			score.Covered{Measurements: []string{"y"}, Services: []string{"a"}, Firm: 1, Enough: true, Exact: true}},
		{"what no measurement settles is not enough", []score.Settling{open("a", "x"), {Service: "stuck"}}, 0,
			score.Covered{Measurements: []string{"x"}, Services: []string{"a"}, Firm: 1, Enough: false, Exact: true}},
		{"one measurement named twice is one", []score.Settling{open("a", "x", "x")}, 0,
			score.Covered{Measurements: []string{"x"}, Services: []string{"a"}, Firm: 1, Enough: true, Exact: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, score.Cover(c.decisions, c.n)); d != "" {
				t.Error(d)
			}
		})
	}
}

// fleetOf draws decisions over a few measurements.
func fleetOf(t *rapid.T, most int) []score.Settling {
	n := rapid.IntRange(1, most).Draw(t, "services")
	out := make([]score.Settling, n)
	for i := range out {
		out[i] = score.Settling{Service: fmt.Sprintf("s%03d", i), Firm: rapid.IntRange(0, 3).Draw(t, "firm") == 0}
		if !out[i].Firm {
			out[i].Missing = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}), 0, 4).Draw(t, "missing")
		}
	}
	return out
}

// firmWith counts the decisions that a set of measurements leaves firm.
func firmWith(decisions []score.Settling, set []string) (n int) {
	for _, d := range decisions {
		settled := len(d.Missing) > 0
		for _, m := range d.Missing {
			settled = settled && slices.Contains(set, m)
		}
		if d.Firm || settled {
			n++
		}
	}
	return n
}

func TestNoSmallerSetWouldDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decisions := fleetOf(t, 14)
		n := rapid.IntRange(0, len(decisions)).Draw(t, "n")
		got := score.Cover(decisions, n)
		if firm := firmWith(decisions, got.Measurements); firm != got.Firm {
			t.Fatalf("says %d firm, are %d", got.Firm, firm)
		}
		want := n
		if n == 0 {
			want = len(decisions)
		}
		names := []string{"a", "b", "c", "d", "e", "f", "g"}
		smallest := -1
		for set := range 1 << len(names) {
			var chosen []string
			for i, name := range names {
				if set>>i&1 == 1 {
					chosen = append(chosen, name)
				}
			}
			if size := bits.OnesCount(uint(set)); firmWith(decisions, chosen) >= want && (smallest < 0 || size < smallest) {
				smallest = size
			}
		}
		if got.Enough != (smallest >= 0) {
			t.Fatalf("enough is %v, the smallest set has %d", got.Enough, smallest)
		}
		if got.Enough && len(got.Measurements) != smallest {
			t.Fatalf("%v where %d would do", got.Measurements, smallest)
		}
	})
}

func TestALargeFleetIsCoveredGreedilyAndSaysSo(t *testing.T) {
	// 30 open decisions: s000 needs m000; s001 needs m000 and m001; and so on. The
	// cheapest next one is always the next, so 10 firm ones need 10 measurements.
	var decisions []score.Settling
	var missing []string
	for i := range 30 {
		missing = append(missing, fmt.Sprintf("m%03d", i))
		decisions = append(decisions, score.Settling{Service: fmt.Sprintf("s%03d", i), Missing: slices.Clone(missing)})
	}
	got := score.Cover(decisions, 10)
	if got.Exact || !got.Enough || got.Firm != 10 {
		t.Errorf("exact %v, enough %v, firm %d", got.Exact, got.Enough, got.Firm)
	}
	if d := cmp.Diff(missing[:10], got.Measurements); d != "" {
		t.Error(d)
	}
}

func TestAGreedyCoverMakesEnoughFirm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decisions := fleetOf(t, 200)
		n := rapid.IntRange(1, len(decisions)).Draw(t, "n")
		got := score.Cover(decisions, n)
		if firm := firmWith(decisions, got.Measurements); firm != got.Firm || got.Enough != (firm >= n) {
			t.Fatalf("asked for %d, says %d firm and enough %v, are %d", n, got.Firm, got.Enough, firm)
		}
	})
}
