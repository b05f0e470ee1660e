package drift

import (
	"cmp"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
)

// Place is a service on a site, by what the cluster's records name.
type Place struct {
	Service   string
	Product   string
	Namespace string
	Site      string
	// Objects is how many are berth's.
	Objects int
	// Copies is how many copies of pods are asked for, Ready how many are ready; of
	// schedules and jobs none are counted.
	Copies, Ready int64
}

// Inventory lists what runs where, by service and site. Members that are gone or were
// not read count for the service only where that is known.
func Inventory(now []rollout.Cluster) []Place {
	type key struct{ site, namespace, product, service string }
	of := map[key]*Place{}
	for i := range now {
		c := &now[i]
		live := map[object.Ref]object.Object{}
		for _, o := range c.Live {
			live[o.Ref()] = o
		}
		for s := range c.Sets {
			set := &c.Sets[s]
			for _, m := range set.Members {
				o := live[m.Ref]
				if !owns(set, o) {
					continue
				}
				k := key{c.Site, set.Namespace, set.Product, o.Label(object.LabelService)}
				if of[k] == nil {
					of[k] = &Place{Service: k.service, Product: k.product, Namespace: k.namespace, Site: k.site}
				}
				of[k].add(o)
			}
		}
	}
	out := make([]Place, 0, len(of))
	for _, p := range of {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.Site, b.Site), strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Product, b.Product))
	})
	return out
}

func owns(set *record.Set, o object.Object) bool { return o != nil && set.Owns(o) }

// add counts an object.
func (p *Place) add(o object.Object) {
	p.Objects++
	switch o.Ref().Kind {
	case "Deployment", "StatefulSet":
		copies, _ := o.Copies()
		p.Copies += copies
		p.Ready += number(o.At("status", "readyReplicas"))
	case "DaemonSet":
		p.Copies += number(o.At("status", "desiredNumberScheduled"))
		p.Ready += number(o.At("status", "numberReady"))
	}
}

// number reads a count of a status.
func number(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case float64:
		return int64(n)
	}
	return 0
}
