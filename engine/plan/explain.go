package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/place"
	"berth.dev/engine/unit"
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
	// Own are the group's own parts, Neighbours what its pairs cost, Room what the
	// capacity it takes is worth to others at the plan's prices.
	Own              Parts
	Neighbours, Room int64
	// Sum is Own + Neighbours + Room.
	Sum int64
	// Talks are the neighbours that cost most; Hours the slots that weigh most.
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

// Hour is what one slot of one capacity weighs.
type Hour struct {
	Block, Slot string
	Cost        int64
}

// most is how many neighbours and hours are named.
const most = 3

// explainer answers questions about one plan.
type explainer struct {
	file  *File
	p     *place.Problem
	x     place.Placement
	usage place.Usage
	// pairs are those of each group.
	pairs [][]int
	// prices are by block.
	prices [][][2]int64
}

func newExplainer(f *File) (*explainer, error) {
	p, x, err := f.Place()
	if err != nil {
		return nil, err
	}
	e := &explainer{file: f, p: p, x: x, usage: p.Usage(x), pairs: make([][]int, len(x)), prices: make([][][2]int64, len(p.Blocks))}
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
		return nil, fmt.Errorf("the plan has no service %q", service)
	}
	e, err := newExplainer(f)
	if err != nil {
		return nil, err
	}
	return e.explain(&f.Services[at]), nil
}

func (e *explainer) explain(s *Service) *Explanation {
	out := &Explanation{Service: s, Group: &e.file.Problem.Groups[s.Group], Chosen: int(e.x[s.Group])}
	for _, one := range e.file.Services {
		if one.Group == s.Group {
			out.Members = append(out.Members, one.Name)
		}
	}
	for l := range out.Group.Options {
		out.Options = append(out.Options, e.choice(int32(s.Group), uint8(l)))
	}
	for l := range out.Options {
		if chosen := out.Options[out.Chosen]; sameSites(s.Alone, out.Group.Options[l].Sites) && l != out.Chosen && !sameSites(s.Alone, out.Group.Options[out.Chosen].Sites) {
			out.Alone, out.AloneWhy = s.Alone, because(out.Options[l], chosen, e.file.Unit)
			break
		}
	}
	return out
}

// sameSites says whether an option's name without its level stands for these sites.
func sameSites(name string, sites []string) bool {
	name, _, _ = strings.Cut(name, "@")
	return name == strings.Join(sites, "+")
}

