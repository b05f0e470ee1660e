package providertest

import (
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func applyPromises() []Promise {
	return []Promise{
		{"Apply writes its fields and takes back those left out", applyWrites},
		{"Apply of what is there already changes nothing", applyNothing},
		{"Apply to another UID is Conflict and changes nothing", applyOtherUID},
		{"Apply to nothing is Conflict and makes nothing", applyAbsent},
		{"Apply against another manager is Conflict, names the field, changes nothing", applyConflict},
		{"Apply beside another manager leaves its fields alone", applyBeside},
		{"Apply, dry, checks everything and changes nothing", applyDry},
	}
}

func applyWrites(s *scene) {
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v", "l", "w"), target.Write{}))
	got := s.must(s.Apply(s.ctx, with(s.config("a", "k", "x", "l", "w"), made.UID(), ""), target.Write{}))
	if value(got, "k") != "x" || value(s.there(got.Ref()), "k") != "x" {
		s.failf("data is %v, want k written", got.At("data"))
	}
	got = s.must(s.Apply(s.ctx, with(s.config("a", "k", "x"), made.UID(), ""), target.Write{}))
	if there := s.there(got.Ref()); there.At("data", "l") != nil {
		s.failf("a field that was made and is left out is still there: %v, managed by %s", there.At("data"), managers(there))
	}
}

func applyNothing(s *scene) {
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{}))
	first := s.must(s.Apply(s.ctx, with(s.config("a", "k", "v"), made.UID(), ""), target.Write{}))
	s.must(s.Apply(s.ctx, with(s.config("a", "k", "v"), made.UID(), ""), target.Write{}))
	s.untouched("the second Apply", first)
}

func applyOtherUID(s *scene) {
	was := s.put(s.config("a", "k", "v"))
	for _, dry := range []bool{false, true} {
		_, err := s.Apply(s.ctx, with(s.config("a", "l", "w"), "another", ""), target.Write{Dry: dry})
		s.wants("Apply", err, target.Conflict)
		s.untouched("Apply", was)
	}
}

func applyAbsent(s *scene) {
	for _, dry := range []bool{false, true} {
		_, err := s.Apply(s.ctx, with(s.config("a", "l", "w"), "another", ""), target.Write{Dry: dry})
		s.wants("Apply", err, target.Conflict)
		s.absent("Apply", s.config("a").Ref())
	}
}

func applyConflict(s *scene) {
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{}))
	s.must(s.Apply(s.ctx, with(s.config("a", "k", "v"), made.UID(), ""), target.Write{}))
	s.take(s.config("a", "k", "theirs"))
	was := s.there(made.Ref())
	for _, dry := range []bool{false, true} {
		_, err := s.Apply(s.ctx, with(s.config("a", "k", "ours", "l", "w"), made.UID(), ""), target.Write{Dry: dry})
		s.wants("Apply", err, target.Conflict)
		s.untouched("Apply", was)
		fields := fieldsOf(err)
		if len(fields) != 1 || !strings.Contains(fields[0].Path, "data.k") || !strings.Contains(fields[0].Manager, "person") {
			s.failf("the failure names %v, want .data.k of person", fields)
		}
	}
}

func applyBeside(s *scene) {
	made := s.put(s.config("a", "k", "theirs", "same", "v"))
	s.must(s.Apply(s.ctx, with(s.config("a", "same", "v", "l", "ours"), made.UID(), ""), target.Write{}))
	there := s.there(made.Ref())
	if value(there, "k") != "theirs" || value(there, "l") != "ours" {
		s.failf("data is %v, want both", there.At("data"))
	}
	if !strings.Contains(managers(there), object.Manager+" Apply") {
		s.failf("managed by %s, want %s by Apply among them", managers(there), object.Manager)
	}
}

func applyDry(s *scene) {
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{}))
	s.must(s.Apply(s.ctx, with(s.config("a", "k", "v"), made.UID(), ""), target.Write{}))
	was := s.there(made.Ref())
	got := s.must(s.Apply(s.ctx, with(s.config("a", "k", "x"), made.UID(), ""), target.Write{Dry: true}))
	if value(got, "k") != "x" {
		s.failf("answered %v, want what it would be", got.At("data"))
	}
	s.untouched("Apply, dry", was)
}
