package apply_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/fake"
)

// flaky is a cluster whose answers go wrong as fault says: before the request is
// sent, or after it took effect.
type flaky struct {
	target.Target
	fault func(verb, what string) (before, after error)
}

func (f flaky) TakeOver(ctx context.Context, ref object.Ref, uid string, managers []string) (object.Object, error) {
	taker, ok := f.Target.(apply.Taker)
	if !ok {
		return nil, errors.New("cannot")
	}
	return spoil(f, "take over", ref.String(), func() (object.Object, error) { return taker.TakeOver(ctx, ref, uid, managers) })
}

func spoil[T any](f flaky, verb, what string, do func() (T, error)) (none T, err error) {
	before, after := f.fault(verb, what)
	if before != nil {
		return none, before
	}
	v, err := do()
	if after != nil {
		return none, after
	}
	return v, err
}

func (f flaky) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	return spoil(f, "get", ref.String(), func() (object.Object, error) { return f.Target.Get(ctx, ref) })
}

func (f flaky) List(ctx context.Context, q target.Query) ([]object.Object, error) {
	return spoil(f, "list", q.Kind, func() ([]object.Object, error) { return f.Target.List(ctx, q) })
}

func (f flaky) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return spoil(f, "create", o.Ref().String(), func() (object.Object, error) { return f.Target.Create(ctx, o, w) })
}

func (f flaky) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return spoil(f, "apply", o.Ref().String(), func() (object.Object, error) { return f.Target.Apply(ctx, o, w) })
}

func (f flaky) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	return spoil(f, "replace", o.Ref().String(), func() (object.Object, error) { return f.Target.Replace(ctx, o) })
}

func (f flaky) Patch(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
	return spoil(f, "patch", ref.String(), func() (object.Object, error) { return f.Target.Patch(ctx, ref, ops, w) })
}

func (f flaky) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	_, err := spoil(f, "delete", ref.String(), func() (bool, error) { return true, f.Target.Delete(ctx, ref, only) })
	return err
}

// spoiled is a job whose clusters answer as fault says.
func (s *scene) spoiled(job apply.Job, fault func(verb, what string) (before, after error)) apply.Job {
	for site, t := range job.Targets {
		job.Targets[site] = flaky{t, func(verb, what string) (error, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return fault(verb, what)
		}}
	}
	return job
}

func faultOf(class target.Class, what string) error {
	return &target.Fault{Class: class, What: what, Says: "as the test wants it"}
}

// TestOneFaultAnywhereChangesNothingAboutTheEnd gives every verb one fault of each
// class that may be asked again or read back, at its n-th call.
func TestOneFaultAnywhereChangesNothingAboutTheEnd(t *testing.T) {
	verbs := []string{"get", "list", "create", "apply", "replace", "patch", "delete"}
	classes := map[string]target.Class{"busy": target.Busy, "unclear before": target.Unclear, "unclear after": target.Unclear, "unauthorized": target.Unauthorized}
	for name, class := range classes {
		for _, verb := range verbs {
			t.Run(name+" "+verb, func(t *testing.T) {
				calls := []int{1, 2, 4, 7}
				if testing.Short() {
					calls = calls[1:2]
				}
				for _, n := range calls {
					oneFault(t, n, verb, class, strings.HasSuffix(name, "after"))
				}
			})
		}
	}
}

func oneFault(t *testing.T, n int, verb string, class target.Class, after bool) {
	t.Helper()
	s, w, bag := moving(t)
	g := watch(s, []object.Ref{web}, nil)
	calls := 0
	job := s.spoiled(s.job(w, bag), func(v, what string) (error, error) {
		if v == verb {
			calls++
		}
		switch {
		case v != verb || calls != n || what == "Namespace berth-system":
			return nil, nil
		case after:
			return nil, faultOf(class, what)
		}
		return faultOf(class, what), nil
	})
	if _, err := apply.Run(context.Background(), job); err != nil {
		t.Fatalf("call %d: %v", n, err)
	}
	if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
		t.Fatalf("call %d: %s", n, diff)
	}
	s.moved(t)
}

func TestAFaultInFiveConvergesInTheEnd(t *testing.T) {
	seeds := 20
	if testing.Short() {
		seeds = 4
	}
	for seed := range seeds {
		s, w, bag := moving(t)
		g := watch(s, []object.Ref{web}, nil)
		chance := rand.New(rand.NewPCG(uint64(seed), 1))
		job := s.spoiled(s.job(w, bag), func(_, what string) (error, error) {
			if what == "Namespace berth-system" || chance.Float64() > 0.2 {
				return nil, nil
			}
			if chance.Float64() < 0.5 {
				return faultOf(target.Unclear, what), nil
			}
			return nil, faultOf(target.Unclear, what)
		})
		var err error
		for range 20 {
			if _, err = apply.Run(context.Background(), job); err == nil {
				break
			}
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		s.moved(t)
	}
}

func TestARequestIsAskedFiveTimesAndNoMore(t *testing.T) {
	s, w, bag := moving(t)
	asked := 0
	job := s.spoiled(s.job(w, bag), func(verb, what string) (error, error) {
		if verb == "create" && strings.HasPrefix(what, "Service") {
			asked++
			if asked > 1 { // the first one is the dry run
				return &target.Fault{Class: target.Busy, What: what, Says: "too many requests", After: 50 * time.Second}, nil
			}
		}
		return nil, nil
	})
	began := s.clock.Now()
	_, err := apply.Run(context.Background(), job)
	var partly *apply.PartlyError
	if !errors.As(err, &partly) || len(partly.Outcome.Failed) != 1 {
		t.Fatalf("%v", err)
	}
	if asked != 6 {
		t.Errorf("asked %d times", asked-1)
	}
	if waited := s.clock.Now().Sub(began); waited > time.Minute {
		t.Errorf("an absurd wish to wait was granted: %s", waited)
	}
	if s.servers["tokyo"].Object(web) == nil {
		t.Error("the old side is gone")
	}
}

func TestADeniedOrInvalidWriteIsNotRepeated(t *testing.T) {
	for _, class := range []target.Class{target.Denied, target.Invalid, target.Broken} {
		s, w, bag := moving(t)
		asked := 0
		job := s.spoiled(s.job(w, bag), func(verb, what string) (error, error) {
			if verb == "delete" {
				asked++
				return faultOf(class, what), nil
			}
			return nil, nil
		})
		if _, err := apply.Run(context.Background(), job); err == nil {
			t.Fatal("it was carried out")
		}
		if asked != 1 {
			t.Errorf("%s: asked %d times", class, asked)
		}
	}
}

func TestARefusedDeleteStaysTracked(t *testing.T) {
	s, w, bag := moving(t)
	refusing := true
	s.servers["tokyo"].Refuse(func(q fake.Request) string {
		if refusing && q.Verb == "delete" && !q.Dry {
			return "nothing is deleted on a Friday"
		}
		return ""
	})
	g := watch(s, []object.Ref{web}, nil)
	_, err := apply.Run(context.Background(), s.job(w, bag))
	if err == nil || !strings.Contains(err.Error(), "Friday") {
		t.Fatalf("%v", err)
	}
	found := g.settled()
	if diff := cmp.Diff([]string{"gke: a plan is open", "tokyo: a plan is open"}, found); diff != "" {
		t.Errorf("the sets do not name what is there: %s", diff)
	}
	refusing = false
	s.run(s.job(w, bag))
	s.moved(t)
}
