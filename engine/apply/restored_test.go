package apply_test

import (
	"context"
	"errors"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/record"
)

// closing is a move of which the run ends between the closing of its two clusters.
func closing(t *testing.T) (*scene, apply.Job) {
	t.Helper()
	s, w, bag := moving(t)
	ctx, cancel := context.WithCancel(context.Background())
	job := s.job(w, bag)
	job.Point = func(name string) {
		if s.recordOf("gke").Last == job.Plan {
			cancel()
		}
	}
	_, _ = apply.Run(ctx, job)
	if s.recordOf("gke").Open != nil || s.recordOf("tokyo").Open == nil {
		t.Fatal("not ended between the two")
	}
	job.Point = nil
	return s, job
}

func TestAPlanClosedOnOneClusterOfTwoLetsNoOtherBegin(t *testing.T) {
	s, job := closing(t)
	w, bag := s.plan(shop(t, 5, at(0, "gke")))
	other := s.job(w, bag)
	other.Plan = "sha256:another"
	s.forget()
	var locked *apply.LockedError
	if _, err := apply.Run(context.Background(), other); !errors.As(err, &locked) || locked.Site != "tokyo" {
		t.Errorf("%v", err)
	}
	if n := s.everyWrite(); n > 0 {
		t.Errorf("%d writes", n)
	}
	s.run(job)
	if s.recordOf("tokyo").Last != job.Plan {
		t.Error("it is not closed on both")
	}
}

func TestAPlanIsNotCarriedOnWhereARecordWasDeleted(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	back := shop(t, 2, at(0, "gke"), at(1, "tokyo"))
	back.Route, back.Runs = nil, []string{"gke"}
	w, bag = s.plan(back)
	job := s.job(w, bag)
	var gate *apply.GateError
	if _, err := apply.Run(context.Background(), job); !errors.As(err, &gate) {
		t.Fatalf("%v", err)
	}
	if err := s.servers["tokyo"].Remove(record.ClusterRef()); err != nil {
		t.Fatal(err)
	}
	job.Pass = gate.Gate
	var replay *apply.ReplayError
	if _, err := apply.Resume(context.Background(), job); !errors.As(err, &replay) {
		t.Errorf("%v", err)
	}
	if _, err := apply.Abandon(context.Background(), s.abandoned(job)); err != nil || s.recordOf("gke").Open != nil {
		t.Errorf("it cannot be given up: %v", err)
	}
}

// abandoned is the job of giving a plan up.
func (s *scene) abandoned(of apply.Job) apply.Job {
	job := s.job(nil, nil)
	job.Plan = of.Plan
	return job
}
