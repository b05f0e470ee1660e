package rollout_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

func undo(t *testing.T, s *scene, of *rollout.Result, services ...rollout.Service) *rollout.Result {
	t.Helper()
	r, err := rollout.Undo(s.input(services...), rollout.Undoing{Plan: "sha256:x", Work: of.Work, Bag: of.Bag})
	if err != nil {
		t.Fatal(err)
	}
	if r.Work.Undoes != "sha256:x" {
		t.Error("it does not say what it takes back")
	}
	return r
}

func TestAnUndoOfAMoveIsAMove(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", web()...)
	there := rollout.Service{Name: "web", Namespace: "shop", Runs: []string{"gke"}, Called: true,
		Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(web(), "tokyo")}
	r := build(t, s.input(there))
	s.run(r)
	back := undo(t, s, r, there)
	want := []string{
		"w1.1.1 create gke ConfigMap/web",
		"w1.2.1 create gke Service/web",
		"w1.3.1 create gke Deployment/web like tokyo",
		"w1.4.1 wait gke Deployment/web",
		"w1.5.1 gate ",
		"w1.6.1 callers tokyo Service/web",
		"w1.7.1 delete tokyo Deployment/web",
		"w1.8.1 delete tokyo Service/web",
		"w1.9.1 delete tokyo ConfigMap/web",
	}
	if diff := cmp.Diff(want, told(back.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.run(back)
	if len(s.live["tokyo"]) != 0 || len(s.live["gke"]) != 3 {
		t.Errorf("%d and %d objects", len(s.live["tokyo"]), len(s.live["gke"]))
	}
}

func TestAnUndoInPlaceBringsBackWhatWasAndTouchesNothingElse(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", config("web", "0"), config("old", "1"), config("same", "1"), config("x", "1"), config("y", "1"))
	s.made("gke", "other", config("other", "1"))
	s.put("gke", config("free", "0"))
	services := []rollout.Service{
		stays("web", config("web", "1"), config("free", "1"), config("new", "1"), config("same", "1"), config("x", "1"), config("y", "1")),
		stays("other", config("other", "1")),
	}
	r := build(t, s.input(services...))
	s.run(r)
	back := undo(t, s, r, services...)
	want := []string{"w1.1.1 create gke ConfigMap/old", "w1.1.2 update gke ConfigMap/free", "w1.1.3 update gke ConfigMap/web", "w1.2.1 delete gke ConfigMap/new"}
	if diff := cmp.Diff(want, told(back.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if len(back.Work.Left) > 0 || len(back.Diags) == 0 {
		t.Errorf("left %v, said %v", back.Work.Left, back.Diags)
	}
	s.run(back)
	if got := s.live["gke"][config("free", "").Ref()].At("data", "key"); got != "0" {
		t.Errorf("the key is %v", got)
	}
}

func TestAnUndoOfANewServiceRemovesIt(t *testing.T) {
	s := sceneOf(t, "gke")
	one := rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(1, "gke")}, Objects: everywhere([]object.Object{deployment("web", 1)}, "gke")}
	r := build(t, s.input(one))
	s.run(r)
	if diff := cmp.Diff([]string{"w1.1.1 delete gke Deployment/web"}, told(undo(t, s, r, one).Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestAnUndoIsRefusedWithEveryReason(t *testing.T) {
	secret := func(v string) object.Object {
		return object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "web", "namespace": "shop"}, "data": map[string]any{"key": object.SealedPrefix + v}}
	}
	s := sceneOf(t, "gke")
	s.made("gke", "web", config("web", "0"), secret("a"))
	one := stays("web", config("web", "1"), secret("b"))
	r := build(t, s.input(one))
	s.run(r)
	ref := config("web", "").Ref()
	s.live["gke"][ref] = with(s.live["gke"][ref], "7", "data", "key")
	_, err := rollout.Undo(s.input(one), rollout.Undoing{Work: r.Work, Bag: r.Bag})
	var cannot *rollout.CannotUndo
	if !errors.As(err, &cannot) {
		t.Fatal(err)
	}
	want := []string{
		"gke: ConfigMap shop/web: has changed since the plan was made: data.key was 0, is 7",
		"gke: Secret shop/web: its values of then are kept nowhere: write them into the specs and plan again",
	}
	if diff := cmp.Diff(want, cannot.Why); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}

func TestWhatManyObjectsLoseIsToldOnce(t *testing.T) {
	for n, want := range map[int][]string{
		2: {"gke: ConfigMap shop/a: not all of it comes back", "gke: ConfigMap shop/b: not all of it comes back"},
		4: {"4 objects: not all of them comes back"},
	} {
		s := sceneOf(t, "gke")
		var all []object.Object
		for _, name := range []string{"a", "b", "c", "d"}[:n] {
			all = append(all, config(name, "1"))
			s.put("gke", config(name, "0"))
		}
		r := build(t, s.input(stays("web", all...)))
		s.run(r)
		var got []string
		for _, d := range undo(t, s, r).Diags {
			got = append(got, d.Summary)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d of them (-want +got):\n%s", n, diff)
		}
	}
}

func TestAnUndoNeedsNoValuesOfASecretThatIsAsItWas(t *testing.T) {
	secret := func(v string) object.Object {
		return object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "web", "namespace": "shop"}, "data": map[string]any{"key": object.SealedPrefix + v}}
	}
	for name, c := range map[string]struct {
		planned string
		missing bool
	}{"the plan took it over": {"a", false}, "the plan wrote another value": {"b", true}} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			s.put("gke", secret("a"), config("web", "0"))
			r := build(t, s.input(stays("web", secret(c.planned), config("web", "1"))))
			s.run(r)
			_, err := rollout.Undo(s.input(), rollout.Undoing{Plan: "sha256:x", Work: r.Work, Bag: r.Bag})
			var cannot *rollout.CannotUndo
			if errors.As(err, &cannot) != c.missing || c.missing && !cannot.Secrets || !c.missing && err != nil {
				t.Errorf("without the specs: %v", err)
			}
			if _, err := rollout.Undo(s.input(stays("web", secret("a"))), rollout.Undoing{Plan: "sha256:x", Work: r.Work, Bag: r.Bag}); err != nil {
				t.Errorf("with them: %v", err)
			}
		})
	}
}
