package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/place"
	"berth.dev/engine/unit"
)

// View is a plan as it is told to a person: everything in it follows from a [File].
// Amounts are in the file's unit.
type View struct {
	File *File
	// Moves are the services that change place, by wave and name.
	Moves []Move
	// Stays is how many do not; Held those of them that may not, and why.
	Stays int
	Held  []Held
	// Now is what today costs; nil where today is unknown for some service.
	Now *Sums
	// Then is what the plan costs.
	Then Sums
	// Blocks say how full everything is.
	Blocks []Load
	// Crossings are the pairs whose ends the plan puts on different sites, the
	// dearest first.
	Crossings []Crossing
	// Count is how many services there are on each site set, by name.
	Count []Count
}

// Move is a service that changes place.
type Move struct {
	Service  string
	From, To string
	Why      string
	// Wave counts from 1; 0 means that no order makes the move possible.
	Wave int
	// Saves is what the service itself costs less a month in money; Once what moving
	// costs once. Known is false where today's cost is not known.
	Saves, Once int64
	Known       bool
}

// Held is a service that may not move.
type Held struct{ Service, Why string }

// Payback is after how many months a move has earned its one-off cost; -1 for never.
func (m Move) Payback() float64 {
	switch {
	case m.Once == 0:
		return 0
	case !m.Known || m.Saves <= 0:
		return -1
	}
	return float64(m.Once) / float64(m.Saves)
}

// Sums is what a placement costs a month.
type Sums struct {
	Parts   Parts
	Traffic int64
	Bought  int64
	Fixed   int64
	// Cost is the objective, Total the money on the bill.
	Cost, Total int64
}

// Load is how full one capacity is.
type Load struct {
	Block *Block
	// Used and Cap are by slot.
	Used, Cap []int64
	// Peak is the slot that is fullest, Share how full it is then.
	Peak  int
	Share float64
}

// Crossing is a pair whose ends run on different sites.
type Crossing struct {
	A, B string
	// From and To are the options' names.
	From, To string
	// Cost is a month's; Traffic MiB a month, both ways, whether they cross or not.
	Cost, Traffic int64
}

// Count is how many services run on a set of sites.
type Count struct {
	Where    string
	Services int
}

// NewView works a file up. The file must come from [Read] or [Make].
func NewView(f *File) (*View, error) {
	p, x, err := f.Place()
	if err != nil {
		return nil, err
	}
	v := &View{File: f, Then: f.sums(p, x)}
	today := make(place.Placement, len(x))
	known := true
	for i, g := range f.Problem.Groups {
		known = known && g.Today >= 0
		today[i] = uint8(max(0, g.Today))
	}
	if known {
		now := f.sums(p, today)
		v.Now = &now
	}
	v.moves(x)
	v.loads(p, x)
	v.crossings(p, x)
	v.counts(x)
	return v, nil
}

// sums is what a placement costs.
func (f *File) sums(p *place.Problem, x place.Placement) Sums {
	var s Sums
	for _, one := range f.Services {
		s.Parts = s.Parts.plus(one.Options[x[one.Group]])
	}
	var options int64
	for i, l := range x {
		options += p.Services[i].Options[l].Cost
	}
	s.Traffic = p.Place(x) - options
	s.Cost = p.Cost(x)
	s.Bought = s.Cost - p.Place(x)
	for _, one := range f.Fixed {
		s.Fixed += one.Amount
	}
	s.Total = s.Parts.Money + s.Traffic + s.Bought + s.Fixed
	return s
}

func (p Parts) plus(q Parts) Parts {
	return Parts{Hours: p.Hours + q.Hours, Money: p.Money + q.Money, Moving: p.Moving + q.Moving, Score: p.Score + q.Score}
}

func (v *View) moves(x place.Placement) {
	f := v.File
	wave := make([]int, len(x))
	for w := range f.Waves {
		for _, g := range f.Waves[w].Groups {
			wave[g] = w + 1
		}
	}
	for _, s := range f.Services {
		to := int(x[s.Group])
		group := &f.Problem.Groups[s.Group]
		if group.Today == to {
			v.Stays++
			if s.Kept != "" {
				v.Held = append(v.Held, Held{s.Name, s.Kept})
			}
			continue
		}
		m := Move{Service: s.Name, From: cmp.Or(s.Today, "nowhere"), To: group.Options[to].Name, Why: s.Why, Wave: wave[s.Group], Once: s.Once[to]}
		if m.Known = group.Today >= 0; m.Known {
			m.Saves = s.Options[group.Today].Money - s.Options[to].Money
		}
		v.Moves = append(v.Moves, m)
	}
	slices.SortStableFunc(v.Moves, func(a, b Move) int {
		// What cannot be made stands last.
		return cmp.Or(cmp.Compare(uint(a.Wave-1), uint(b.Wave-1)), strings.Compare(a.Service, b.Service))
	})
}

