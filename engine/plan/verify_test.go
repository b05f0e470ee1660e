package plan

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
	"berth.dev/engine/verify"
)

// bare is the file of a placement with a proof and a floor: services that are their
// groups, nothing fixed, nothing to move.
func bare(p *place.Problem, x place.Placement, tree *place.Tree, floor int64, gap GapParts) *File {
	v := &vectors{seen: map[string]int{}}
	f := &File{
		AsOf: "2026-11-23", Assumed: []string{}, Baselines: []Baseline{}, Berth: "test", Evidence: []Evidence{}, Fixed: []Fixed{}, Format: Format,
		Objective: "cost", Packing: []Packed{}, Placement: []int{}, Prices: [][3]int64{}, Problem: encodeProblem(p, v), Proof: encodeProof(p, tree),
		Search: Search{Stop: "effort"}, Services: []Service{}, Sites: []Site{{"gke", "rented"}, {"onprem", "owned"}}, Stuck: []Stuck{}, Unit: Unit{Currency: "JPY"}, Waves: []Wave{},
	}
	f.Problem.Vectors = v.all
	for i, l := range x {
		f.Placement = append(f.Placement, int(l))
		f.Problem.Groups[i].Today = int(l)
		one := Service{Name: fmt.Sprintf("service-%06d", i), Group: i, Demand: -1, Out: []Out{}, Once: make([]int64, p.Width(int32(i)))}
		for _, o := range p.Services[i].Options {
			one.Options = append(one.Options, Parts{Money: o.Cost})
		}
		for l := range p.Services[i].Options {
			o := &f.Problem.Groups[i].Options[l]
			o.Name, o.Sites = fmt.Sprintf("owned+rented@%d", l), []string{"owned", "rented"}
		}
		f.Services = append(f.Services, one)
	}
	sums := f.sums(p, x, nil)
	f.Claim = Claim{Bought: sums.Bought, Cost: sums.Cost, Floor: floor, Gap: gap, Parts: sums.Parts, Total: sums.Total, Traffic: sums.Traffic}
	return f
}

// verified is what the checker says of a file.
func verified(t testing.TB, f *File) (*verify.Report, error) {
	t.Helper()
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return verify.Check(raw, verify.DefaultOptions())
}

func TestTheCheckerProvesWhateverTheSolverClaims(t *testing.T) {
	solved := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 20))
		p := enginetest.Small(r, enginetest.Features(r.UintN(32)))
		o := optimise.DefaultOptions()
		o.Gap = []float64{0, 0.01, 0.2}[seed%3]
		o.Effort = 1
		result, err := optimise.Solve(t.Context(), p, o)
		var none *optimise.InfeasibleError
		var lost *optimise.NotFoundError
		if errors.As(err, &none) || errors.As(err, &lost) {
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		solved++
		f := bare(p, result.Placement, result.Tree, result.Floor, GapParts{Assignment: result.Parts.Assignment, Branching: result.Parts.Branching, Packing: result.Parts.Packing, Slack: result.Parts.Slack})
		f.Search.Stop = string(result.Stop)
		if _, err := verified(t, f); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
	if solved < 200 {
		t.Errorf("only %d were solved", solved)
	}
}

// cut draws a tree and gives every leaf prices and shares; the floor is the least that
// relax finds for its leaves, at most the cost.
func cut(r *rand.Rand, p *place.Problem, relaxed *relax.Relaxation, domains []place.Set, depth int, floor *int64) *place.Tree {
	i := int32(r.IntN(len(p.Services)))
	yes := place.Set(r.Uint64()) & place.All(p.Width(i))
	if depth > 0 && yes != 0 {
		then, other := slices.Clone(domains), slices.Clone(domains)
		then[i], other[i] = domains[i]&yes, domains[i]&^yes
		if then[i] != 0 && other[i] != 0 {
			return &place.Tree{Service: i, Yes: yes, Then: cut(r, p, relaxed, then, depth-1, floor), Else: cut(r, p, relaxed, other, depth-1, floor)}
		}
	}
	prices := relax.Zero(p)
	for b := range prices {
		for t := range prices[b] {
			prices[b][t] = max(0, r.Int64N(600)-300)
		}
	}
	var shares relax.Shares
	for v := range p.Views {
		var rows [][]int64
		for i := range p.Services {
			rows = append(rows, make([]int64, 1+slices.Max(p.Views[v].Level[i])))
			for level := range rows[i] {
				rows[i][level] = r.Int64N(1000) - 500
			}
		}
		shares = append(shares, rows)
	}
	leaf := &place.Leaf{Prices: prices.Listed()}
	if len(p.Views) == 0 {
		*floor = min(*floor, relaxed.Solve(prices, domains).Bound)
	} else {
		leaf.Shares = shares
		*floor = min(*floor, relaxed.SolveViews(prices, shares, domains).Bound)
	}
	return &place.Tree{Leaf: leaf}
}

func TestTheCheckersBoundIsThatOfTheRelaxation(t *testing.T) {
	compared, stronger := 0, 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 21))
		p := enginetest.Small(r, enginetest.Features(r.UintN(32)))
		x, cost, found := enginetest.Best(p, nil)
		if !found {
			continue
		}
		domains := make([]place.Set, len(p.Services))
		for i := range domains {
			domains[i] = place.All(p.Width(int32(i)))
		}
		floor := cost
		tree := cut(r, p, relax.New(p), domains, r.IntN(4), &floor)
		report, err := verified(t, bare(p, x, tree, floor, GapParts{Assignment: cost - floor}))
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		if compared++; slices.ContainsFunc(report.Checks, func(one verify.Result) bool { return strings.Contains(one.Detail, "more than claimed") }) {
			stronger++
		}
	}
	t.Logf("%d proofs compared; of %d the checker proves more", compared, stronger)
	if compared < 1000 {
		t.Error("too few")
	}
}
