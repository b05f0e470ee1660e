package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"berth.dev/engine/place"
)

// seal gives a file the digest that belongs to it, as anybody can, and returns its
// bytes.
func seal(t testing.TB, f *file) []byte {
	t.Helper()
	f.Digest = ""
	raw, err := encode(f)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	f.Digest = "sha256:" + hex.EncodeToString(sum[:])
	if raw, err = encode(f); err != nil {
		t.Fatal(err)
	}
	return raw
}

// blank is a file without groups whose lists are all there.
func blank() *file {
	return &file{
		AsOf: "2026-11-23", Assumed: []string{}, Baselines: []baseline{}, Berth: "test", Evidence: []evidence{}, Fixed: []fixed{},
		Format: format, Objective: "both", Packing: []packed{}, Placement: []int{}, Prices: []price{},
		Problem: problem{Blocks: []block{}, Groups: []group{}, Pairs: []pair{}, Pools: []pool{}, Resources: []string{}, Vectors: [][]int64{}, Views: []siteView{}},
		Proof:   []node{}, Search: search{Stop: "effort"}, Services: []service{}, Sites: []site{{"cloud", "gke"}, {"onprem", "tokyo"}},
		Stuck: []stuck{}, Unit: unit{"JPY", -3}, Waves: []wave{},
	}
}

// vectorOf keeps a series and names it.
func (f *file) vectorOf(series ...int64) int {
	for k, one := range f.Problem.Vectors {
		if slices.Equal(one, series) {
			return k
		}
	}
	f.Problem.Vectors = append(f.Problem.Vectors, slices.Concat([]int64{}, series))
	return len(f.Problem.Vectors) - 1
}

// fileOf writes a problem as a file: one service a group, all at their first options,
// with nothing proved.
func fileOf(p *place.Problem) *file {
	f := blank()
	for _, b := range p.Blocks {
		one := block{Name: b.Name, Cap: f.vectorOf(b.Cap...), Over: -1, Either: b.Either, Firm: b.Firm, FirmMax: b.FirmMax, Pools: []string{}, Site: "tokyo"}
		if b.Over != nil {
			one.Over = f.vectorOf(b.Over...)
		}
		f.Problem.Blocks = append(f.Problem.Blocks, one)
	}
	for _, s := range p.Services {
		g := group{Name: s.Name, Today: -1, Was: []option{}}
		member := service{Name: s.Name, Group: len(f.Problem.Groups), Demand: -1, Out: []out{}}
		for l, o := range s.Options {
			one := option{Name: fmt.Sprintf("tokyo+gke@%d", l), Cost: o.Cost, Pods: []pods{}, Sites: []string{"tokyo", "gke"}, Use: [][2]int{}}
			for _, use := range o.Use {
				one.Use = append(one.Use, [2]int{int(use.Block), f.vectorOf(wide64(use.Amount)...)})
			}
			g.Options = append(g.Options, one)
			member.Once = append(member.Once, 7)
			member.Options = append(member.Options, parts{Hours: 5, Money: o.Cost - 5})
		}
		f.Problem.Groups = append(f.Problem.Groups, g)
		f.Placement = append(f.Placement, 0)
		f.Services = append(f.Services, member)
	}
	for _, q := range p.Pairs {
		f.Problem.Pairs = append(f.Problem.Pairs, pairOf(&q))
	}
	for _, v := range p.Views {
		one := siteView{Name: v.Name, Cost: [][]int64{}, Level: [][]int{}}
		for _, cost := range v.Cost {
			one.Cost = append(one.Cost, slices.Concat([]int64{}, cost))
		}
		for _, levels := range v.Level {
			var row []int
			for _, level := range levels {
				row = append(row, int(level))
			}
			one.Level = append(one.Level, row)
		}
		f.Problem.Views = append(f.Problem.Views, one)
	}
	return f
}

func wide64(list []int32) []int64 {
	out := make([]int64, len(list))
	for t, v := range list {
		out[t] = int64(v)
	}
	return out
}

