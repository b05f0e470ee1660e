package spec

import "reflect"

// settable is what [Origin] gives every value and block of the vocabulary.
type settable interface{ Set() bool }

// inherit fills what dst leaves unset from src, the next more general level.
// src is never changed and may be shared by many services.
func inherit(dst, src *Settings) {
	inheritStruct(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem())
	dst.CallBlocks = addMissing(dst.CallBlocks, src.CallBlocks, func(c *Call) string { return c.Name })
	dst.Volumes = addMissing(dst.Volumes, src.Volumes, func(v *Volume) string { return v.Name })
}

func inheritStruct(dst, src reflect.Value) {
	for i := range dst.NumField() {
		to, from := dst.Field(i), src.Field(i)
		switch to.Kind() {
		case reflect.Struct:
			if to.Type() == reflect.TypeFor[Origin]() {
				continue
			}
			if !to.Addr().Interface().(settable).Set() {
				to.Set(from)
			}
		case reflect.Pointer:
			switch {
			case from.IsNil():
			case to.IsNil():
				to.Set(from)
			default:
				// A copy: the block of a class must not learn from its services.
				merged := reflect.New(to.Type().Elem())
				merged.Elem().Set(to.Elem())
				inheritStruct(merged.Elem(), from.Elem())
				to.Set(merged)
			}
		}
	}
}

// addMissing adds the blocks of the more general level whose names the more
// specific one does not have.
func addMissing[T any](own, general []T, name func(T) string) []T {
	if len(general) == 0 {
		return own
	}
	out := append([]T(nil), own...)
	have := map[string]bool{}
	for _, o := range own {
		have[name(o)] = true
	}
	for _, g := range general {
		if !have[name(g)] {
			out = append(out, g)
		}
	}
	return out
}

// resolve gives every service what its class, product and the workspace say.
func (w *Workspace) resolve() {
	type pair struct{ class, product string }
	general := map[pair]*Settings{}
	for _, s := range w.Services {
		key := pair{s.Class.V, s.Product.V}
		base := general[key]
		if base == nil {
			base = &Settings{}
			if c := w.Class(key.class); c != nil {
				inherit(base, &c.Settings)
			}
			if p := w.Product(key.product); p != nil {
				inherit(base, &p.Settings)
			}
			inherit(base, &w.Defaults)
			general[key] = base
		}
		inherit(&s.Settings, base)
	}
}
