package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// need is something that an object refers to.
type need struct {
	of   place
	ref  object.Ref
	wave int
}

// note remembers what the objects of a draft need and the clusters do not hold.
func (b *builder) note(d *draft) {
	for site, objects := range d.service.Objects {
		for _, o := range objects {
			p := place{site, o.Ref()}
			wave, made := d.made[p]
			if !made {
				continue
			}
			side := b.world.sides[site]
			if k, ok := object.KindOf(p.ref.Kind); ok && k.Optional && !slices.Contains(side.Optional, k.Name) {
				b.needs = append(b.needs, need{of: p, ref: object.Ref{Kind: "CustomResourceDefinition", Name: k.Resource + "." + k.Group}, wave: wave})
			}
			for _, ref := range o.References() {
				if !side.has(ref) {
					b.needs = append(b.needs, need{of: p, ref: ref, wave: wave})
				}
			}
		}
	}
}

// Missing is an error: objects refer to what is not there and what nothing makes.
type Missing struct{ What []string }

// Error lists all that is missing.
func (m *Missing) Error() string {
	return "what services refer to is missing:\n  " + strings.Join(m.What, "\n  ") + "\nmake it first, or put it into the manifests"
}

// missing are the needs that the work does not meet in time.
func (b *builder) missing() error {
	m := &Missing{}
	for _, n := range b.needs {
		at := place{n.of.site, n.ref}
		wave, made := b.made[at]
		switch {
		case !made:
			m.What = append(m.What, fmt.Sprintf("%s needs %s", n.of, n.ref))
		case wave > n.wave:
			m.What = append(m.What, fmt.Sprintf("%s needs %s in wave %d, and it is made in wave %d", n.of, n.ref, n.wave, wave))
		}
	}
	if len(m.What) == 0 {
		return nil
	}
	slices.Sort(m.What)
	m.What = slices.Compact(m.What)
	return m
}
