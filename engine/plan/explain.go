package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/place"
)

// Explanation says what a service costs on each of its options inside a plan, with
// everything else where the plan puts it.
type Explanation struct {
	Service *Service
	Group   *Group
	// Members are the services that move together with it, itself included.
	Members []string
	// Chosen is the option of the plan.
	Chosen  int
	Options []Choice
	// Alone is the option evaluate chooses, where it is another; AloneWhy says what
	// makes the plan decide otherwise.
	Alone, AloneWhy string
}

// Choice is one option of a group inside a plan. Amounts are in the file's unit.
type Choice struct {
	Name string
	// Own are the group's own parts, Neighbours what its pairs cost, Above what its use
	// adds to what is rented above commitments, Room what the capacity it takes is worth
	// to others at the plan's prices.
	Own                     Parts
	Neighbours, Above, Room int64
	// Sum is Own + Neighbours + Above + Room.
	Sum int64
	// Talks are the neighbours that cost most; Hours the capacities that weigh most.
	Talks []Talk
	Hours []Hour
	// Lacks says which capacity or rule forbids taking it with all else unchanged,
	// "" for none.
	Lacks string
}

// Talk is what one neighbour costs.
type Talk struct {
	Service, On string
	Cost        int64
}

// Hour is what the hours of one capacity weigh: Cost is that of all Count slots that
// have a price, Slot the one that weighs most. Alike says that all weigh the same.
type Hour struct {
	Block, Slot string
	Count       int
	Alike       bool
	Cost        int64
}

// most is how many neighbours and capacities are named.
const most = 3

// explainer answers questions about one plan.
type explainer struct {
	file  *File
	p     *place.Problem
	x     place.Placement
	usage place.Usage
	// pairs and members are those of each group: places in the problem's pairs and the
	// file's services.
	pairs, members [][]int
	// prices are by block.
	prices [][][2]int64
}

func newExplainer(f *File) (*explainer, error) {
	p, x, err := f.Place()
	if err != nil {
		return nil, err
	}
	e := &explainer{
		file: f, p: p, x: x, usage: p.Usage(x),
		pairs: make([][]int, len(x)), members: make([][]int, len(x)), prices: make([][][2]int64, len(p.Blocks)),
	}
	for k, s := range f.Services {
		e.members[s.Group] = append(e.members[s.Group], k)
	}
	for k := range p.Pairs {
		e.pairs[p.Pairs[k].A] = append(e.pairs[p.Pairs[k].A], k)
		e.pairs[p.Pairs[k].B] = append(e.pairs[p.Pairs[k].B], k)
	}
	for _, one := range f.Prices {
		if b := one[0]; b >= 0 && int(b) < len(p.Blocks) && one[1] >= 0 && int(one[1]) < len(p.Blocks[b].Cap) {
			e.prices[b] = append(e.prices[b], [2]int64{one[1], one[2]})
		}
	}
	return e, nil
}

// Explain explains one service of a plan.
func Explain(f *File, service string) (*Explanation, error) {
	at := slices.IndexFunc(f.Services, func(s Service) bool { return s.Name == service })
	if at < 0 {
		names := make([]string, len(f.Services))
		for i, s := range f.Services {
			names[i] = s.Name
		}
		return nil, fmt.Errorf("the plan has no service %q. %s", service, diag.Meant(service, names))
	}
	e, err := newExplainer(f)
	if err != nil {
		return nil, err
	}
	x := e.explain(&f.Services[at])
	for l := range x.Options {
		x.Options[l].Lacks = e.lacks(int32(x.Service.Group), uint8(l))
	}
	if x.Service.Alone != "" && x.Service.Alone != strings.Join(x.Group.Options[x.Chosen].Sites, "+") {
		x.Alone, x.AloneWhy = x.Service.Alone, e.aloneWhy(x)
	}
	return x, nil
}

// explain adds up the options of a service's group.
func (e *explainer) explain(s *Service) *Explanation {
	out := &Explanation{Service: s, Group: &e.file.Problem.Groups[s.Group], Chosen: int(e.x[s.Group])}
	for _, k := range e.members[s.Group] {
		out.Members = append(out.Members, e.file.Services[k].Name)
	}
	for l := range out.Group.Options {
		out.Options = append(out.Options, e.choice(int32(s.Group), uint8(l)))
	}
	return out
}