func pairOf(q *place.Pair) pair {
	one := pair{A: int(q.A), B: int(q.B), Cost: slices.Concat([]int64{}, q.Cost), Forbid: []int{}, Use: []pairUse{}}
	if q.Rule == nil {
		return one
	}
	for at, no := range q.Rule.Forbid {
		if no {
			one.Forbid = append(one.Forbid, at)
		}
	}
	for _, use := range q.Rule.Use {
		one.Use = append(one.Use, pairUse{Amount: wide64(use.Amount), Block: int(use.Block)})
	}
	return one
}

// leafOf is a leaf with these prices and no shares.
func leafOf(prices ...price) node {
	return node{Prices: slices.Concat([]price{}, prices), Shares: [][][]int64{}, Yes: []int{}}
}

// subjectOf prepares a file as [Check] does, up to the sizes.
func subjectOf(t testing.TB, f *file) *subject {
	t.Helper()
	s := &subject{f: f, meter: &meter{left: DefaultOptions().MaxWork}}
	c := &findings{}
	if s.shape(c); len(c.list) == 0 {
		s.sizes(c)
	}
	if len(c.list) > 0 {
		t.Fatalf("no good file: %v", c.list)
	}
	return s
}

// settle marks the leaves whose prices prove them empty and writes the claims that follow from a file's problem, placement and proof,
// with this package's own sums: tests that trust them compare with other ones.
func settle(t testing.TB, f *file) {
	t.Helper()
	s := subjectOf(t, f)
	x := f.Placement
	f.Claim = claim{Bought: s.bought(s.usage(x)).plain(), Traffic: s.traffic(x).plain()}
	f.Claim.Cost = s.alone(x).plain() + f.Claim.Traffic + f.Claim.Bought
	for _, one := range f.Fixed {
		f.Claim.Fixed += one.Amount
	}
	for k := range f.Services {
		one := &f.Services[k].Options[x[f.Services[k].Group]]
		sum := &f.Claim.Parts
		sum.Hours, sum.Money, sum.Moving, sum.Score = sum.Hours+one.Hours, sum.Money+one.Money, sum.Moving+one.Moving, sum.Score+one.Score
	}
	f.Claim.Total = f.Claim.Parts.Money + f.Claim.Traffic + f.Claim.Bought + f.Claim.Fixed
	f.Claim.Floor = f.Claim.Cost
	r, err := newRelaxation(s)
	if err != nil {
		t.Fatal(err)
	}
	w := s.newWalk()
	for k := range f.Proof {
		n := &f.Proof[k]
		if len(n.Yes) > 0 {
			yes, err := s.yes(n)
			if err != nil {
				t.Fatal(err)
			}
			w.split(n.Group, yes)
			continue
		}
		if domain := slices.Clone(w.domain); narrow(r.rules, domain, s.meter) {
			bound := boundOf(t, r, domain, n, true)
			if n.Empty = (wide{}).less(bound); !n.Empty {
				bound = boundOf(t, r, domain, n, false)
				f.Claim.Floor = min(f.Claim.Floor, bound.plain())
			}
		}
		w.next()
	}
	f.Claim.Gap = gapParts{Assignment: f.Claim.Cost - f.Claim.Floor}
	for k := range f.Baselines {
		one := &f.Baselines[k]
		one.Cost = s.alone(one.Placement).plus(s.traffic(one.Placement)).plus(s.bought(s.usage(one.Placement))).plain()
		faults := s.broken(one.Placement)
		one.Fits = len(faults.list) == 0
	}
}

func boundOf(t testing.TB, r *relaxation, domain []uint64, n *node, empty bool) wide {
	t.Helper()
	one := *n
	one.Empty = empty
	bound, err := r.bound(domain, &one)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// mustPass fails with every fault.
func mustPass(t testing.TB, raw []byte) *Report {
	t.Helper()
	r, err := Check(raw, DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