func (v *View) loads(p *place.Problem, x place.Placement) {
	usage := p.Usage(x)
	for b := range p.Blocks {
		load := Load{Block: &v.File.Problem.Blocks[b], Used: usage[b], Cap: p.Blocks[b].Cap, Share: -1}
		for t, used := range load.Used {
			share := 0.0
			if load.Cap[t] > 0 {
				share = float64(used) / float64(load.Cap[t])
			} else if used > 0 {
				share = 1
			}
			if share > load.Share {
				load.Share, load.Peak = share, t
			}
		}
		v.Blocks = append(v.Blocks, load)
	}
}

func (v *View) crossings(p *place.Problem, x place.Placement) {
	groups := v.File.Problem.Groups
	for k := range p.Pairs {
		q := &p.Pairs[k]
		a, b := &groups[q.A].Options[x[q.A]], &groups[q.B].Options[x[q.B]]
		if !Crosses(a.Sites, b.Sites) {
			continue
		}
		c := Crossing{A: groups[q.A].Name, B: groups[q.B].Name, From: a.Name, To: b.Name, Traffic: v.File.Problem.Pairs[k].Traffic}
		if q.Cost != nil {
			c.Cost = q.Cost[p.At(q, x[q.A], x[q.B])]
		}
		v.Crossings = append(v.Crossings, c)
	}
	slices.SortStableFunc(v.Crossings, func(a, b Crossing) int {
		return cmp.Or(cmp.Compare(b.Cost, a.Cost), cmp.Compare(b.Traffic, a.Traffic), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
}

func (v *View) counts(x place.Placement) {
	by := map[string]int{}
	for _, s := range v.File.Services {
		by[strings.Join(v.File.Problem.Groups[s.Group].Options[x[s.Group]].Sites, "+")]++
	}
	for where, n := range by {
		v.Count = append(v.Count, Count{where, n})
	}
	slices.SortFunc(v.Count, func(a, b Count) int { return strings.Compare(a.Where, b.Where) })
}

// Gap is how far the plan may be from the best there is, as a share of its cost.
func (f *File) Gap() float64 {
	if f.Claim.Cost == 0 {
		return 0
	}
	return float64(f.Claim.Cost-f.Claim.Floor) / float64(max(f.Claim.Cost, -f.Claim.Cost))
}

// Lacks says in words what a baseline breaks first, "" for nothing.
func (v *View) Lacks(b Baseline) string {
	if b.Fits {
		return ""
	}
	p, _, err := v.File.Place()
	if err != nil {
		return ""
	}
	x, err := placementOf(p, b.Placement)
	if err != nil {
		return "some services are where rules forbid it"
	}
	broken := p.Broken(x)
	worst := -1
	var by float64
	for k, one := range broken {
		if one.Block < 0 {
			continue
		}
		if share := float64(one.By) / float64(max(1, p.Blocks[one.Block].Cap[one.Slot])); worst < 0 || share > by {
			worst, by = k, share
		}
	}
	if worst < 0 {
		q := p.Pairs[broken[0].Pair]
		return fmt.Sprintf("%s and %s may not stand so", p.Services[q.A].Name, p.Services[q.B].Name)
	}
	block := &v.File.Problem.Blocks[broken[worst].Block]
	scale := ScaleOf(block.Scale)
	slots := len(p.Blocks[broken[worst].Block].Cap)
	return fmt.Sprintf("%s lacks %s %s%s", block.Name, unit.Number(float64(broken[worst].By)/scale.Per), scale.Unit, at(SlotName(slots, broken[worst].Slot)))
}

// at names a slot at the end of a sentence.
func at(slot string) string {
	if slot == "" {
		return ""
	}
	return " on " + slot
}

// Crosses says whether traffic between services on these sites may leave a site: it
// does not where both are on one and the same.
func Crosses(a, b []string) bool { return len(a) != 1 || !slices.Equal(a, b) }
