package plan

import (
	"encoding/binary"
	"fmt"
	"slices"

	"berth.dev/engine/place"
)

// vectors keeps each series of numbers once.
type vectors struct {
	all  [][]int64
	seen map[string]int
}

func (v *vectors) keep(series []int64) int {
	key := make([]byte, 0, 2*len(series))
	for _, n := range series {
		key = binary.AppendVarint(key, n)
	}
	if at, ok := v.seen[string(key)]; ok {
		return at
	}
	v.seen[string(key)] = len(v.all)
	v.all = append(v.all, series)
	return len(v.all) - 1
}

func (v *vectors) keep32(series []int32) int {
	wide := make([]int64, len(series))
	for t, n := range series {
		wide[t] = int64(n)
	}
	return v.keep(wide)
}

// encodeProblem writes a problem as the file keeps it; what is for people alone is
// left to the caller.
func encodeProblem(p *place.Problem, v *vectors) Problem {
	out := Problem{Blocks: []Block{}, Groups: []Group{}, Pairs: []Pair{}, Pools: []Pool{}, Resources: slices.Concat([]string{}, p.Resources), Views: []SiteView{}}
	for b := range p.Blocks {
		block := &p.Blocks[b]
		one := Block{Name: block.Name, Cap: v.keep(block.Cap), Over: -1, Either: block.Either, Firm: block.Firm, FirmMax: block.FirmMax, Pools: []string{}}
		if !block.Hard() {
			one.Over = v.keep(block.Over)
		}
		out.Blocks = append(out.Blocks, one)
	}
	for i := range p.Services {
		group := Group{Name: p.Services[i].Name, Options: []Option{}, Today: -1, Was: []Option{}}
		for l := range p.Services[i].Options {
			group.Options = append(group.Options, encodeOption(&p.Services[i].Options[l], v))
		}
		out.Groups = append(out.Groups, group)
	}
	for k := range p.Pairs {
		out.Pairs = append(out.Pairs, encodePair(&p.Pairs[k]))
	}
	for _, pool := range p.Pools {
		out.Pools = append(out.Pools, Pool{Name: pool.Name, Nodes: pool.Nodes, Room: slices.Concat([]int64{}, pool.Room)})
	}
	for k := range p.Views {
		out.Views = append(out.Views, encodeView(&p.Views[k]))
	}
	return out
}

func encodeOption(o *place.Option, v *vectors) Option {
	out := Option{Name: o.Name, Cost: o.Cost, Pods: []Pods{}, Sites: []string{}, Use: [][2]int{}}
	for _, use := range o.Use {
		out.Use = append(out.Use, [2]int{int(use.Block), v.keep32(use.Amount)})
	}
	for _, pods := range o.Pods {
		one := Pods{Count: v.keep32(pods.Count), Pools: []int{}, Request: slices.Concat([]int64{}, pods.Request)}
		for _, pool := range pods.Pools {
			one.Pools = append(one.Pools, int(pool))
		}
		out.Pods = append(out.Pods, one)
	}
	return out
}

func encodePair(q *place.Pair) Pair {
	out := Pair{A: int(q.A), B: int(q.B), Cost: slices.Concat([]int64{}, q.Cost), Forbid: []int{}, Use: []PairUse{}}
	if q.Rule == nil {
		return out
	}
	for at, no := range q.Rule.Forbid {
		if no {
			out.Forbid = append(out.Forbid, at)
		}
	}
	for _, use := range q.Rule.Use {
		one := PairUse{Block: int(use.Block), Amount: make([]int64, len(use.Amount))}
		for at, n := range use.Amount {
			one.Amount[at] = int64(n)
		}
		out.Use = append(out.Use, one)
	}
	return out
}

func encodeView(view *place.View) SiteView {
	out := SiteView{Name: view.Name, Cost: [][]int64{}, Level: [][]int{}}
	for _, cost := range view.Cost {
		out.Cost = append(out.Cost, slices.Concat([]int64{}, cost))
	}
	for _, levels := range view.Level {
		row := make([]int, len(levels))
		for l, level := range levels {
			row[l] = int(level)
		}
		out.Level = append(out.Level, row)
	}
	return out
}

// Place reads the problem and the placement back, checked.
func (f *File) Place() (*place.Problem, place.Placement, error) {
	d := decoder{from: &f.Problem}
	p := d.problem()
	if d.err != nil {
		return nil, nil, d.err
	}
	if err := p.Check(); err != nil {
		return nil, nil, err
	}
	x, err := placementOf(p, f.Placement)
	if err != nil {
		return nil, nil, err
	}
	return p, x, f.check()
}

