package plan

import (
	"cmp"
	"slices"
	"strings"

	"berth.dev/engine/place"
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
	// Now is what today costs, nil where it is known for no service; Without are the
	// services that it leaves out, because nobody says where they run or they may not
	// stay there. Same is what the plan costs without them.
	Now     *Sums
	Without []string
	Same    Sums
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
	// Cost is a month's; Traffic what crosses, MiB a month, both ways.
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
	v := &View{File: f, Then: f.sums(p, x, nil)}
	v.today(p, x)
	v.moves(p, x)
	v.loads(p, x)
	v.crossings(p, x)
	v.counts(x)
	return v, nil
}

func (p Parts) plus(q Parts) Parts {
	return Parts{Hours: p.Hours + q.Hours, Money: p.Money + q.Money, Moving: p.Moving + q.Moving, Score: p.Score + q.Score}
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
		c := Crossing{A: groups[q.A].Name, B: groups[q.B].Name, From: a.Name, To: b.Name, Traffic: v.File.Problem.Pairs[k].Crosses}
		if q.Cost != nil {
			c.Cost = q.Cost[p.At(q, x[q.A], x[q.B])]
		}
		if c.Traffic == 0 && c.Cost == 0 {
			continue // two splits that meet their like, or two that only stand apart
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

// Crosses says whether traffic between services on these sites may leave a site: it
// does not where both are on one and the same.
func Crosses(a, b []string) bool { return len(a) != 1 || !slices.Equal(a, b) }
