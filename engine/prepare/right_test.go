package prepare_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/lease"
	"berth.dev/engine/prepare"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

func unanswered(class target.Class) error {
	return &target.Fault{Class: class, What: "a request", Says: "planted"}
}

// during lets something happen while a site's program runs, and asks for a permit then.
func (s *scene) during(site string, happens func()) prepare.Job {
	job := s.job()
	job.Drivers[site] = &driver{scene: s, while: func(_ *ground.Step, h prepare.Hand) error {
		happens()
		_, cancel, err := h.Permit(context.Background())
		if err == nil {
			cancel()
		}
		return err
	}}
	return job
}

// TestALeaseLostWhileAProgramRunsIsTakenAgain is an upgrade of the only controller: the
// cluster cannot keep the lease while its API is down, and the program goes on.
func TestALeaseLostWhileAProgramRunsIsTakenAgain(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("w1", "v1.34", "v1.35"))
	times := 0
	job := s.during("tokyo", func() {
		if times++; times == 1 {
			s.locks.lose()
		}
	})
	out, err := prepare.Run(context.Background(), job)
	if err != nil || out.Done != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	if diff := cmp.Diff([][]string{{"tokyo"}, {"tokyo"}}, s.locks.taken); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{": tokyo: the lease is lost: not renewed; nothing more is written, run again to go on"}, s.told(prepare.LeaseLost)); diff != "" {
		t.Error(diff)
	}
	if held := s.held("tokyo"); held != nil {
		t.Errorf("tokyo remembers %v", held)
	}
}

