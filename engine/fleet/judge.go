package fleet

import (
	"berth.dev/engine/place"
	"berth.dev/engine/score"
)

// Judge asks every rule about every service under a placement, with all neighbours
// where the placement puts them. It returns what they refuse, by service; nothing
// where the placement may be carried out. An error means that a rule failed.
func (f *Fleet) Judge(x place.Placement) (out []Reason, err error) {
	for _, m := range f.b.members {
		v := f.b.placed(x, m)
		violations, err := v.setting.Violations(f.b.neighbours(x, v)...)
		if err != nil {
			return nil, err
		}
		for _, found := range violations {
			out = append(out, Reason{m.svc.Name, found.Constraint, found.Because})
		}
	}
	return out, nil
}

// neighbours are the services that a variant talks to, where a placement puts them.
func (b *builder) neighbours(x place.Placement, v *variant) (out []score.Neighbour) {
	seen := make(map[int]bool)
	for _, k := range v.m.c.Traffic {
		j, known := b.memberAt[k.Name]
		if !known || !k.Neighbour || seen[j] {
			continue
		}
		seen[j] = true
		o := b.placed(x, b.members[j])
		out = append(out, score.Neighbour{Name: k.Name, Sites: o.at.Sites(), Apart: b.apart(v, o)})
	}
	return out
}

// apart tells whether anything between two variants goes from one site to another.
func (b *builder) apart(v, o *variant) bool {
	for _, t := range b.ties.between[[2]int{v.m.index, o.m.index}] {
		if c := b.cross(t, v, o); c.any(v, o) {
			return true
		}
	}
	for _, t := range b.ties.between[[2]int{o.m.index, v.m.index}] {
		if c := b.cross(t, o, v); c.any(o, v) {
			return true
		}
	}
	return false
}