func placementOf(p *place.Problem, options []int) (place.Placement, error) {
	if len(options) != len(p.Services) {
		return nil, fmt.Errorf("a placement of %d groups, of %d", len(options), len(p.Services))
	}
	x := make(place.Placement, len(options))
	for i, l := range options {
		if l < 0 || l >= p.Width(int32(i)) {
			return nil, fmt.Errorf("%s has no option %d", p.Services[i].Name, l)
		}
		x[i] = uint8(l)
	}
	return x, nil
}

// decoder reads a problem and keeps the first mistake.
type decoder struct {
	from *Problem
	err  error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

func (d *decoder) vector(at int) []int64 {
	if at < 0 || at >= len(d.from.Vectors) {
		d.fail("no series %d, of %d", at, len(d.from.Vectors))
		return nil
	}
	return d.from.Vectors[at]
}

func (d *decoder) vector32(at int) []int32 { return d.narrow(d.vector(at)) }

func (d *decoder) narrow(wide []int64) []int32 {
	out := make([]int32, len(wide))
	for t, n := range wide {
		if int64(int32(n)) != n {
			d.fail("%d is no amount", n)
		}
		out[t] = int32(n)
	}
	return out
}

func (d *decoder) problem() *place.Problem {
	p := &place.Problem{Resources: d.from.Resources}
	for _, b := range d.from.Blocks {
		block := place.Block{Name: b.Name, Cap: d.vector(b.Cap), Either: b.Either, Firm: b.Firm, FirmMax: b.FirmMax}
		if b.Over != -1 {
			block.Over = d.vector(b.Over)
		}
		p.Blocks = append(p.Blocks, block)
	}
	for _, g := range d.from.Groups {
		service := place.Service{Name: g.Name}
		for l := range g.Options {
			service.Options = append(service.Options, d.option(&g.Options[l]))
		}
		if g.Today < -1 || g.Today >= len(g.Options) || len(g.Was) > 1 {
			d.fail("%s: no option %d today", g.Name, g.Today)
		}
		p.Services = append(p.Services, service)
	}
	for k := range d.from.Pairs {
		p.Pairs = append(p.Pairs, d.pair(p, &d.from.Pairs[k]))
	}
	for _, pool := range d.from.Pools {
		p.Pools = append(p.Pools, place.Pool{Name: pool.Name, Nodes: pool.Nodes, Room: pool.Room})
	}
	for k := range d.from.Views {
		p.Views = append(p.Views, d.view(&d.from.Views[k]))
	}
	return p
}

func (d *decoder) option(o *Option) place.Option {
	out := place.Option{Name: o.Name, Cost: o.Cost}
	for _, use := range o.Use {
		out.Use = append(out.Use, place.Use{Block: int32(use[0]), Amount: d.vector32(use[1])})
	}
	for _, pods := range o.Pods {
		one := place.Pods{Count: d.vector32(pods.Count), Request: pods.Request}
		for _, pool := range pods.Pools {
			one.Pools = append(one.Pools, int32(pool))
		}
		out.Pods = append(out.Pods, one)
	}
	return out
}

func (d *decoder) pair(p *place.Problem, q *Pair) place.Pair {
	if q.A < 0 || q.A >= len(p.Services) || q.B < 0 || q.B >= len(p.Services) {
		d.fail("a pair of groups %d and %d, of %d", q.A, q.B, len(p.Services))
		return place.Pair{}
	}
	out := place.Pair{A: int32(q.A), B: int32(q.B)}
	if len(q.Cost) > 0 {
		out.Cost = q.Cost
	}
	if len(q.Forbid) == 0 && len(q.Use) == 0 {
		return out
	}
	out.Rule = &place.Rule{}
	if len(q.Forbid) > 0 {
		out.Rule.Forbid = make([]bool, p.Width(out.A)*p.Width(out.B))
	}
	for _, at := range q.Forbid {
		if at < 0 || at >= len(out.Rule.Forbid) {
			d.fail("a rule at %d of a table of %d", at, len(out.Rule.Forbid))
			continue
		}
		out.Rule.Forbid[at] = true
	}
	for _, use := range q.Use {
		out.Rule.Use = append(out.Rule.Use, place.Use{Block: int32(use.Block), Amount: d.narrow(use.Amount)})
	}
	return out
}

func (d *decoder) view(v *SiteView) place.View {
	out := place.View{Name: v.Name}
	for _, cost := range v.Cost {
		if len(cost) == 0 {
			cost = nil
		}
		out.Cost = append(out.Cost, cost)
	}
	for _, levels := range v.Level {
		row := make([]uint8, len(levels))
		for l, level := range levels {
			if level < 0 || level >= place.MaxOptions {
				d.fail("no level %d", level)
			}
			row[l] = uint8(level)
		}
		out.Level = append(out.Level, row)
	}
	return out
}
