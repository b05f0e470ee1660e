package prepare_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests, on machines that have none

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/prepare"
	"berth.dev/engine/record"
)

func TestTheStepsOfAHalfAreDoneInOrderAndTold(t *testing.T) {
	s := newScene(t, resize("3", "5"), upgrade("", "v1.34", "v1.35"), resize("5", "2"))
	s.later(1)
	out := s.mustRun()
	want := &prepare.Outcome{Plan: plan, Half: prepare.Before, Steps: 2, Done: 2, Began: 2}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
	var told []string
	for _, e := range s.events {
		told = append(told, string(e.What)+" "+e.Step+e.Site)
	}
	if diff := cmp.Diff([]string{
		"run began ", "lease taken gke", "lease taken tokyo", "step began g1gke", "step waits g1gke", "step done g1gke",
		"step began g2tokyo", "step waits g2tokyo", "step done g2tokyo", "run ended ",
	}, told); diff != "" {
		t.Error(diff)
	}
	e := s.events[5]
	if diff := cmp.Diff(prepare.Event{Time: start.Add(programTime), What: prepare.StepDone, Step: "g1", Kind: ground.ResizePool, Site: "gke", Part: "pool", Words: "done", Took: programTime}, e); diff != "" {
		t.Error(diff)
	}
	job := s.job()
	job.Half = prepare.After
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"g1", "g2", "g3"}, s.world.done()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"gke", "tokyo"}, {"gke"}}, s.locks.taken); diff != "" {
		t.Errorf("leases: %s", diff)
	}
}

func TestAnIntentIsOnTheDiskAndOnTheClusterBeforeAStepBegins(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	job := s.job()
	var hand prepare.Hand
	job.Drivers["tokyo"] = &driver{scene: s, while: func(_ *ground.Step, h prepare.Hand) error {
		hand = h
		want := []journal.Record{{Kind: journal.Begun, Site: "tokyo", Epoch: 1}, {Kind: journal.Intent, Step: "g1", Site: "tokyo", At: "2026-03-02T08:00:00Z"}}
		if diff := cmp.Diff(want, s.paper.records); diff != "" {
			t.Error(diff)
		}
		held := s.held("tokyo")
		if len(held) != 1 || held[0].Step != "g1" || held[0].Folder != "boot-a" || held[0].Until != "2026-03-02T08:35:00Z" {
			t.Errorf("tokyo remembers %v", held)
		}
		return nil
	}}
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	if !hand.Since.Equal(start) || hand.Again {
		t.Errorf("since %s, again: %t", hand.Since, hand.Again)
	}
	if held := s.held("tokyo"); held != nil {
		t.Errorf("afterwards tokyo remembers %v", held)
	}
}

func TestWhatAnEarlierRunHasBegunIsKnownByTheDiskOrByTheCluster(t *testing.T) {
	for name, who := range map[string]goesOn{
		"by the disk":                          {keeps: true},
		"by the cluster, without the journal":  {keeps: true, forgets: true},
		"by the cluster, from another machine": {finds: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, upgrade("", "v1.34", "v1.35"))
			s.finds = who.finds
			s.life.begin(s.pointOf(t, "before the program"))
			if _, err := s.run(); err == nil {
				t.Fatal("it was not killed")
			}
			s.life.begin(0)
			s.follow(who)
			s.clock.now = start.Add(time.Hour)
			job := s.job()
			var hand prepare.Hand
			job.Drivers["tokyo"].(interface{ watch(*prepare.Hand) }).watch(&hand)
			if _, err := prepare.Run(context.Background(), job); err != nil {
				t.Fatal(err)
			}
			if !hand.Since.Equal(start) || !hand.Again {
				t.Errorf("since %s, again: %t", hand.Since, hand.Again)
			}
		})
	}
}

// watch keeps the hand that a driver gets.
func (d *driver) watch(hand *prepare.Hand) {
	d.while = func(_ *ground.Step, h prepare.Hand) error { *hand = h; return nil }
}