// aloneWhy says why the plan does not follow what a service's own decision would be.
func (e *explainer) aloneWhy(x *Explanation) string {
	best := -1
	for l := range x.Options {
		if x.Service.Alone == strings.Join(x.Group.Options[l].Sites, "+") && (best < 0 || x.Options[l].Sum < x.Options[best].Sum) {
			best = l
		}
	}
	if best >= 0 {
		return x.whose(because(x.Options[best], x.Options[x.Chosen], e.file.Unit))
	}
	for _, out := range x.Service.Out {
		if out.Option == x.Service.Alone {
			return strings.Join(out.Reasons, "; ")
		}
	}
	return "the plan has no such option"
}

// choice adds up one option of group i; what it lacks is asked for apart.
func (e *explainer) choice(i int32, l uint8) Choice {
	o := &e.p.Services[i].Options[l]
	c := Choice{Name: o.Name}
	for _, k := range e.members[i] {
		c.Own = c.Own.plus(e.file.Services[k].Options[l])
	}
	e.talks(&c, i, l)
	e.room(&c, o)
	c.Above = e.above(i, o)
	c.Sum = c.Own.Sum() + c.Neighbours + c.Above + c.Room
	return c
}

func (e *explainer) talks(c *Choice, i int32, l uint8) {
	for _, k := range e.pairs[i] {
		q := &e.p.Pairs[k]
		if q.Cost == nil {
			continue
		}
		other, at := q.B, e.p.At(q, l, e.x[q.B])
		if q.B == i {
			other, at = q.A, e.p.At(q, e.x[q.A], l)
		}
		if cost := q.Cost[at]; cost != 0 {
			c.Neighbours += cost
			c.Talks = append(c.Talks, Talk{e.p.Services[other].Name, e.p.Services[other].Options[e.x[other]].Name, cost})
		}
	}
	slices.SortStableFunc(c.Talks, func(a, b Talk) int {
		return cmp.Or(cmp.Compare(b.Cost, a.Cost), strings.Compare(a.Service, b.Service))
	})
	c.Talks = c.Talks[:min(len(c.Talks), most)]
}

// above is what is bought above capacities because of one option of group i, with all
// others where the plan puts them.
func (e *explainer) above(i int32, o *place.Option) (cost int64) {
	chosen := e.p.Services[i].Options[e.x[i]].Use
	for _, use := range o.Use {
		block := &e.p.Blocks[use.Block]
		if block.Hard() {
			continue
		}
		now := useOf(chosen, use.Block)
		without, with := make([]int64, len(block.Cap)), make([]int64, len(block.Cap))
		for t, all := range e.usage[use.Block] {
			without[t] = all - amount(now, t)
			with[t] = without[t] + int64(use.Amount[t])
		}
		_, less := block.Buy(without)
		_, more := block.Buy(with)
		cost += more - less
	}
	return cost
}

func (e *explainer) room(c *Choice, o *place.Option) {
	for _, use := range o.Use {
		if !e.p.Blocks[use.Block].Hard() {
			continue // it is rented, and on the bill: see above
		}
		hour, peak, slot := Hour{Block: e.p.Blocks[use.Block].Name, Alike: true}, int64(0), 0
		for _, price := range e.prices[use.Block] {
			cost := price[1] * int64(use.Amount[price[0]])
			if cost == 0 {
				continue
			}
			hour.Alike = hour.Alike && (hour.Count == 0 || cost == peak)
			if cost > peak || hour.Count == 0 {
				peak, slot = cost, int(price[0])
			}
			hour.Count++
			hour.Cost += cost
		}
		if hour.Count > 0 {
			hour.Slot = SlotName(len(use.Amount), slot)
			c.Hours = append(c.Hours, hour)
			c.Room += hour.Cost
		}
	}
	slices.SortStableFunc(c.Hours, func(a, b Hour) int { return cmp.Compare(b.Cost, a.Cost) })
	c.Hours = c.Hours[:min(len(c.Hours), most)]
}
