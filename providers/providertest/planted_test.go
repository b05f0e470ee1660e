package providertest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest"
)

// planted is a target with a bug. Each nil function is the sound target's own.
type planted struct {
	target.Target
	identity func(context.Context) (string, error)
	get      func(context.Context, object.Ref) (object.Object, error)
	list     func(context.Context, target.Query) ([]object.Object, error)
	denied   func(context.Context, []target.Access) ([]target.Access, error)
	create   func(context.Context, object.Object, target.Write) (object.Object, error)
	apply    func(context.Context, object.Object, target.Write) (object.Object, error)
	replace  func(context.Context, object.Object) (object.Object, error)
	patch    func(context.Context, object.Ref, []target.Op, target.Write) (object.Object, error)
	remove   func(context.Context, object.Ref, target.Only) error
}

func (p planted) Identity(ctx context.Context) (string, error) {
	if p.identity != nil {
		return p.identity(ctx)
	}
	return p.Target.Identity(ctx)
}

func (p planted) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	if p.get != nil {
		return p.get(ctx, ref)
	}
	return p.Target.Get(ctx, ref)
}

func (p planted) List(ctx context.Context, q target.Query) ([]object.Object, error) {
	if p.list != nil {
		return p.list(ctx, q)
	}
	return p.Target.List(ctx, q)
}

func (p planted) Denied(ctx context.Context, asked []target.Access) ([]target.Access, error) {
	if p.denied != nil {
		return p.denied(ctx, asked)
	}
	return p.Target.Denied(ctx, asked)
}

func (p planted) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	if p.create != nil {
		return p.create(ctx, o, w)
	}
	return p.Target.Create(ctx, o, w)
}

func (p planted) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	if p.apply != nil {
		return p.apply(ctx, o, w)
	}
	return p.Target.Apply(ctx, o, w)
}

func (p planted) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	if p.replace != nil {
		return p.replace(ctx, o)
	}
	return p.Target.Replace(ctx, o)
}

func (p planted) Patch(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
	if p.patch != nil {
		return p.patch(ctx, ref, ops, w)
	}
	return p.Target.Patch(ctx, ref, ops, w)
}

func (p planted) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	if p.remove != nil {
		return p.remove(ctx, ref, only)
	}
	return p.Target.Delete(ctx, ref, only)
}