func TestWhatIsDoneIsPassedOverWithoutALease(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"), resize("3", "5"))
	s.world.state["tokyo/"], s.world.state["gke/pool"] = "v1.35", "5"
	out := s.mustRun()
	if out.Done != 2 || out.Began != 0 || s.locks.taken != nil || len(s.paper.records) != 0 {
		t.Errorf("%+v, leases %v, journal %v", out, s.locks.taken, s.paper.records)
	}
	if diff := cmp.Diff([]string{"g1: it is done already", "g2: it is done already"}, s.told(prepare.StepPassed)); diff != "" {
		t.Error(diff)
	}
}

func TestAStepThatTheJournalHasDoneIsNotJudgedAgain(t *testing.T) {
	s := newScene(t, resize("2", "5"), resize("5", "2"))
	s.later(1)
	s.mustRun()
	job := s.job()
	job.Half = prepare.After
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	s.mustRun() // the pool has two nodes again, as before the first step
	if diff := cmp.Diff([]string{"g1", "g2"}, s.world.done()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"g1: an earlier run has done it"}, s.told(prepare.StepPassed)); diff != "" {
		t.Error(diff)
	}
}

func TestAStepDoneWhileTheLeaseWasAnothersIsPassedOver(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.locks.refuse = func(int, []lease.Site) error { s.world.state["tokyo/"] = "v1.35"; return nil }
	if out := s.mustRun(); out.Done != 1 || out.Began != 0 || s.world.done() != nil {
		t.Errorf("%+v, begun: %v", out, s.world.done())
	}
}

func TestAFailedStepEndsTheRunAndTheNextGoesOn(t *testing.T) {
	s := newScene(t, resize("3", "5"), upgrade("w1", "v1.34", "v1.35"), upgrade("w2", "v1.34", "v1.35"))
	s.world.refuses = map[string]string{"g2": "the drain of w1 does not end: shop/db-0 is kept by a budget"}
	out, err := s.run()
	var partly *prepare.Partly
	var refused *prepare.Refused
	if !errors.As(err, &partly) || !errors.As(err, &refused) || partly.Outcome != out {
		t.Fatalf("got %v", err)
	}
	says := "1 of 3 steps on clusters are done and the plan is open: site tokyo, step g2: the drain of w1 does not end: shop/db-0 is kept by a budget"
	if diff := cmp.Diff(says, err.Error()); diff != "" {
		t.Error(diff)
	}
	want := &prepare.Outcome{Plan: plan, Half: prepare.Before, Steps: 3, Done: 1, Began: 2, Stopped: prepare.StoppedByFailure, Step: "g2", Why: refused.Error()}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
	last := s.paper.records[len(s.paper.records)-1]
	if diff := cmp.Diff(journal.Record{Kind: journal.Failed, Step: "g2", Words: refused.Error()}, last); diff != "" {
		t.Error(diff)
	}
	rests := record.Hold{Folder: "boot-a", Host: "host-boot-a", Plan: plan, Site: "tokyo", Step: "g2", Since: "2026-03-02T08:10:00Z"}
	if diff := cmp.Diff([]record.Hold{rests}, s.held("tokyo")); diff != "" {
		t.Errorf("nothing runs any more: %s", diff)
	}
	s.world.refuses = nil
	if out := s.mustRun(); out.Done != 3 || out.Began != 2 {
		t.Errorf("%+v", out)
	}
}

