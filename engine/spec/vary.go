package spec

import (
	"reflect"

	"berth.dev/engine/money"
)

// Variation is what is imagined to be otherwise, for questions such as "and if the
// cloud were a fifth dearer?". A factor of 0 changes nothing.
type Variation struct {
	// Cloud scales the prices of price books and cloud sites, Owned those of on-prem
	// sites: machines, power, upkeep, disks, traffic.
	Cloud, Owned float64
	// Links scales what links cost, by their two sites in the order they were written.
	Links map[[2]string]float64
	// Nodes adds nodes to pools or takes them away, by site and pool.
	Nodes map[[2]string]int
}

// Vary returns the workspace as it would be; w stays as it is. What does not change
// is shared.
func (w *Workspace) Vary(v Variation) *Workspace {
	out := *w
	out.PriceBooks = copies(w.PriceBooks, func(b *PriceBook) { scale(reflect.ValueOf(b).Elem(), v.Cloud) })
	out.Sites = copies(w.Sites, func(s *Site) {
		factor := v.Owned
		if s.Kind.V == "cloud" {
			factor = v.Cloud
		}
		scale(reflect.ValueOf(s).Elem(), factor)
		s.Pools = copies(s.Pools, func(p *NodePool) {
			p.Nodes.V = max(0, p.Nodes.V+float64(v.Nodes[[2]string{s.Name, p.Name}]))
		})
	})
	out.Links = copies(w.Links, func(l *Link) { scale(reflect.ValueOf(l).Elem(), v.Links[[2]string{l.A, l.B}]) })
	out.buildIndex()
	return &out
}

// copies returns copies of blocks, each changed.
func copies[T any](blocks []*T, change func(*T)) []*T {
	out := make([]*T, len(blocks))
	for i, b := range blocks {
		one := *b
		change(&one)
		out[i] = &one
	}
	return out
}

// scale multiplies all money in a block by a factor. What v points to is copied
// first.
func scale(v reflect.Value, factor float64) {
	if factor == 0 || factor == 1 {
		return
	}
	switch x := v.Addr().Interface().(type) {
	case *money.Amount:
		*x = x.Times(factor)
		return
	case *money.Rate:
		x.Amount = x.Amount.Times(factor)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				scale(v.Field(i), factor)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			one := reflect.New(v.Type().Elem())
			one.Elem().Set(v.Elem())
			scale(one.Elem(), factor)
			v.Set(one)
		}
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			scale(list.Index(i), factor)
		}
		if v.Len() > 0 {
			v.Set(list)
		}
	case reflect.Map:
		scaleMap(v, factor)
	}
}

func scaleMap(v reflect.Value, factor float64) {
	if v.IsNil() {
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, key := range v.MapKeys() {
		one := reflect.New(v.Type().Elem())
		one.Elem().Set(v.MapIndex(key))
		scale(one.Elem(), factor)
		out.SetMapIndex(key, one.Elem())
	}
	v.Set(out)
}
