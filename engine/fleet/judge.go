package fleet

import (
	"slices"

	"berth.dev/engine/place"
	"berth.dev/engine/score"
)

// Judge asks every rule about every service under a placement, with all neighbours
// where the placement puts them. It returns what they refuse, by service; nothing
// where the placement may be carried out. An error means that a rule failed.
func (f *Fleet) Judge(x place.Placement) (out []Reason, err error) {
	for _, m := range f.b.members {
		v := f.b.placed(x, m)
		neighbours, stranded := f.b.neighbours(x, v)
		violations, err := v.setting.Violations(neighbours...)
		if err != nil {
			return nil, err
		}
		for _, found := range violations {
			out = append(out, Reason{m.svc.Name, found.Constraint, found.Because})
		}
		if !slices.ContainsFunc(out, func(r Reason) bool { return r.Service == m.svc.Name && r.Constraint == unreachable }) {
			out = append(out, stranded...)
		}
	}
	return out, nil
}

// neighbours are the services that a variant talks to, where a placement puts them,
// and those to whom no link leads.
func (b *builder) neighbours(x place.Placement, v *variant) (out []score.Neighbour, stranded []Reason) {
	seen := make(map[int]bool)
	for _, k := range v.m.c.Traffic {
		j, known := b.memberAt[k.Name]
		if !known || !k.Neighbour || seen[j] {
			continue
		}
		seen[j] = true
		o := b.placed(x, b.members[j])
		meets := b.both(v, o)
		if meets.stranded {
			stranded = append(stranded, Reason{v.m.svc.Name, unreachable, strandedText(o)})
		}
		out = append(out, score.Neighbour{Name: k.Name, Sites: o.at.Sites(), Apart: meets.crosses})
	}
	return out, stranded
}