func TestAStaleStepIsRefusedWithNothingBegun(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("", "v1.35", "v1.36"))
	s.world.state["tokyo/"] = "v1.33"
	out, err := s.run()
	var stale *prepare.Stale
	if !errors.As(err, &stale) || out.Stopped != prepare.StoppedBefore || out.Step != "g1" || s.locks.taken != nil {
		t.Errorf("got %v, %+v, leases %v", err, out, s.locks.taken)
	}
	if diff := cmp.Diff(`site tokyo, step g1: it is at "v1.33". Plan again`, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestAStepThatALaterOneHasGoneOnFromIsPassedOver(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []ground.Step
		at    string
		done  []string
	}{
		{"all are done", []ground.Step{upgrade("", "1", "2"), upgrade("", "2", "3"), upgrade("", "3", "4")}, "4", nil},
		{"two are done", []ground.Step{upgrade("", "1", "2"), upgrade("", "2", "3"), upgrade("", "3", "4")}, "3", []string{"g3"}},
		{"the last is one of others", []ground.Step{upgrade("", "1", "2"), upgrade("w", "2", "3")}, "3", nil},
		{"what is there is from elsewhere", []ground.Step{upgrade("", "1", "2"), upgrade("", "5", "6")}, "5", nil},
		{"they come back to where they began", []ground.Step{upgrade("", "1", "2"), upgrade("", "2", "3"), upgrade("", "3", "2")}, "3", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t, c.steps...)
			s.world.state["tokyo/"], s.world.state["tokyo/w"] = c.at, "3"
			_, err := s.run()
			var stale *prepare.Stale
			if isStale, wants := errors.As(err, &stale), c.name != "all are done" && c.name != "two are done"; isStale != wants {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(c.done, s.world.done()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatDisturbsBeginsOnlyWhileTheWindowIsOpen(t *testing.T) {
	felt := upgrade("", "v1.34", "v1.35")
	felt.Effects = []ground.Effect{ground.StopsAPI}
	s := newScene(t, upgrade("w1", "v1.34", "v1.35"), felt, upgrade("w2", "v1.34", "v1.35"))
	s.work.Sites[1].Window = "Sat 02:00-06:00 Asia/Tokyo"
	out, err := s.run()
	var partly *prepare.Partly
	var shut *prepare.Shut
	if !errors.As(err, &partly) || !errors.As(err, &shut) {
		t.Fatalf("got %v", err)
	}
	opens := time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)
	if !out.Opens.Equal(opens) || out.Stopped != prepare.StoppedAtWindow || out.Step != "g2" || out.Done != 1 {
		t.Errorf("%+v", out)
	}
	says := `site tokyo, step g2: it disturbs what runs, and the window "Sat 02:00-06:00 Asia/Tokyo" is shut until Sat 2026-03-07 02:00 JST; resume then`
	if diff := cmp.Diff([]string{"g2: " + says}, s.told(prepare.WindowShut)); diff != "" {
		t.Error(diff)
	}
	s.clock.now = opens
	if out := s.mustRun(); out.Done != 3 {
		t.Errorf("%+v", out)
	}
}

func TestAPlanThatWaitsForItsWindowIsOpenThoughNothingWasBegun(t *testing.T) {
	felt := upgrade("", "v1.34", "v1.35")
	felt.Effects = []ground.Effect{ground.MovesPods}
	s := newScene(t, felt)
	s.work.Sites[1].Window = "Sat 02:00-06:00 Asia/Tokyo"
	_, err := s.run()
	var partly *prepare.Partly
	if !errors.As(err, &partly) || s.locks.taken != nil || len(s.paper.records) != 0 {
		t.Errorf("got %v, leases %v, journal %v", err, s.locks.taken, s.paper.records)
	}
}

func TestARehearsalSaysWhatIsDueAndChangesNothing(t *testing.T) {
	felt := upgrade("", "v1.34", "v1.35")
	felt.Effects = []ground.Effect{ground.StopsAPI}
	s := newScene(t, resize("3", "5"), felt, upgrade("w1", "v1.34", "v1.35"))
	s.work.Sites[1].Window = "Sat 02:00-06:00 Asia/Tokyo"
	s.world.state["gke/pool"] = "5"
	out, err := prepare.Rehearse(context.Background(), s.job())
	if err != nil || out.Done != 1 || out.Stopped != "" {
		t.Fatalf("%+v, %v", out, err)
	}
	want := []string{"g2: to be done from Sat 2026-03-07 02:00 JST on, when the window opens", "g3: to be done after the steps before it"}
	if diff := cmp.Diff(want, s.told(prepare.Rehearsed)); diff != "" {
		t.Error(diff)
	}
	s.world.state["tokyo/"] = "v1.33"
	var stale *prepare.Stale
	if _, err := prepare.Rehearse(context.Background(), s.job()); !errors.As(err, &stale) {
		t.Errorf("got %v", err)
	}
	if s.locks.taken != nil || len(s.paper.records) != 0 || s.world.done() != nil {
		t.Error("it has changed something")
	}
}

func TestARunThatIsToldToEndBeginsNothingMore(t *testing.T) {
	s := newScene(t, resize("3", "5"), resize("5", "7"))
	ctx, cancel := context.WithCancel(context.Background())
	job := s.job()
	job.Drivers["gke"] = &driver{scene: s, while: func(*ground.Step, prepare.Hand) error { cancel(); return nil }}
	_, err := prepare.Run(ctx, job)
	var partly *prepare.Partly
	if !errors.Is(err, context.Canceled) || !errors.As(err, &partly) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]string{"g1"}, s.world.done()); diff != "" {
		t.Error(diff)
	}
	if held := s.held("gke"); len(held) != 1 || held[0].Until != "" {
		t.Errorf("gke remembers %v", held)
	}
}

func TestAStepThatFailedIsGoneOnWithFromElsewhereAtOnce(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.world.refuses = map[string]string{"g1": "two of three are done"}
	if _, err := s.run(); err == nil {
		t.Fatal("it did not fail")
	}
	s.world.refuses = nil
	s.elsewhere()
	job := s.job()
	var hand prepare.Hand
	job.Drivers["tokyo"].(*driver).watch(&hand)
	if _, err := prepare.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	if !hand.Again || !hand.Since.Equal(start) || s.held("tokyo") != nil {
		t.Errorf("again: %t since %s; afterwards tokyo remembers %v", hand.Again, hand.Since, s.held("tokyo"))
	}
}

func TestAJobThatLacksSomethingIsRefused(t *testing.T) {
	for want, bend := range map[string]func(*prepare.Job){
		"a job needs its plan's digest":     func(j *prepare.Job) { j.Plan = "" },
		"which half of it":                  func(j *prepare.Job) { j.Half = "both" },
		"do not have the shape":             func(j *prepare.Job) { j.Work.Before[0].ID = "g2" },
		"site tokyo: the plan is about its": func(j *prepare.Job) { delete(j.Drivers, "tokyo") },
		"site tokyo: its cluster holds the": func(j *prepare.Job) { delete(j.Clusters, "tokyo") },
		"and was not given":                 func(j *prepare.Job) { j.Locks = nil },
		"nothing would keep other runs away": func(j *prepare.Job) {
			j.Folder, j.Work.Sites[1].UID, j.Work.Before[0].Kind = "", "", ground.MakeCluster
		},
		"the journal: step g1 was begun at \"x\"": func(j *prepare.Job) { j.Remembered = []journal.Record{{Kind: journal.Intent, Step: "g1", At: "x"}} },
	} {
		s := newScene(t, upgrade("", "v1.34", "v1.35"))
		job := s.job()
		bend(&job)
		out, err := prepare.Run(context.Background(), job)
		if err == nil || !strings.Contains(err.Error(), want) || out.Stopped != prepare.StoppedBefore || s.world.done() != nil {
			t.Errorf("wanted %q, got %v, %+v", want, err, out)
		}
	}
}

func TestADriverThatSaysNothingOfAStepDoesNothing(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	job := s.job()
	job.Drivers["tokyo"] = &driver{scene: s, standing: func(*ground.Step) (prepare.Standing, error) { return "", nil }}
	if _, err := prepare.Run(context.Background(), job); err == nil || !strings.Contains(err.Error(), "a mistake in berth") || s.world.done() != nil {
		t.Errorf("got %v", err)
	}
}

func TestWorkWithoutStepsIsDoneAtOnce(t *testing.T) {
	s := newScene(t)
	if out := s.mustRun(); out.Steps != 0 || s.events != nil || s.locks.taken != nil {
		t.Errorf("%+v, %v", out, s.events)
	}
}

func TestAJournalThatCannotBeWrittenEndsTheRunBeforeTheStep(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"))
	s.paper.broken = errors.New("no space left on device")
	out, err := s.run()
	if !errors.Is(err, s.paper.broken) || out.Stopped != prepare.StoppedBefore || s.world.done() != nil {
		t.Errorf("got %v, %+v", err, out)
	}
}
