package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/providers/providertest/fake"
)

// refused carries a plan out that must be refused, and checks that nothing was
// written for it, not even a lease.
func (s *scene) refused(job apply.Job) error {
	s.t.Helper()
	s.forget()
	out, err := apply.Run(context.Background(), job)
	if err == nil {
		s.t.Fatal("it was carried out")
	}
	if out.Stopped != apply.StoppedBefore {
		s.t.Errorf("it stopped: %q", out.Stopped)
	}
	if n := s.everyWrite(); n != 0 {
		s.t.Errorf("%d writes were sent", n)
	}
	return err
}

func TestAStalePlanIsRefusedNamingAllThatChanged(t *testing.T) {
	service := object.Ref{Kind: "Service", Namespace: "shop", Name: "web"}
	config := object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "web-config"}
	for _, c := range []struct {
		name   string
		change func(s *scene) error
		says   []string
	}{
		{"an object is gone", func(s *scene) error { return s.servers["tokyo"].Remove(config) }, []string{config.String(), "gone"}},
		{"an object was made again", func(s *scene) error {
			return errors.Join(s.servers["tokyo"].Remove(service), s.servers["tokyo"].Put("kubectl", parse(s.t, serviceOf("web"))))
		}, []string{service.String(), "UID"}},
		{"somebody else took the name", func(s *scene) error {
			return s.servers["gke"].Put("kubectl", parse(s.t, namespaceShop), parse(s.t, deploymentOf("web", 1)))
		}, []string{"gke", web.String(), "not berth's"}},
		{"Argo CD keeps it now", func(s *scene) error {
			return s.servers["tokyo"].Edit("argocd", web, func(o object.Object) {
				meta, _ := o["metadata"].(map[string]any)
				meta["annotations"] = map[string]any{"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:shop/web"}
			})
		}, []string{web.String(), "tracking-id"}},
		{"two things changed", func(s *scene) error {
			return errors.Join(s.servers["tokyo"].Remove(config), s.servers["tokyo"].Remove(service))
		}, []string{config.String(), service.String()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w, bag := moving(t)
			s.t = t
			if err := c.change(s); err != nil {
				t.Fatal(err)
			}
			err := s.refused(s.job(w, bag))
			var stale *apply.StaleError
			if !errors.As(err, &stale) {
				t.Fatalf("refused for another reason: %v", err)
			}
			for _, word := range c.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("it does not say %q: %v", word, err)
				}
			}
		})
	}
}

func TestWhatAPlanIsNotAboutMayChange(t *testing.T) {
	s, w, bag := moving(t)
	err := errors.Join(
		s.servers["tokyo"].SetStatus(web, map[string]any{"observedGeneration": int64(1), "replicas": int64(2)}),
		s.servers["tokyo"].Edit("somebody", web, func(o object.Object) {
			meta, _ := o["metadata"].(map[string]any)
			meta["annotations"] = map[string]any{"example.org/note": "seen"}
		}))
	if err != nil {
		t.Fatal(err)
	}
	s.run(s.job(w, bag))
	s.moved(t)
}

func TestAnotherClusterUnderTheSameNameIsRefused(t *testing.T) {
	s, w, bag := moving(t)
	w.Clusters[0].UID = "00000000-0000-0000-0000-000000000000"
	err := s.refused(s.job(w, bag))
	if !strings.Contains(err.Error(), "another cluster") {
		t.Error(err)
	}
}

func TestAPlanThatIsTooOldIsRefused(t *testing.T) {
	s, w, bag := moving(t)
	s.clock.now = s.clock.now.Add(2 * time.Hour)
	err := s.refused(s.job(w, bag))
	if !strings.Contains(err.Error(), "2h0m0s ago") {
		t.Error(err)
	}
}

func TestAPlanOfAnEarlierGenerationIsAReplay(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	job := s.job(w, bag)
	job.Plan = "sha256:" + strings.Repeat("7", 64)
	var replay *apply.ReplayError
	if err := s.refused(job); !errors.As(err, &replay) || replay.Now != 1 || replay.Planned != 0 {
		t.Errorf("%v", err)
	}
}

