package prepare_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/journal"
	"berth.dev/engine/journal/journaltest"
	"berth.dev/engine/prepare"
)

// goesOn is who finishes a run that was killed.
type goesOn struct {
	name string
	// keeps says that it has the state folder with its journal and its lock, forgets that
	// the journal was lost and the machine is the same.
	keeps, forgets bool
	finds          bool
}

// TestARunKilledAnywhereIsFinishedByTheNext ends the process at each thing that it does,
// while the program that it has started goes on. Whoever goes on must finish the plan,
// and no program may begin while another is at work on its cluster, or twice.
func TestARunKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	for _, who := range []goesOn{
		{name: "with its state folder", keeps: true},
		{name: "with its lock and without its journal", keeps: true, forgets: true},
		{name: "from another machine", keeps: false},
		{name: "with its state folder, where operations have names", keeps: true, finds: true},
		{name: "from another machine, where operations have names", finds: true},
	} {
		t.Run(who.name, func(t *testing.T) {
			points := 1
			for killed(t, points, who) {
				points++
			}
			if points < 60 {
				t.Errorf("the run has only %d points: what is being killed here?", points)
			}
		})
	}
}

// killed tells whether the run came to its n-th point.
func killed(t *testing.T, n int, who goesOn) bool {
	t.Helper()
	s := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("w1", "v1.34", "v1.35"),
		upgrade("", "v1.35", "v1.36"), upgrade("w1", "v1.35", "v1.36"), resize("3", "5"))
	s.finds = who.finds
	s.life.begin(n)
	_, first := s.run()
	died, where := !s.life.alive(), s.life.at
	if !died && first != nil {
		t.Fatalf("point %d: the run was not killed and failed: %v", n, first)
	}
	s.life.begin(0)
	s.follow(who)
	out, err := s.run()
	var occupied *prepare.Occupied
	if errors.As(err, &occupied) && !who.keeps && !who.finds {
		s.clock.now = occupied.Until
		out, err = s.run()
	}
	if err != nil {
		t.Fatalf("killed at point %d (%s): the next run: %v", n, where, err)
	}
	if diff := cmp.Diff([]any{5, prepare.Stop(""), []string{"g1", "g2", "g3", "g4", "g5"}}, []any{out.Done, out.Stopped, s.world.done()}); diff != "" {
		t.Errorf("killed at point %d (%s): %s", n, where, diff)
	}
	for _, site := range []string{"gke", "tokyo"} {
		for _, h := range s.held(site) {
			if !died || h.Folder == "boot-b" {
				t.Errorf("killed at point %d (%s): %s leaves a hold for %s", n, where, h.Host, h.Step)
			}
		}
	}
	return died
}

// follow makes the scene that of the process that goes on.
func (s *scene) follow(who goesOn) {
	if !who.keeps {
		s.elsewhere()
		return
	}
	s.clock.now = s.world.unlocked(s.folder)
	if who.forgets {
		s.paper = &paper{life: s.life}
	}
}

// TestAnotherMachineWaitsForAProgramOfADeadOne says in detail what it is told. It may see
// that the step is done, and still nothing else begins on that cluster.
func TestAnotherMachineWaitsForAProgramOfADeadOne(t *testing.T) {
	s := newScene(t, upgrade("", "v1.34", "v1.35"), upgrade("w1", "v1.34", "v1.35"))
	die := s.pointOf(t, "while the program runs")
	s.life.begin(die)
	if _, err := s.run(); err == nil {
		t.Fatal("it was not killed")
	}
	s.life.begin(0)
	s.elsewhere()
	_, err := s.run()
	var occupied *prepare.Occupied
	if !errors.As(err, &occupied) {
		t.Fatalf("got %v", err)
	}
	want := &prepare.Occupied{Site: "tokyo", Host: "host-boot-a", Plan: plan, Step: "g1", Until: start.Add(35 * 60e9)}
	if diff := cmp.Diff(want, occupied); diff != "" {
		t.Error(diff)
	}
	says := "site tokyo: step g1 of plan 01234567 was begun on host host-boot-a and may be at work there until 2026-03-02T08:35:00Z: wait until then, or go on from that host with the same state folder"
	if diff := cmp.Diff(says, err.Error()); diff != "" {
		t.Error(diff)
	}
	s.clock.now = occupied.Until.Add(-1)
	if _, err := s.run(); !errors.As(err, &occupied) {
		t.Errorf("a moment before its end: %v", err)
	}
	s.clock.now = occupied.Until
	s.mustRun()
	if diff := cmp.Diff([]string{"g1", "g2"}, s.world.done()); diff != "" {
		t.Error(diff)
	}
}

// TestAnIntentSurvivesAMachineWithoutPower uses the journal that commands use, on a disk
// that keeps nothing which was not synced. There is no cluster yet that could remember.
func TestAnIntentSurvivesAMachineWithoutPower(t *testing.T) {
	s := newScene(t, ground.Step{Site: "tokyo", Kind: ground.MakeCluster, To: "v1.35"})
	s.work.Sites[1].UID = ""
	disk, digest := journaltest.New(), "sha256:"+strings.Repeat("0a", 32)
	begin := func(disk *journaltest.Disk, while func(*ground.Step, prepare.Hand) error) error {
		j, remembered, err := journal.Open(disk, digest)
		if err != nil {
			t.Fatal(err)
		}
		job := s.job()
		job.Plan, job.Journal, job.Remembered = digest, j, remembered
		job.Drivers["tokyo"] = &driver{scene: s, while: while}
		_, err = prepare.Run(context.Background(), job)
		return err
	}
	var after *journaltest.Disk
	err := begin(disk, func(*ground.Step, prepare.Hand) error {
		after = disk.PowerLoss(func(int) int { return 0 })
		return errDead
	})
	if !errors.Is(err, errDead) {
		t.Fatal(err)
	}
	s.clock.now = start.Add(time.Minute) // while the program runs
	var hand prepare.Hand
	if err := begin(after, func(_ *ground.Step, h prepare.Hand) error { hand = h; return nil }); err != nil {
		t.Fatal(err)
	}
	if !hand.Again || !hand.Since.Equal(start) || len(s.world.done()) != 1 {
		t.Errorf("again: %t since %s, begun: %v", hand.Again, hand.Since, s.world.done())
	}
}

// pointOf is the number of the first thing of a name that a run of the scene does, found
// by a scene like it.
func (s *scene) pointOf(t *testing.T, name string) int {
	t.Helper()
	steps := append([]ground.Step{}, s.work.Before...)
	for n := 1; n < 1000; n++ {
		probe := newScene(t, steps...)
		probe.life.begin(n)
		if _, _ = probe.run(); probe.life.at == name {
			return n
		}
	}
	t.Fatal(fmt.Errorf("nothing is called %q", name))
	return 0
}