func TestAnAPIThatIsDownForAWhileIsWaitedFor(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	job := s.during("tokyo", func() {
		s.locks.lose()
		up := s.clock.Now().Add(90 * time.Second)
		s.clusters["tokyo"].fault = func(when, verb string) error {
			if s.clock.Now().Before(up) {
				return unanswered(target.Busy)
			}
			return nil
		}
	})
	out, err := prepare.Run(context.Background(), job)
	if err != nil || out.Done != 1 || len(s.told(prepare.Retried)) == 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestAnAPIThatStaysDownEndsTheRunAndTheHoldStays(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	job := s.during("tokyo", func() {
		s.locks.lose()
		s.clusters["tokyo"].fault = func(string, string) error { return unanswered(target.Busy) }
	})
	_, err := prepare.Run(context.Background(), job)
	var partly *prepare.Partly
	if !errors.As(err, &partly) || target.ClassOf(err) != target.Busy {
		t.Fatalf("got %v", err)
	}
	if left := s.told(prepare.HoldLeft); len(left) != 1 || !strings.HasPrefix(left[0], "g1: it stays written down that the step is under way: ") {
		t.Errorf("told: %v", left)
	}
	if held := s.held("tokyo"); len(held) != 1 {
		t.Errorf("tokyo remembers %v", held)
	}
}

// TestAHoldLastsAsLongAsWhatIsBegunUnderIt is a drain of half an hour, and then a program.
func TestAHoldLastsAsLongAsWhatIsBegunUnderIt(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	var untils []string
	job := s.job()
	job.Drivers["tokyo"] = &driver{scene: s, while: func(_ *ground.Step, h prepare.Hand) error {
		for range 5 {
			_, cancel, err := h.Permit(context.Background())
			if err != nil {
				return err
			}
			cancel()
			held := s.held("tokyo")
			untils = append(untils, held[0].Since+" "+held[0].Until)
			s.clock.now = s.clock.now.Add(2 * time.Minute)
		}
		return nil
	}}
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	const since = "2026-03-02T08:00:00Z "
	want := []string{since + "2026-03-02T08:35:00Z", since + "2026-03-02T08:35:00Z", since + "2026-03-02T08:39:00Z", since + "2026-03-02T08:39:00Z", since + "2026-03-02T08:43:00Z"}
	if diff := cmp.Diff(want, untils); diff != "" {
		t.Error(diff)
	}
	if held := s.held("tokyo"); held != nil {
		t.Errorf("tokyo remembers %v", held)
	}
}

func TestARunWhoseStepAnotherHasGoneOnWithGetsNoPermit(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	job := s.during("tokyo", func() {
		s.locks.lose()
		s.clusters["tokyo"].remember(t, func(c *record.Cluster) {
			h := *c.Held("tokyo")
			h.Host, h.Folder = "host-boot-b", "boot-b"
			c.Hold(h)
		})
	})
	_, err := prepare.Run(context.Background(), job)
	if !errors.Is(err, lease.ErrLost) || !strings.Contains(err.Error(), "another run has gone on with the step") {
		t.Errorf("got %v", err)
	}
	if held := s.held("tokyo"); len(held) != 1 || held[0].Folder != "boot-b" {
		t.Errorf("the other's hold has become %v", held)
	}
}

func TestALaterWriterIsNotWrittenOver(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.locks.refuse = func(_ int, sites []lease.Site) error {
		s.clusters["tokyo"].remember(t, func(c *record.Cluster) { c.Epoch = 99 })
		return nil
	}
	if _, err := s.run(); !errors.Is(err, lease.ErrLost) || s.world.done() != nil {
		t.Errorf("got %v", err)
	}
}

func TestALeaseThatAnotherHoldsIsNotWaitedFor(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.locks.refuse = func(int, []lease.Site) error { return &lease.Busy{Where: "tokyo", Holder: "ci-9"} }
	_, err := s.run()
	var busy *lease.Busy
	var partly *prepare.Partly
	if !errors.As(err, &busy) || errors.As(err, &partly) || s.clock.now != start {
		t.Errorf("got %v at %s", err, s.clock.now)
	}
}

func TestASiteWithoutAClusterIsLeasedWhereItsLockSays(t *testing.T) {
	s := newScene(t, ground.Step{Site: "tokyo", Kind: ground.MakeCluster, To: "v1.35"})
	s.work.Sites[1].UID, s.work.Sites[1].Lock = "", "gke"
	job := s.during("tokyo", func() {
		if held := s.held("gke"); len(held) != 1 || held[0].Site != "tokyo" {
			t.Errorf("gke remembers %v", held)
		}
	})
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"gke"}}, s.locks.taken); diff != "" || s.held("gke") != nil {
		t.Errorf("leases: %s; gke remembers %v", diff, s.held("gke"))
	}
	if len(s.clusters["tokyo"].objects) != 0 {
		t.Error("a cluster that did not exist was written to")
	}
}

func TestTheHoldOnOneSiteIsNoneOnAnotherOfTheSameLock(t *testing.T) {
	s := newScene(t, resize("3", "5"))
	other := record.Hold{Folder: "boot-b", Host: "b", Plan: "sha256:other", Site: "tokyo", Step: "g7", Since: "2026-03-02T07:59:00Z", Until: "2026-03-02T09:00:00Z"}
	s.clusters["gke"].remember(t, func(c *record.Cluster) { c.Hold(other) })
	s.mustRun()
	if diff := cmp.Diff([]record.Hold{other}, s.held("gke")); diff != "" {
		t.Error(diff)
	}
}

func TestAStateFolderAloneGuardsWhereNoClusterCan(t *testing.T) {
	s := newScene(t, ground.Step{Site: "tokyo", Kind: ground.MakeCluster, To: "v1.35"})
	s.work.Sites[1].UID = ""
	job := s.during("tokyo", func() {})
	job.Locks = nil
	out, err := prepare.Run(context.Background(), job)
	if err != nil || out.Done != 1 {
		t.Errorf("%+v, %v", out, err)
	}
}

func removal() ground.Step {
	return ground.Step{Site: "tokyo", Kind: ground.RemoveCluster, From: "v1.34", To: "none"}
}