// choice adds up one option of group i.
func (e *explainer) choice(i int32, l uint8) Choice {
	o := &e.p.Services[i].Options[l]
	c := Choice{Name: o.Name}
	for _, s := range e.file.Services {
		if s.Group == int(i) {
			c.Own = c.Own.plus(s.Options[l])
		}
	}
	e.talks(&c, i, l)
	e.room(&c, o)
	c.Sum = c.Own.Sum() + c.Neighbours + c.Room
	c.Lacks = e.lacks(i, l)
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

func (e *explainer) room(c *Choice, o *place.Option) {
	for _, use := range o.Use {
		for _, price := range e.prices[use.Block] {
			if cost := price[1] * int64(use.Amount[price[0]]); cost != 0 {
				c.Room += cost
				c.Hours = append(c.Hours, Hour{e.p.Blocks[use.Block].Name, SlotName(len(use.Amount), int(price[0])), cost})
			}
		}
	}
	slices.SortStableFunc(c.Hours, func(a, b Hour) int { return cmp.Compare(b.Cost, a.Cost) })
	c.Hours = c.Hours[:min(len(c.Hours), most)]
}

// lacks says what taking an option breaks with all else unchanged.
func (e *explainer) lacks(i int32, l uint8) string {
	if l == e.x[i] {
		return ""
	}
	for _, k := range e.pairs[i] {
		q := &e.p.Pairs[k]
		other, no := q.B, q.Forbidden(e.p, l, e.x[q.B])
		if q.B == i {
			other, no = q.A, q.Forbidden(e.p, e.x[q.A], l)
		}
		if no {
			return fmt.Sprintf("may not stand so with %s on %s", e.p.Services[other].Name, e.p.Services[other].Options[e.x[other]].Name)
		}
	}
	now := e.p.Services[i].Options[e.x[i]].Use
	for _, use := range e.p.Services[i].Options[l].Use {
		block := &e.p.Blocks[use.Block]
		if !block.Hard() {
			continue
		}
		for t, v := range use.Amount {
			total := e.usage[use.Block][t] + int64(v) - amountOf(now, use.Block, t)
			if by := total - block.Cap[t] - block.FirmMax; by > 0 {
				return e.full(use.Block, t, by)
			}
		}
	}
	return ""
}

func amountOf(use []place.Use, block int32, slot int) int64 {
	for _, one := range use {
		if one.Block == block {
			return int64(one.Amount[slot])
		}
	}
	return 0
}

// full names a capacity that does not suffice.
func (e *explainer) full(block int32, slot int, by int64) string {
	meta := &e.file.Problem.Blocks[block]
	scale := ScaleOf(meta.Scale)
	return fmt.Sprintf("%s lacks %s %s%s", meta.Name, unit.Number(float64(by)/scale.Per), scale.Unit, at(SlotName(len(e.p.Blocks[block].Cap), slot)))
}

// because says in one line why a plan takes the chosen option and not another. It
// names the largest of the causes that speak against the other.
func because(other, chosen Choice, money Unit) string {
	type cause struct {
		worth int64
		words string
	}
	causes := []cause{
		{other.Own.Money - chosen.Own.Money, "its own bill is %s dearer there"},
		{other.Own.Hours - chosen.Own.Hours, "its work is %s dearer there"},
		{other.Own.Score - chosen.Own.Score, "its score is worth %s less there"},
		{other.Own.Moving - chosen.Own.Moving, "moving there costs %s a month"},
		{other.Neighbours - chosen.Neighbours, "its traffic would cost %s more" + with(other.Talks)},
		{other.Room - chosen.Room, "the room it takes is worth %s more to others" + when(other.Hours)},
	}
	best := slices.MaxFunc(causes, func(a, b cause) int { return cmp.Compare(a.worth, b.worth) })
	switch {
	case other.Lacks != "":
		return other.Lacks
	case best.worth <= 0:
		return "it costs as much"
	}
	return fmt.Sprintf(best.words, money.Words(best.worth))
}

func with(talks []Talk) string {
	if len(talks) == 0 {
		return ""
	}
	return ", most with " + talks[0].Service + " on " + talks[0].On
}

func when(hours []Hour) string {
	if len(hours) == 0 {
		return ""
	}
	return ": " + hours[0].Block + " fills up" + at(hours[0].Slot)
}

// why says in one line why a service is where the plan puts it.
func (e *explainer) why(s *Service) string {
	x := e.explain(s)
	switch {
	case s.Kept != "":
		return s.Kept
	case len(x.Options) == 1 && len(s.Out) > 0:
		return "the only place that rules allow"
	case len(x.Options) == 1:
		return "the only place there is"
	}
	chosen := x.Options[x.Chosen]
	today := x.Group.Today
	if today < 0 || today == x.Chosen {
		second := -1
		for l := range x.Options {
			if l != x.Chosen && !slices.Equal(x.Group.Options[l].Sites, x.Group.Options[x.Chosen].Sites) && (second < 0 || x.Options[l].Sum < x.Options[second].Sum) {
				second = l
			}
		}
		if second < 0 {
			return "the cheapest split"
		}
		return "on " + x.Options[second].Name + " " + because(x.Options[second], chosen, e.file.Unit)
	}
	return "on " + x.Options[today].Name + " " + because(x.Options[today], chosen, e.file.Unit)
}

// Words writes an amount for a sentence.
func (u Unit) Words(units int64) string {
	a := u.Amount(units)
	digits := 0
	if f := a.Float(); f > -100 && f < 100 {
		digits = 2
	}
	return a.Rounded(digits) + " " + u.Currency
}
