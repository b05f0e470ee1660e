package providertest

import (
	"errors"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func recordPromises() []Promise {
	return []Promise{
		{"Replace writes an object whole, at its version", replaceWrites},
		{"Replace at an older version is Conflict and changes nothing", replaceOld},
		{"Replace of what has gone fails and makes nothing", replaceGone},
		{"Patch does its operations", patchDoes},
		{"Patch whose test fails is Conflict and changes nothing", patchTests},
		{"Patch, dry, changes nothing", patchDry},
		{"Patch of nothing is Absent", patchNothing},
	}
}

// fieldsOf are the fields that a failure names.
func fieldsOf(err error) []target.Field {
	var f *target.Fault
	if errors.As(err, &f) {
		return f.Fields
	}
	return nil
}

// lease is a Lease in the scene's namespace, held by somebody.
func (s *scene) lease(holder string) object.Object {
	return object.Object{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": map[string]any{"name": "berth", "namespace": s.Namespace},
		"spec": map[string]any{"holderIdentity": holder}}
}

func replaceWrites(s *scene) {
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v", "l", "w"), target.Write{}))
	got := s.must(s.Replace(s.ctx, with(s.config("a", "k", "x"), made.UID(), made.Version())))
	there := s.there(made.Ref())
	if value(there, "k") != "x" || there.At("data", "l") != nil || got.Version() != there.Version() || there.UID() != made.UID() {
		s.failf("there is %v at %s, answered %s", there.At("data"), there.Version(), got.Version())
	}
	made = s.must(s.Create(s.ctx, s.lease("us"), target.Write{}))
	got = s.must(s.Replace(s.ctx, with(s.lease("them"), made.UID(), made.Version())))
	if got.At("spec", "holderIdentity") != "them" {
		s.failf("the lease is held by %v", got.At("spec", "holderIdentity"))
	}
}

func replaceOld(s *scene) {
	for _, first := range []object.Object{s.put(s.config("a", "k", "v")), s.put(s.lease("us"))} {
		s.take(object.Object{"apiVersion": first["apiVersion"], "kind": first["kind"], "metadata": map[string]any{
			"name": first.Ref().Name, "namespace": s.Namespace, "annotations": map[string]any{"moved": "on"}}})
		was := s.there(first.Ref())
		delete(first["metadata"].(map[string]any), "managedFields")
		_, err := s.Replace(s.ctx, first)
		s.wants("Replace", err, target.Conflict)
		s.untouched("Replace", was)
	}
}

func replaceGone(s *scene) {
	for _, o := range []object.Object{s.config("a"), s.lease("us")} {
		_, err := s.Replace(s.ctx, with(o, "11111111-1111-4111-8111-111111111111", "7"))
		s.wants("Replace", err, target.Conflict, target.Absent)
		s.absent("Replace", o.Ref())
	}
}

func patchDoes(s *scene) {
	made := s.put(s.config("a", "k", "v", "l", "w"))
	got := s.must(s.Patch(s.ctx, made.Ref(), []target.Op{
		{Op: "test", Path: "/metadata/uid", Value: made.UID()}, {Op: "replace", Path: "/data/k", Value: "x"}, {Op: "remove", Path: "/data/l"}, {Op: "add", Path: "/data/m", Value: "y"},
	}, target.Write{}))
	there := s.there(made.Ref())
	if value(there, "k") != "x" || there.At("data", "l") != nil || value(there, "m") != "y" || got.Version() != there.Version() {
		s.failf("there is %v at %s, answered %s", there.At("data"), there.Version(), got.Version())
	}
}

func patchTests(s *scene) {
	was := s.put(s.config("a", "k", "v"))
	for _, test := range []target.Op{{Op: "test", Path: "/data/k", Value: "other"}, {Op: "test", Path: "/metadata/resourceVersion", Value: "1"}} {
		_, err := s.Patch(s.ctx, was.Ref(), []target.Op{test, {Op: "replace", Path: "/data/k", Value: "x"}}, target.Write{})
		s.wants("Patch", err, target.Conflict)
		s.untouched("Patch", was)
	}
}

func patchDry(s *scene) {
	was := s.put(s.config("a", "k", "v"))
	got := s.must(s.Patch(s.ctx, was.Ref(), []target.Op{{Op: "replace", Path: "/data/k", Value: "x"}}, target.Write{Dry: true}))
	if value(got, "k") != "x" {
		s.failf("answered %v, want what it would be", got.At("data"))
	}
	s.untouched("Patch, dry", was)
}

func patchNothing(s *scene) {
	_, err := s.Patch(s.ctx, s.config("a").Ref(), []target.Op{{Op: "add", Path: "/data", Value: map[string]any{}}}, target.Write{})
	s.wants("Patch", err, target.Absent)
}
