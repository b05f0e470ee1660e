package providertest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/fault"
)

// meaning is the class that a failure of a write has.
type meaning struct {
	kind  fault.Kind
	class target.Class
	// verbs are the writes for which it is so; nil for all.
	verbs []string
}

func meanings() []meaning {
	whole := []string{"create", "apply", "update"}
	return []meaning{
		{fault.Throttled, target.Busy, nil}, {fault.ThrottledPlain, target.Busy, nil}, {fault.ThrottledAbsurd, target.Busy, nil}, {fault.Unreached, target.Busy, nil},
		{fault.Internal, target.Unclear, nil}, {fault.InternalAfter, target.Unclear, nil}, {fault.BadGateway, target.Unclear, nil}, {fault.Unavailable, target.Unclear, nil},
		{fault.GatewayTimeout, target.Unclear, nil}, {fault.GatewayTimeoutAfter, target.Unclear, nil}, {fault.Reset, target.Unclear, nil}, {fault.ResetAfter, target.Unclear, nil},
		{fault.Truncated, target.Unclear, nil},
		{fault.BadRequest, target.Invalid, nil}, {fault.Invalid, target.Invalid, whole}, {fault.Unauthorized, target.Unauthorized, nil}, {fault.Forbidden, target.Denied, nil},
		{fault.Conflict, target.Conflict, nil}, {fault.NotFound, target.Absent, []string{"create", "patch", "delete", "update"}},
	}
}

func faultPromises() (out []Promise) {
	for _, m := range meanings() {
		out = append(out, Promise{fmt.Sprintf("A write that ends in %s is %s and is not sent again", m.kind, m.class), func(s *scene) { means(s, m) }})
	}
	return append(out,
		Promise{"A wish to wait is passed on, cut to a minute", waits},
		Promise{"A write that is never answered ends with its context", hangs},
		Promise{"A read that fails is not nothing", readFails},
		Promise{"A slow answer is an answer", slow},
	)
}

// writes are the five writes, each against an object of its own.
func (s *scene) writes() map[string]func(context.Context) error {
	uid := map[string]object.Object{}
	for _, verb := range []string{"apply", "update", "patch", "delete"} {
		made := s.must(s.Create(s.ctx, s.config(verb, "k", "v"), target.Write{}))
		if verb == "apply" {
			made = s.must(s.Apply(s.ctx, with(s.config(verb, "k", "v"), made.UID(), ""), target.Write{}))
		}
		uid[verb] = made
	}
	of := func(verb string) object.Object {
		return with(s.config(verb, "k", "x"), uid[verb].UID(), "")
	}
	return map[string]func(context.Context) error{
		"create": func(ctx context.Context) error {
			_, err := s.Create(ctx, s.config("create", "k", "v"), target.Write{})
			return err
		},
		"apply": func(ctx context.Context) error { _, err := s.Apply(ctx, of("apply"), target.Write{}); return err },
		"update": func(ctx context.Context) error {
			_, err := s.Replace(ctx, with(of("update"), "", uid["update"].Version()))
			return err
		},
		"patch": func(ctx context.Context) error {
			_, err := s.Patch(ctx, uid["patch"].Ref(), []target.Op{{Op: "replace", Path: "/data/k", Value: "x"}}, target.Write{})
			return err
		},
		"delete": func(ctx context.Context) error {
			return s.Delete(ctx, uid["delete"].Ref(), target.Only{UID: uid["delete"].UID()})
		},
	}
}

func means(s *scene, m meaning) {
	writes := s.writes()
	verbs := m.verbs
	if verbs == nil {
		verbs = []string{"create", "apply", "update", "patch", "delete"}
	}
	for _, verb := range verbs {
		s.wire.spoil(fault.Once(m.kind, verb, 1))
		err := writes[verb](s.ctx)
		s.wants(verb, err, m.class)
		if n := s.wire.count(verb); n != 1 {
			s.failf("%s: %d requests for one call", verb, n)
		}
	}
}

func waits(s *scene) {
	writes := s.writes()
	for _, wish := range []struct {
		kind        fault.Kind
		least, most time.Duration
	}{{fault.Throttled, time.Second, time.Second}, {fault.ThrottledPlain, 0, 0}, {fault.ThrottledAbsurd, time.Second, time.Minute}} {
		s.wire.spoil(fault.Once(wish.kind, "create", 1))
		err := writes["create"](s.ctx)
		var f *target.Fault
		if !errors.As(err, &f) || f.After < wish.least || f.After > wish.most {
			s.failf("%s: %v, want a wish to wait from %s to %s", wish.kind, err, wish.least, wish.most)
		}
	}
}

func hangs(s *scene) {
	writes := s.writes()
	for _, kind := range []fault.Kind{fault.Hang, fault.HangAfter} {
		for _, verb := range []string{"create", "update", "delete"} {
			s.wire.spoil(fault.Once(kind, verb, 1))
			ctx, cancel := context.WithTimeout(s.ctx, 20*time.Millisecond)
			err := writes[verb](ctx)
			cancel()
			if target.ClassOf(err) != target.Unclear && !errors.Is(err, context.DeadlineExceeded) {
				s.failf("%s, %s: %v, want class %q or the context's error", verb, kind, err, target.Unclear)
			}
		}
		if kind == fault.Hang {
			s.absent("a create that never arrived", s.config("create").Ref())
		}
	}
}

func readFails(s *scene) {
	s.put(s.config("a", "k", "v"))
	ref := s.config("a").Ref()
	for _, kind := range []fault.Kind{fault.ThrottledPlain, fault.Internal, fault.BadGateway, fault.Unavailable, fault.GatewayTimeout, fault.Reset, fault.Truncated, fault.Unauthorized, fault.Forbidden} {
		want := []target.Class{target.Busy, target.Unclear}
		switch kind {
		case fault.Unauthorized:
			want = []target.Class{target.Unauthorized}
		case fault.Forbidden:
			want = []target.Class{target.Denied}
		}
		s.wire.spoil(fault.Once(kind, "get", 1))
		o, err := s.Get(s.ctx, ref)
		s.wants(fmt.Sprintf("Get, %s", kind), err, want...)
		if o != nil && err != nil {
			s.failf("Get, %s: an object beside an error", kind)
		}
		s.wire.spoil(fault.Once(kind, "list", 1))
		all, err := s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace})
		s.wants(fmt.Sprintf("List, %s", kind), err, want...)
		if len(all) > 0 && err != nil {
			s.failf("List, %s: objects beside an error", kind)
		}
	}
}

func slow(s *scene) {
	s.wire.spoil(fault.New(0, fault.Rule{Kinds: []fault.Kind{fault.Slow}, Percent: 100}))
	made := s.must(s.Create(s.ctx, s.config("a", "k", "v"), target.Write{}))
	s.must(s.Get(s.ctx, made.Ref()))
}
