package providertest

import (
	"fmt"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func writePromises() []Promise {
	return []Promise{
		{"Create makes what is not there and answers with it", createMakes},
		{"Create of what exists is Exists and changes nothing", createExists},
		{"Create in an absent namespace is Absent", createNowhere},
		{"Create of what no server would take is Invalid", createInvalid},
		{"Create, dry, checks everything and makes nothing", createDry},
		{"Delete removes the very object meant", deleteRemoves},
		{"Delete of another UID is Conflict and removes nothing", deleteOtherUID},
		{"Delete of another version is Conflict and removes nothing", deleteOtherVersion},
		{"Delete of nothing is Absent", deleteNothing},
		{"Delete, dry, removes nothing", deleteDry},
		{"All methods may be called side by side", sideBySide},
	}
}

func createMakes(s *scene) {
	got := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{}))
	there := s.there(got.Ref())
	if there == nil {
		s.stopf("nothing was made")
	}
	if got.UID() != there.UID() || got.Version() != there.Version() || value(got, "k") != "v" || value(there, "k") != "v" {
		s.failf("answered %s at %s, and there is %s at %s", got.UID(), got.Version(), there.UID(), there.Version())
	}
	if m := managers(there); m != object.Manager+" Update" && m != object.Manager+" Apply" {
		s.failf("its fields are managed by %s, want %s alone", m, object.Manager)
	}
}

func createExists(s *scene) {
	was := s.put(s.config("a", "k", "theirs"))
	_, err := s.Create(s.ctx, s.config("a", "k", "theirs", "l", "ours"), target.Write{})
	s.wants("Create", err, target.Exists)
	s.untouched("Create", was)
	_, err = s.Create(s.ctx, s.config("a", "l", "ours"), target.Write{Dry: true})
	s.wants("Create, dry", err, target.Exists)
}

func createNowhere(s *scene) {
	o := s.config("a")
	meta, _ := o["metadata"].(map[string]any)
	meta["namespace"] = s.Namespace + "-none"
	_, err := s.Create(s.ctx, o, target.Write{})
	s.wants("Create", err, target.Absent)
	_, err = s.Create(s.ctx, o, target.Write{Dry: true})
	s.wants("Create, dry", err, target.Absent)
}

func createInvalid(s *scene) {
	o := object.Object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": s.Namespace}, "spec": map[string]any{}}
	_, err := s.Create(s.ctx, o, target.Write{})
	s.wants("Create", err, target.Invalid)
	_, err = s.Create(s.ctx, o, target.Write{Dry: true})
	s.wants("Create, dry", err, target.Invalid)
}

func createDry(s *scene) {
	got := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{Dry: true}))
	if value(got, "k") != "v" {
		s.failf("answered %v, want what it would make", got.At("data"))
	}
	s.absent("Create, dry", s.config("a").Ref())
}

func deleteRemoves(s *scene) {
	for i, only := range []target.Only{{}, {Wait: true}} {
		made := s.put(s.config(fmt.Sprint("a", i)))
		only.UID, only.Version = made.UID(), made.Version()
		if err := s.Delete(s.ctx, made.Ref(), only); err != nil {
			s.failf("Delete: %v", err)
		}
		left := s.there(made.Ref())
		if left != nil && (!only.Wait || left.At("metadata", "deletionTimestamp") == nil) {
			s.failf("%s is still there", made.Ref())
		}
	}
	made := s.put(s.config("b"))
	if err := s.Delete(s.ctx, made.Ref(), target.Only{}); err != nil {
		s.failf("Delete without comparing: %v", err)
	}
}

func deleteOtherUID(s *scene) {
	was := s.put(s.config("a"))
	s.wants("Delete", s.Delete(s.ctx, was.Ref(), target.Only{UID: "another"}), target.Conflict)
	s.untouched("Delete", was)
	s.wants("Delete", s.Delete(s.ctx, was.Ref(), target.Only{UID: "another", Version: was.Version()}), target.Conflict)
	s.untouched("Delete", was)
}

func deleteOtherVersion(s *scene) {
	was := s.put(s.config("a"))
	s.wants("Delete", s.Delete(s.ctx, was.Ref(), target.Only{UID: was.UID(), Version: "1"}), target.Conflict)
	s.untouched("Delete", was)
}

func deleteNothing(s *scene) {
	s.wants("Delete", s.Delete(s.ctx, s.config("a").Ref(), target.Only{}), target.Absent)
	s.wants("Delete", s.Delete(s.ctx, s.config("a").Ref(), target.Only{UID: "another"}), target.Absent)
}

func deleteDry(s *scene) {
	was := s.put(s.config("a"))
	if err := s.Delete(s.ctx, was.Ref(), target.Only{UID: was.UID(), Version: was.Version(), Dry: true}); err != nil {
		s.failf("Delete, dry: %v", err)
	}
	s.untouched("Delete, dry", was)
	s.wants("Delete, dry", s.Delete(s.ctx, was.Ref(), target.Only{UID: "another", Dry: true}), target.Conflict)
}

func sideBySide(s *scene) {
	const workers = 8
	failed := make([]error, workers)
	var group sync.WaitGroup
	for n := range workers {
		group.Go(func() {
			made, err := s.Create(s.ctx, s.config(fmt.Sprint("c", n), "k", fmt.Sprint(n)), target.Write{})
			if err == nil {
				made, err = s.Get(s.ctx, made.Ref())
			}
			if err == nil && value(made, "k") != fmt.Sprint(n) {
				err = fmt.Errorf("worker %d read %q", n, value(made, "k"))
			}
			if err == nil {
				_, err = s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace})
			}
			failed[n] = err
		})
	}
	group.Wait()
	for _, err := range failed {
		if err != nil {
			s.failf("%v", err)
		}
	}
}
