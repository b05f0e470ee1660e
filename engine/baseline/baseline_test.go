package baseline_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/baseline"
	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// methods are all that try to fit.
func methods() map[string]func(p *place.Problem) baseline.Result {
	return map[string]func(p *place.Problem) baseline.Result{
		"greedy":  baseline.Greedy,
		"local":   baseline.Local,
		"genetic": func(p *place.Problem) baseline.Result { return baseline.Genetic(p, 1) },
		"alone":   baseline.Alone,
	}
}

func TestNoMethodIsBetterThanTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		p := enginetest.Small(r, enginetest.Capacities|enginetest.Purchases|enginetest.Rules|enginetest.Twists)
		_, least, possible := enginetest.Best(p, nil)
		for name, method := range methods() {
			got := method(p)
			if d := cmp.Diff(p.Broken(got.Placement), got.Broken); d != "" {
				t.Fatalf("%s: %s", name, d)
			}
			if got.Cost != p.Cost(got.Placement) {
				t.Fatalf("%s: cost %d of a placement for %d", name, got.Cost, p.Cost(got.Placement))
			}
			if fits := len(got.Broken) == 0; fits && (!possible || got.Cost < least) {
				t.Fatalf("%s: %d, the best is %d (%v)", name, got.Cost, least, possible)
			}
		}
	})
}

func TestGreedyAndLocalSearchFitAFleetThatHasRoom(t *testing.T) {
	p := enginetest.Problem(200, 1, enginetest.Loose)
	greedy, local, genetic := baseline.Greedy(p), baseline.Local(p), baseline.Genetic(p, 1)
	for name, got := range map[string]baseline.Result{"greedy": greedy, "local": local, "genetic": genetic} {
		if len(got.Broken) > 0 {
			t.Errorf("%s breaks %+v", name, got.Broken[0])
		}
	}
	if local.Cost > greedy.Cost {
		t.Errorf("local search costs %d, greedy, from which it starts, %d", local.Cost, greedy.Cost)
	}
	// The proven floor of this fleet is 7,680.79 dollars.
	if local.Cost < 7_680_790_000_000 {
		t.Errorf("local search costs %d, below the floor", local.Cost)
	}
}

func TestTheSameSeedBreedsTheSame(t *testing.T) {
	p := enginetest.Problem(60, 2, enginetest.Loose)
	if d := cmp.Diff(baseline.Genetic(p, 7), baseline.Genetic(p, 7)); d != "" {
		t.Error(d)
	}
}

// office is a problem with options by name and cost, and cores used.
func office() *place.Problem {
	own := func(cores int32) []place.Use { return []place.Use{{Block: 0, Amount: []int32{cores}}} }
	return &place.Problem{
		Blocks: []place.Block{{Name: "cores", Cap: []int64{4}}},
		Services: []place.Service{
			{Name: "a", Options: []place.Option{{Name: "gke", Cost: 9}, {Name: "tokyo", Cost: 1, Use: own(4)}}},
			{Name: "b", Options: []place.Option{{Name: "gke", Cost: 8}, {Name: "tokyo", Cost: 3, Use: own(2)}}},
			{Name: "c", Options: []place.Option{{Name: "gke", Cost: 7}, {Name: "tokyo+gke@2", Cost: 2, Use: own(2)}, {Name: "tokyo+gke@3", Cost: 3, Use: own(3)}}},
			{Name: "d", Options: []place.Option{{Name: "osaka", Cost: 2}, {Name: "gke", Cost: 1}}},
		},
	}
}

func TestEachMethodPlacesAnOfficeAsItSays(t *testing.T) {
	over := []place.Break{{Block: 0, Slot: 0, Pair: -1, By: 4}}
	tests := []struct {
		name string
		got  baseline.Result
		want baseline.Result
	}{
		// a on 4 cores, b and c on 2 each: 4 too many. 1 + 3 + 2 + 1.
		{"alone", baseline.Alone(office()), baseline.Result{Placement: place.Placement{1, 1, 1, 1}, Cost: 7, Broken: over}},
		{"everything in tokyo", baseline.Everything(office(), "tokyo"), baseline.Result{Placement: place.Placement{1, 1, 1, 1}, Cost: 7, Broken: over}},
		{"everything on gke", baseline.Everything(office(), "gke"), baseline.Result{Placement: place.Placement{0, 0, 0, 1}, Cost: 25}},
		// d is cheaper on gke, but osaka is asked for; nobody else has it.
		{"everything in osaka", baseline.Everything(office(), "osaka"), baseline.Result{Placement: place.Placement{1, 1, 1, 0}, Cost: 8, Broken: over}},
		// a saves 8 for 4 cores, b 5 for 2, c 5 for 2: b and c, which fill the 4.
		{"greedy", baseline.Greedy(office()), baseline.Result{Placement: place.Placement{0, 1, 1, 1}, Cost: 15}},
		{"local", baseline.Local(office()), baseline.Result{Placement: place.Placement{0, 1, 1, 1}, Cost: 15}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, test.got); d != "" {
				t.Error(d)
			}
		})
	}
}

func BenchmarkMethods(b *testing.B) {
	p := enginetest.Problem(1000, 1, enginetest.Loose)
	for _, name := range []string{"greedy", "local", "genetic"} {
		b.Run(fmt.Sprintf("%s-1000", name), func(b *testing.B) {
			var got baseline.Result
			for b.Loop() {
				got = methods()[name](p)
			}
			b.ReportMetric(float64(got.Cost)/1e9, "dollars")
			b.ReportMetric(float64(len(got.Broken)), "broken")
		})
	}
}