func TestAPlanStaysAwayWhileAnotherOneIsOpen(t *testing.T) {
	s := running(t)
	byHand := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	byHand.Route = nil
	w, bag := s.plan(byHand)
	if _, err := apply.Run(context.Background(), s.job(w, bag)); err == nil {
		t.Fatal("no gate")
	}
	job := s.job(w, bag)
	job.Plan = "sha256:" + strings.Repeat("7", 64)
	err := s.refused(job)
	var locked *apply.LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("%v", err)
	}
	gate := s.recordOf("gke").Open.Gate
	want := "gke: plan 000000000000 is open since 2026-03-02T08:00:00Z, waits at gate " + gate + " and touches web too: one plan at a time may be open on a cluster: finish it with resume --gate " + gate + ", or give it up with abandon 000000000000"
	if diff := cmp.Diff(want, locked.Error()); diff != "" {
		t.Error(diff)
	}
	if _, err := apply.Destroy(context.Background(), s.job(nil, nil)); !errors.As(err, &locked) {
		t.Errorf("destroy goes on while a plan is open: %v", err)
	}
}

func TestAMissingRightIsNamedBeforeAnythingIsWritten(t *testing.T) {
	for _, a := range []fake.Access{
		{Verb: "create", Kind: "Deployment"}, {Verb: "delete", Kind: "Service", Namespace: "shop"},
		{Verb: "patch", Kind: "HTTPRoute"}, {Verb: "create", Kind: "Namespace"}, {Verb: "list", Kind: "Pod"},
		{Verb: "update", Kind: "Lease"}, {Verb: "create", Kind: "ConfigMap", Namespace: "berth-system"},
	} {
		t.Run(a.Verb+" "+a.Kind, func(t *testing.T) {
			s, w, bag := moving(t)
			s.t = t
			for _, server := range s.servers {
				server.Take(a)
			}
			err := s.refused(s.job(w, bag))
			var denied *apply.DeniedError
			if !errors.As(err, &denied) || !strings.Contains(err.Error(), a.Verb+" "+a.Kind) {
				t.Errorf("%v", err)
			}
		})
	}
}

// busy are locks that another run holds.
type busy struct{}

func (busy) Acquire(context.Context, []lease.Site) (apply.Lease, error) {
	return nil, &lease.Busy{Where: "gke", Holder: "ci-7", Since: "08:00"}
}

func TestARunWithoutALeaseWritesNothingAndSaysWhoHasIt(t *testing.T) {
	s, w, bag := moving(t)
	job := s.job(w, bag)
	job.Locks = busy{}
	err := s.refused(job)
	var locked *apply.LockedError
	if !errors.As(err, &locked) || !strings.Contains(err.Error(), "ci-7") {
		t.Errorf("%v", err)
	}
}

func TestNoRequestBeginsAfterTheLeaseIsLost(t *testing.T) {
	s, w, bag := moving(t)
	job := s.job(w, bag)
	after := -1
	job.Events = func(e apply.Event) {
		if e.What == apply.StepDone && e.Kind == step.Wait {
			s.locks.held.lost = lease.ErrLost
			after = s.everyWrite()
		}
	}
	_, err := apply.Run(context.Background(), job)
	var partly *apply.PartlyError
	if !errors.Is(err, lease.ErrLost) || !errors.As(err, &partly) {
		t.Fatalf("%v", err)
	}
	if after < 0 || s.everyWrite() != after {
		t.Errorf("%d writes when it was lost, %d at the end", after, s.everyWrite())
	}
	s.run(s.job(w, bag))
	s.moved(t)
}

func TestARecordOfALaterWriterEndsTheRun(t *testing.T) {
	s := running(t)
	byHand := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	byHand.Route = nil
	w, bag := s.plan(byHand)
	if _, err := apply.Run(context.Background(), s.job(w, bag)); err == nil {
		t.Fatal("no gate")
	}
	err := s.servers["tokyo"].Edit("berth", record.ClusterRef(), func(o object.Object) {
		c, err := record.ReadCluster(o)
		if err != nil {
			t.Fatal(err)
		}
		c.Epoch = 99
		next, err := c.Object()
		if err != nil {
			t.Fatal(err)
		}
		o["data"] = next["data"]
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := apply.Resume(context.Background(), s.job(w, bag)); err == nil || !strings.Contains(err.Error(), "later run") {
		t.Errorf("it wrote over the record of a later writer: %v", err)
	}
}

func TestARecordThatWasEditedIsNotBelieved(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	err := s.servers["tokyo"].Edit("kubectl-edit", record.ClusterRef(), func(o object.Object) {
		data, _ := o["data"].(map[string]any)
		data["record"] = strings.Replace(data["record"].(string), `"generation":1`, `"generation":0`, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.refused(s.job(w, bag)); !strings.Contains(err.Error(), "changed by something else than berth") {
		t.Error(err)
	}
}