// bugs are the mistakes that a target could make, and that a run would pay for.
var bugs = []struct {
	name  string
	plant func(target.Target) planted
}{
	{"delete ignores the UID", func(t target.Target) planted {
		return planted{Target: t, remove: func(ctx context.Context, ref object.Ref, only target.Only) error {
			only.UID = ""
			return t.Delete(ctx, ref, only)
		}}
	}},
	{"delete ignores the version", func(t target.Target) planted {
		return planted{Target: t, remove: func(ctx context.Context, ref object.Ref, only target.Only) error {
			only.Version = ""
			return t.Delete(ctx, ref, only)
		}}
	}},
	{"a dry delete deletes", func(t target.Target) planted {
		return planted{Target: t, remove: func(ctx context.Context, ref object.Ref, only target.Only) error {
			only.Dry = false
			return t.Delete(ctx, ref, only)
		}}
	}},
	{"delete of nothing is done", func(t target.Target) planted {
		return planted{Target: t, remove: func(ctx context.Context, ref object.Ref, only target.Only) error {
			if err := t.Delete(ctx, ref, only); target.ClassOf(err) != target.Absent {
				return err
			}
			return nil
		}}
	}},
	{"create falls back to apply", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			if live, _ := t.Get(ctx, o.Ref()); target.ClassOf(err) == target.Exists && live != nil {
				return t.Apply(ctx, named(o, live.UID()), w)
			}
			return made, err
		}}
	}},
	{"a dry create makes", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, _ target.Write) (object.Object, error) {
			return t.Create(ctx, o, target.Write{})
		}}
	}},
	{"a dry create is not asked", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			if w.Dry {
				return o, nil
			}
			return t.Create(ctx, o, w)
		}}
	}},
	{"create of what exists is done", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			if target.ClassOf(err) == target.Exists {
				return t.Get(ctx, o.Ref())
			}
			return made, err
		}}
	}},
	{"what is unclear is done", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			if target.ClassOf(err) == target.Unclear {
				return o, nil
			}
			return made, err
		}}
	}},
	{"what is unclear is sent again", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			if target.ClassOf(err) == target.Unclear {
				return t.Create(ctx, o, w)
			}
			return made, err
		}}
	}},
	{"what is unclear is busy", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			var f *target.Fault
			if errors.As(err, &f) && f.Class == target.Unclear {
				f.Class = target.Busy
			}
			return made, err
		}}
	}},
	{"an absurd wish is passed on", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			var f *target.Fault
			if errors.As(err, &f) && f.After == time.Minute {
				f.After = time.Hour
			}
			return made, err
		}}
	}},
	{"a secret stands in an error", func(t target.Target) planted {
		return planted{Target: t, create: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			made, err := t.Create(ctx, o, w)
			var f *target.Fault
			if errors.As(err, &f) {
				f.Says = fmt.Sprint(f.Says, " in ", o["data"])
			}
			return made, err
		}}
	}},
	{"apply takes the fields of others", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			out, err := t.Apply(ctx, o, w)
			if f := new(target.Fault); errors.As(err, &f) && len(f.Fields) > 0 {
				return t.Patch(ctx, o.Ref(), []target.Op{{Op: "replace", Path: "/data", Value: o["data"]}}, w)
			}
			return out, err
		}}
	}},
	{"apply swallows conflicts", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			out, err := t.Apply(ctx, o, w)
			if target.ClassOf(err) == target.Conflict {
				return o, nil
			}
			return out, err
		}}
	}},
	{"apply does not say which fields", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			out, err := t.Apply(ctx, o, w)
			if f := new(target.Fault); errors.As(err, &f) {
				f.Fields = nil
			}
			return out, err
		}}
	}},
	{"apply ignores the UID", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			if live, _ := t.Get(ctx, o.Ref()); live != nil {
				o = named(o, live.UID())
			}
			return t.Apply(ctx, o, w)
		}}
	}},
	{"apply makes what is not there", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
			if live, err := t.Get(ctx, o.Ref()); live == nil && err == nil {
				return t.Create(ctx, named(o, ""), w)
			}
			return t.Apply(ctx, o, w)
		}}
	}},
	{"a dry apply writes", func(t target.Target) planted {
		return planted{Target: t, apply: func(ctx context.Context, o object.Object, _ target.Write) (object.Object, error) {
			return t.Apply(ctx, o, target.Write{})
		}}
	}},
	{"replace goes to the newest version", func(t target.Target) planted {
		return planted{Target: t, replace: func(ctx context.Context, o object.Object) (object.Object, error) {
			if live, _ := t.Get(ctx, o.Ref()); live != nil {
				o = named(o, live.UID())
				o["metadata"].(map[string]any)["resourceVersion"] = live.Version()
			}
			return t.Replace(ctx, o)
		}}
	}},
	{"a patch leaves out its tests", func(t target.Target) planted {
		return planted{Target: t, patch: func(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
			return t.Patch(ctx, ref, slices.DeleteFunc(slices.Clone(ops), func(o target.Op) bool { return o.Op == "test" }), w)
		}}
	}},
	{"a failed test is invalid", func(t target.Target) planted {
		return planted{Target: t, patch: func(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
			out, err := t.Patch(ctx, ref, ops, w)
			if f := new(target.Fault); errors.As(err, &f) && f.Class == target.Conflict {
				f.Class = target.Invalid
			}
			return out, err
		}}
	}},
	{"a list loses what follows its first page", func(t target.Target) planted {
		return planted{Target: t, list: func(ctx context.Context, q target.Query) ([]object.Object, error) {
			all, err := t.List(ctx, q)
			return all[:min(len(all), 3)], err
		}}
	}},
	{"a list that fails is empty", func(t target.Target) planted {
		return planted{Target: t, list: func(ctx context.Context, q target.Query) ([]object.Object, error) {
			all, err := t.List(ctx, q)
			if target.ClassOf(err) == target.Busy || target.ClassOf(err) == target.Unclear {
				return nil, nil
			}
			return all, err
		}}
	}},
	{"a list is not sorted", func(t target.Target) planted {
		return planted{Target: t, list: func(ctx context.Context, q target.Query) ([]object.Object, error) {
			all, err := t.List(ctx, q)
			slices.Reverse(all)
			return all, err
		}}
	}},
	{"a list of names reads everything", func(t target.Target) planted {
		return planted{Target: t, list: func(ctx context.Context, q target.Query) ([]object.Object, error) {
			q.Names = false
			return t.List(ctx, q)
		}}
	}},
	{"a kind that is not served is an empty list", func(t target.Target) planted {
		return planted{Target: t, list: func(ctx context.Context, q target.Query) ([]object.Object, error) {
			all, err := t.List(ctx, q)
			if target.ClassOf(err) == target.UnknownKind {
				return nil, nil
			}
			return all, err
		}}
	}},
	{"a read that fails is nothing", func(t target.Target) planted {
		return planted{Target: t, get: func(ctx context.Context, ref object.Ref) (object.Object, error) {
			o, _ := t.Get(ctx, ref)
			return o, nil
		}}
	}},
	{"every cluster is the same one", func(t target.Target) planted {
		return planted{Target: t, identity: func(context.Context) (string, error) { return "cluster", nil }}
	}},
	{"nothing is ever denied", func(t target.Target) planted {
		return planted{Target: t, denied: func(context.Context, []target.Access) ([]target.Access, error) { return nil, nil }}
	}},
}

// named copies an object with another UID, or without one.
func named(o object.Object, uid string) object.Object {
	meta := map[string]any{"name": o.Ref().Name, "namespace": o.Ref().Namespace}
	if uid != "" {
		meta["uid"] = uid
	}
	out := object.Object{}
	for name, part := range o {
		out[name] = part
	}
	out["metadata"] = meta
	return out
}

func TestTheSuiteFindsEveryPlantedBug(t *testing.T) {
	for _, bug := range bugs {
		t.Run(bug.name, func(t *testing.T) {
			t.Parallel()
			for _, p := range providertest.Promises() {
				h := onFake(t)
				open := h.Open
				h.Open = func(wrap func(http.RoundTripper) http.RoundTripper) (target.Target, error) {
					sound, err := open(wrap)
					return bug.plant(sound), err
				}
				if broken, _ := p.Try(h); len(broken) > 0 {
					t.Logf("found by %q: %s", p.Name, broken[0])
					return
				}
			}
			t.Error("no promise is broken")
		})
	}
}
