package workload

import (
	"berth.dev/engine/diag"
	"berth.dev/engine/object"
)

// Made is what one service made for one site.
type Made struct {
	Service, Site string
	Objects       []object.Object
}

// Clashes reports objects that two services make on one site. Neither could be taken
// away without the other's.
func Clashes(made []Made) (out diag.List) {
	type place struct {
		site string
		ref  object.Ref
	}
	first := map[place]string{}
	for _, one := range made {
		for _, o := range one.Objects {
			at := place{one.Site, o.Ref()}
			other, there := first[at]
			switch {
			case !there:
				first[at] = one.Service
			case other != one.Service:
				out.Errorf(CodeTwice, diag.Range{}, "Object of two services", "%s on %s is made by service %q and by service %q. Take it out of the one, or give the services namespaces of their own.", at.ref, one.Site, min(other, one.Service), max(other, one.Service))
			}
		}
	}
	out.Sort()
	return out
}