func TestAClusterThatIsRemovedTakesItsLeaseAlong(t *testing.T) {
	s := newScene(t, removal(), resize("3", "5"))
	s.work.Sites[1].Lock = "gke"
	job := s.during("tokyo", func() {
		s.locks.lose()
		s.clusters["tokyo"].fault = func(string, string) error { return unanswered(target.Busy) }
	})
	out, err := prepare.Run(context.Background(), job)
	if err != nil || out.Done != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	if diff := cmp.Diff([][]string{{"gke", "tokyo"}, {"gke"}, {"gke"}}, s.locks.taken); diff != "" {
		t.Error(diff)
	}
	if held := s.held("gke"); held != nil {
		t.Errorf("gke remembers %v", held)
	}
}

func TestARemovalThatWasCutOffGoesOnWithoutTheClusterThatIsGone(t *testing.T) {
	for _, c := range []struct {
		name   string
		fault  error
		begun  bool
		goesOn bool
	}{
		{"begun, and it answers no more", unanswered(target.Busy), true, true},
		{"never begun", unanswered(target.Busy), false, false},
		{"begun, and it refuses", unanswered(target.Denied), true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t, removal())
			if c.begun {
				s.life.begin(s.pointOf(t, "while the program runs"))
				if _, err := s.run(); err == nil {
					t.Fatal("it was not killed")
				}
				s.life.begin(0)
				s.world.programs, s.world.state["tokyo/"] = nil, "v1.34" // it died half way
			}
			s.clusters["tokyo"].fault = func(string, string) error { return c.fault }
			out, err := s.run()
			if (err == nil) != c.goesOn || (out.Done == 1) != c.goesOn {
				t.Errorf("%+v, %v", out, err)
			}
		})
	}
}

// TestWhatClustersRememberIsWrittenThroughFaults fails single requests of a run in each
// way that may pass.
func TestWhatClustersRememberIsWrittenThroughFaults(t *testing.T) {
	for _, class := range []target.Class{target.Busy, target.Unclear, target.Conflict} {
		for _, when := range []string{"before", "after"} {
			for _, verb := range []string{"get", "create", "replace"} {
				t.Run(strings.Join([]string{string(class), when, verb}, " "), func(t *testing.T) {
					s := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("w1", "v1.34", "v1.35"))
					s.folder = "" // its own hold must not look like another's
					left := 2
					s.clusters["tokyo"].fault = func(w, v string) error {
						if w != when || v != verb || left == 0 || class != target.Unclear && w == "after" {
							return nil
						}
						left--
						return unanswered(class)
					}
					out := s.mustRun()
					if out.Done != 2 || s.held("tokyo") != nil {
						t.Errorf("%+v, tokyo remembers %v", out, s.held("tokyo"))
					}
				})
			}
		}
	}
}

func TestARecordThatCannotBeWrittenEndsTheRunBeforeTheStep(t *testing.T) {
	for _, class := range []target.Class{target.Denied, target.Unclear, target.Broken} {
		s := newScene(t, upgrade("", "v1.34", "v1.35"))
		s.clusters["tokyo"].fault = func(when, verb string) error {
			if when == "before" && verb == "create" {
				return unanswered(class)
			}
			return nil
		}
		out, err := s.run()
		if target.ClassOf(err) != class || out.Stopped != prepare.StoppedBefore || s.world.done() != nil {
			t.Errorf("%s: got %v, %+v", class, err, out)
		}
	}
}

func TestARecordThatSomebodyEditedIsNotBelieved(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.clusters["tokyo"].remember(t, func(*record.Cluster) {})
	s.clusters["tokyo"].objects[record.ClusterRef()]["data"].(map[string]any)["record"] = "{}"
	if _, err := s.run(); err == nil || !strings.Contains(err.Error(), "was changed by something else than berth") || s.world.done() != nil {
		t.Errorf("got %v", err)
	}
}
